"""An edited file is written all at once, as it was encoded, or not at all."""

import os
import stat
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from venvlens.system import editing
from venvlens.system.editing import Original, Refused, read, write


@pytest.fixture
def project(tmp_path: Path) -> Path:
    folder = tmp_path / "My Shop"
    folder.mkdir()
    (folder / "requirements.txt").write_bytes(b"flask\r\n")
    return folder


def original(path: Path, folder: Path) -> Original:
    found = read(path, folder)
    assert isinstance(found, Original), found
    return found


def everything(folder: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_file_is_replaced_and_keeps_its_mode(project: Path):
    file = project / "requirements.txt"
    file.chmod(0o640)
    before = original(file, project)
    assert write(before, before.text + "httpx\r\n") is None
    assert file.read_bytes() == b"flask\r\nhttpx\r\n"
    assert stat.S_IMODE(file.stat().st_mode) == 0o640
    assert os.listdir(project) == ["requirements.txt"]


@pytest.mark.parametrize(
    "content",
    [
        b"\xef\xbb\xbfflask\r\n",
        "flask  # größer\n".encode("latin-1"),
        b"\xff\xfe" + "flask\r\n".encode("utf-16-le"),
        b"\xfe\xff" + "flask # \u00fc\n".encode("utf-16-be"),
        b"flask\rhttpx\x0c\n\x00",
        b"",
    ],
)
def test_the_encoding_stays(project: Path, content: bytes):
    file = project / "requirements.txt"
    file.write_bytes(content)
    before = original(file, project)
    added = "more".encode(before.encoding)
    assert write(before, before.text + "more") is None
    assert file.read_bytes() == content + added


@given(content=st.binary(max_size=40))
def test_all_bytes_come_back(tmp_path_factory: pytest.TempPathFactory, content: bytes):
    file = tmp_path_factory.getbasetemp() / "bytes.txt"
    file.write_bytes(content)
    found = read(file, file.parent)
    if isinstance(found, Refused):
        assert content[:2] in (b"\xff\xfe", b"\xfe\xff")
    else:
        assert write(found, found.text) is None
    assert file.read_bytes() == content


def test_a_link_within_the_project_is_followed_and_stays(project: Path):
    (project / "link.txt").symlink_to("requirements.txt")
    before = original(project / "link.txt", project)
    assert write(before, "django\n") is None
    assert (project / "link.txt").is_symlink()
    assert (project / "requirements.txt").read_text() == "django\n"


def test_a_project_that_is_reached_by_a_link_is_no_link_out(project: Path):
    (project.parent / "way").symlink_to(project)
    way = project.parent / "way"
    before = original(way / "requirements.txt", way)
    assert write(before, "django\n") is None
    assert (project / "requirements.txt").read_text() == "django\n"


def test_a_link_out_of_the_project_is_refused(project: Path):
    outside = project.parent / "outside.txt"
    outside.write_text("a\n")
    (project / "link.txt").symlink_to(outside)
    found = read(project / "link.txt", project)
    assert isinstance(found, Refused)
    assert found.message == (
        f"{project / 'link.txt'} is a link that leads out of {project}: edit {outside} by hand."
    )


def test_a_link_that_leads_out_meanwhile_is_refused(project: Path):
    file = project / "requirements.txt"
    before = original(file, project)
    outside = project.parent / "outside.txt"
    outside.write_bytes(before.content)
    file.unlink()
    file.symlink_to(outside)
    refused = write(before, "a\n")
    assert refused is not None
    assert "leads out of" in refused.message
    assert outside.read_bytes() == before.content


@pytest.mark.parametrize("mode", [0o444, 0o400])
def test_a_read_only_file_is_refused(project: Path, mode: int):
    file = project / "requirements.txt"
    before = original(file, project)
    file.chmod(mode)
    assert read(file, project) == Refused(f"{file} is read-only.")
    assert write(before, "a\n") == Refused(f"{file} is read-only.")
    assert file.read_bytes() == b"flask\r\n"


def test_a_file_that_changed_is_left_alone(project: Path):
    file = project / "requirements.txt"
    before = original(file, project)
    file.write_text("somebody else's\n")
    refused = write(before, "a\n")
    assert refused == Refused(f"{file} has changed meanwhile: nothing was written.")
    assert file.read_text() == "somebody else's\n"


def test_a_file_that_is_gone_is_not_made_anew(project: Path):
    file = project / "requirements.txt"
    before = original(file, project)
    file.unlink()
    refused = write(before, "a\n")
    assert refused == Refused(f"{file} cannot be written: No such file or directory.")
    assert os.listdir(project) == []


def test_what_is_no_file_is_refused(project: Path):
    os.mkfifo(project / "pipe.txt")
    (project / "folder.txt").mkdir()
    (project / "loop.txt").symlink_to("loop.txt")
    (project / "large.txt").write_bytes(b"#" * (4 * 2**20 + 1))
    for name, why in {
        "pipe.txt": "is no regular file.",
        "folder.txt": "is no regular file.",
        "large.txt": "is too large to be edited.",
        "missing.txt": "cannot be read: No such file or directory.",
        "loop.txt": "cannot be read: ",
        "nul\0.txt": "cannot be read: embedded null byte.",
    }.items():
        found = read(project / name, project)
        assert isinstance(found, Refused), name
        assert why in found.message
        assert found.message.endswith(".")


def test_a_text_that_its_encoding_cannot_hold_is_refused(project: Path):
    file = project / "requirements.txt"
    file.write_bytes(b"\xff\xfe" + "a\n".encode("utf-16-le"))
    before = original(file, project)
    refused = write(before, "\ud800")
    assert refused is not None
    assert file.read_bytes() == before.content


@pytest.mark.parametrize("step", ["fsync", "replace", "chmod"])
def test_a_failure_on_the_way_leaves_all_as_it_was(project: Path, monkeypatch, step: str):
    before = original(project / "requirements.txt", project)
    files = everything(project)

    def fail(*args, **kwargs):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(editing.os if step == "fsync" else Path, step, fail)
    refused = write(before, "a\n")
    monkeypatch.undo()
    assert refused is not None
    assert refused.message.endswith("cannot be written: No space left on device.")
    assert everything(project) == files
    assert os.listdir(project) == ["requirements.txt"]


def test_a_folder_that_takes_no_files_is_said(project: Path, monkeypatch):
    before = original(project / "requirements.txt", project)

    def refuse(*args, **kwargs):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(editing.tempfile, "mkdtemp", refuse)
    refused = write(before, "a\n")
    assert refused == Refused(f"{before.path} cannot be written: Permission denied.")
