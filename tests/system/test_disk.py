"""What the disk remembers, when it looks again, and what it bears."""

import os
import time
import zipfile
from pathlib import Path

import pytest

from venvlens.system import disk as disk_
from venvlens.system.disk import Disk, Looks, NotSeenError, unchanged
from venvlens.system.files import list_folder, read_text

LONG_AGO = 1_000_000_000


def settle(*paths: Path) -> None:
    """Make paths look as if nothing had happened to them for years."""
    for path in paths:
        os.utime(path, ns=(LONG_AGO, LONG_AGO))


def test_a_folder_is_listed_by_kind(tmp_path: Path) -> None:
    (tmp_path / "file.py").touch()
    (tmp_path / "folder").mkdir()
    (tmp_path / "to_file").symlink_to("file.py")
    (tmp_path / "to_folder").symlink_to("folder")
    (tmp_path / "to_nothing").symlink_to("nothing")
    (tmp_path / "to_itself").symlink_to("to_itself")
    os.mkfifo(tmp_path / "pipe.py")
    listing = Looks(Disk()).listing(tmp_path)
    assert listing is not None
    assert listing.files == {"file.py", "to_file"}
    assert listing.folders == {"folder", "to_folder"}


def test_stems_are_names_up_to_their_first_dot(tmp_path: Path) -> None:
    for name in ("a.py", "b.cpython-312-x86_64-linux-gnu.so", ".hidden", "plain"):
        (tmp_path / name).touch()
    (tmp_path / "c.d").mkdir()
    listing = list_folder(tmp_path)
    assert listing is not None
    assert listing.stems == {"a", "b", "", "plain", "c.d"}


def test_what_is_no_folder_cannot_be_listed(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    looks = Looks(Disk())
    assert looks.listing(tmp_path / "file") is None
    assert looks.listing(tmp_path / "nothing") is None
    assert looks.listing(tmp_path / "nothing" / "deeper") is None
    assert looks.listing(tmp_path / "nul\0byte") is None


def test_a_pass_gives_the_same_answer_for_its_whole_life(tmp_path: Path) -> None:
    looks = Looks(Disk())
    assert not looks.exists(tmp_path / "a")
    first = looks.listing(tmp_path)
    (tmp_path / "a").touch()
    assert not looks.exists(tmp_path / "a")
    assert looks.listing(tmp_path) is first


def test_the_next_pass_sees_what_has_changed(tmp_path: Path) -> None:
    disk = Disk()
    settle(tmp_path)
    before = Looks(disk)
    before.listing(tmp_path)
    assert unchanged(before.notes, disk)
    (tmp_path / "a").touch()
    assert not unchanged(before.notes, disk)
    listing = Looks(disk).listing(tmp_path)
    assert listing is not None
    assert listing.files == {"a"}


def test_what_has_not_changed_is_not_read_again(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("text")
    settle(tmp_path / "a", tmp_path)
    disk = Disk()
    assert Looks(disk).listing(tmp_path) is Looks(disk).listing(tmp_path)
    assert Looks(disk).text(tmp_path / "a") is Looks(disk).text(tmp_path / "a")


def test_a_change_within_a_tick_of_the_clock_is_seen(tmp_path: Path) -> None:
    file = tmp_path / "a"
    file.write_text("one")
    now = time.time_ns()
    os.utime(file, ns=(now, now))
    disk = Disk()
    before = Looks(disk)
    assert before.text(file) == "one"
    file.write_text("two")
    os.utime(file, ns=(now, now))
    assert not unchanged(before.notes, disk)
    assert Looks(disk).text(file) == "two"


def test_a_file_that_appears_where_nothing_was_is_a_change(tmp_path: Path) -> None:
    disk = Disk()
    looks = Looks(disk)
    looks.exists(tmp_path / "a")
    assert unchanged(looks.notes, disk)
    (tmp_path / "a").touch()
    assert not unchanged(looks.notes, disk)


def test_a_closed_pass_answers_from_memory_alone(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("text")
    looks = Looks(Disk())
    assert (looks.text(tmp_path / "a"), looks.is_folder(tmp_path)) == ("text", True)
    looks.close()
    assert looks.text(tmp_path / "a") == "text"
    assert looks.exists(tmp_path)
    for ask in (looks.listing, looks.text, looks.exists):
        with pytest.raises(NotSeenError):
            ask(tmp_path / "b")


def test_derived_values_are_made_again_when_their_looks_change(tmp_path: Path) -> None:
    disk = Disk()
    settle(tmp_path)

    def count(looks: Looks) -> int:
        listing = looks.listing(tmp_path)
        return len(listing.files) if listing else 0

    assert Looks(disk).recall("count", count) == 0
    (tmp_path / "a").touch()
    later = Looks(disk)
    assert later.recall("count", count) == 1
    assert tmp_path in later.notes


def test_texts_are_kept_to_a_bound(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(disk_, "_KEPT_TEXT", 80_000)
    disk = Disk()
    for number in range(50):
        file = tmp_path / f"{number}"
        file.write_text("x" * 5_000)
        settle(file)
        Looks(disk).text(file)
    assert sum(len(text) for _, text in disk._texts.values()) <= 80_000


def test_listings_are_kept_to_a_bound(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(disk_, "_KEPT_NAMES", 100)
    disk = Disk()
    for number in range(50):
        folder = tmp_path / f"{number}"
        folder.mkdir()
        for name in "abcdefghi":
            (folder / name).touch()
        Looks(disk).listing(folder)
    assert len(disk._listings) <= 10


def test_bytes_that_are_no_utf_8_are_read_all_the_same(tmp_path: Path) -> None:
    (tmp_path / "latin").write_bytes(b"caf\xe9")
    assert read_text(tmp_path / "latin") == "caf\udce9"


def test_only_the_beginning_of_a_large_file_is_read(tmp_path: Path) -> None:
    large = tmp_path / "large.pth"
    with large.open("wb") as file:
        file.truncate(100 * 2**20)  # a hole: it takes no room
    text = read_text(large)
    assert text is not None
    assert len(text) == 4 * 2**20


def test_a_pipe_or_a_folder_is_no_text_and_holds_nobody_up(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    assert read_text(tmp_path / "pipe") is None
    assert read_text(tmp_path) is None
    assert Looks(Disk()).text(tmp_path / "pipe") is None


def test_names_that_are_no_text_are_listed_all_the_same(tmp_path: Path) -> None:
    raw = os.fsencode(tmp_path)
    for name in (b"new\nline.py", b"latin\xe9.py", b"bell\a"):
        with open(os.path.join(raw, name), "wb"):
            pass
    listing = list_folder(tmp_path)
    assert listing is not None
    assert listing.files == {"new\nline.py", "latin\udce9.py", "bell\a"}


def test_a_folder_that_may_not_be_read_holds_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(path: object) -> None:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(os, "scandir", refuse)  # a superuser may read everything
    looks = Looks(Disk())
    assert looks.listing(tmp_path) is None
    assert looks.is_folder(tmp_path)


# Archives


@pytest.fixture
def egg(tmp_path: Path) -> Path:
    path = tmp_path / "a-1.egg"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("single.py", "x = 1")
        archive.writestr("pack/__init__.py", "y = 2")
        archive.writestr("pack/ext.so", "")
        archive.writestr("pack/sub/__init__.pyc", "")
        archive.writestr("space/", "")
        archive.writestr("space/leaf.py", "")
        archive.writestr("implicit/leaf.py", "")
    return path


def test_a_zip_file_is_listed_like_a_folder(egg: Path) -> None:
    looks = Looks(Disk())
    top, inner = looks.listing(egg), looks.listing(egg / "pack")
    assert top is not None
    assert inner is not None
    assert top.files == {"single.py"}
    # zipimport takes a folder for one if it has an entry, or is a package.
    assert top.folders == {"pack", "space"}
    assert (inner.files, inner.folders) == ({"__init__.py"}, {"sub"})
    assert looks.listing(egg / "nothing") is None


def test_a_text_in_a_zip_file(egg: Path) -> None:
    looks = Looks(Disk())
    looks.listing(egg / "pack")
    assert looks.text(egg / "pack" / "__init__.py") == "y = 2"
    assert looks.text(egg / "pack" / "nothing.py") is None


def test_a_zip_file_that_changes_is_read_again(egg: Path) -> None:
    disk = Disk()
    settle(egg)
    before = Looks(disk)
    before.listing(egg)
    with zipfile.ZipFile(egg, "a") as archive:
        archive.writestr("added.py", "")
    assert not unchanged(before.notes, disk)
    listing = Looks(disk).listing(egg)
    assert listing is not None
    assert "added.py" in listing.files


@pytest.mark.parametrize("content", [b"", b"no zip", b"PK\x05\x06" + b"\xff" * 18, b"PK\3\4" * 9])
def test_a_file_that_is_no_archive_holds_nothing(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "x.zip").write_bytes(content)
    looks = Looks(Disk())
    assert looks.listing(tmp_path / "x.zip") is None
    assert looks.listing(tmp_path / "x.zip" / "deeper") is None
