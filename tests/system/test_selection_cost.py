"""What choosing an environment asks of a disk: folders on the way up, and no others."""

import builtins
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from wide_tree import LEVELS, WIDTH, wide_tree

from venvlens.core.settings import Settings
from venvlens.system.disk import Disk, Looks
from venvlens.system.host import Host
from venvlens.system.state import Choices
from venvlens.system.surveyor import Surveyor

_ASKING = ("stat", "lstat", "readlink", "access", "open")
_LISTING = ("scandir", "listdir")


class Asked:
    """The paths that a disk was asked about, by what was asked."""

    def __init__(self) -> None:
        self.listed: list[Path] = []
        self.others: list[Path] = []


@contextmanager
def recorded(patch: pytest.MonkeyPatch) -> Iterator[Asked]:
    asked = Asked()

    def watch(place: object, name: str, into: list[Path]) -> None:
        real = getattr(place, name)

        def ask(path=".", *args, **kwargs):
            if isinstance(path, (str, os.PathLike)):
                into.append(Path(path))
            return real(path, *args, **kwargs)

        inner.setattr(place, name, ask)

    with patch.context() as inner:
        for name in _ASKING:
            watch(os, name, asked.others)
        for name in _LISTING:
            watch(os, name, asked.listed)
        watch(builtins, "open", asked.others)
        yield asked


@pytest.fixture
def surveyor(tmp_path: Path) -> Surveyor:
    host = Host({}, (), tmp_path / "home", sys.platform)
    return Surveyor(host, Choices(tmp_path / "choices.json"))


def environment(prefix: Path) -> None:
    base = prefix.parent.parent / "base" / "bin"
    base.mkdir(parents=True)
    (base / "python3.12").touch()
    (prefix / "bin").mkdir(parents=True)
    (prefix / "bin" / "python").symlink_to(base / "python3.12")
    (prefix / "pyvenv.cfg").write_text(f"home = {base}\nversion = 3.12.1\n")


def below(paths: list[Path], root: Path) -> set[Path]:
    return {path for path in paths if path.is_relative_to(root)}


@pytest.mark.parametrize("where", ["at the top", "nowhere"])
def test_only_the_folders_on_the_way_up_are_touched(
    where: str, tmp_path: Path, surveyor: Surveyor, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = tmp_path / "ws"
    root.mkdir()
    deepest = wide_tree(root)
    prefix = root / ".venv"
    if where == "at the top":
        environment(prefix)
    with recorded(monkeypatch) as asked:
        found = surveyor.survey(deepest, root, Settings(), Looks(Disk())).survey
    assert (found.selection.environment is not None) == (where == "at the top")
    way = {deepest, *deepest.parents}
    inside = {path for path in below(asked.listed, root) if path.is_relative_to(prefix)}
    assert below(asked.listed, root) - inside == way & below([*way], root)
    for path in below(asked.others, root) - way:
        # A child is asked for the one name that makes it an environment, and for nothing else.
        child = path.parent.parent in way and path.name in ("pyvenv.cfg", "conda-meta")
        assert child or path.parent in way or path.is_relative_to(prefix), path


def test_what_is_asked_grows_with_the_way_and_not_with_the_tree(
    tmp_path: Path, surveyor: Surveyor, monkeypatch: pytest.MonkeyPatch
) -> None:
    counts = []
    for width in (WIDTH, 4 * WIDTH):
        root = tmp_path / str(width)
        root.mkdir()
        deepest = wide_tree(root, width)
        with recorded(monkeypatch) as asked:
            surveyor.survey(deepest, root, Settings(), Looks(Disk()))
        counts.append(len(below(asked.listed, root)) + len(below(asked.others, root)))
    # 4 ** LEVELS times as many folders ask for at most four times as much.
    assert counts[0] <= 4 * WIDTH * (LEVELS + 1)
    assert counts[1] <= 4 * counts[0]


def test_what_is_asked_again_at_every_check_is_little(tmp_path: Path, surveyor: Surveyor) -> None:
    root = tmp_path / "ws"
    root.mkdir()
    deepest = wide_tree(root)
    environment(root / ".venv")
    looks = Looks(Disk())
    surveyor.survey(deepest, root, Settings(), looks)
    # Two names in each child, some of each folder on the way, and the environment's own.
    assert len(below([*looks.notes], root)) <= (2 * WIDTH + 10) * (LEVELS + 1)
    surveyor.survey(root, root, Settings(), near := Looks(Disk()))
    assert len(below([*near.notes], root)) <= 2 * WIDTH + 20


def test_a_second_file_of_a_folder_asks_for_no_listing(
    tmp_path: Path, surveyor: Surveyor, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = tmp_path / "ws"
    root.mkdir()
    deepest = wide_tree(root)
    for folder in (deepest, *deepest.parents):
        if folder.is_relative_to(root):
            os.utime(folder, ns=(10**18, 10**18))
    disk = Disk()
    surveyor.survey(deepest, root, Settings(), Looks(disk))
    with recorded(monkeypatch) as asked:
        surveyor.survey(deepest, root, Settings(), Looks(disk))
    assert not below(asked.listed, root)
