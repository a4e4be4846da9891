import json
import os
from pathlib import Path, PureWindowsPath

import pytest
from described_machine import described
from machine_here import machine_here

from venvlens.system.state import Choices, user_choices


@pytest.fixture
def choices(tmp_path: Path) -> Choices:
    return Choices(tmp_path / "data" / "choices.json")


def of(choices: Choices, project: Path) -> Path | None:
    found = choices.of(project, machine_here().files)
    return None if found is None else Path(found)


def test_a_choice_is_kept_and_forgotten(choices: Choices) -> None:
    one, two = Path("/one"), Path("/two")
    assert choices.choose(one, one / ".venv") is None
    assert choices.choose(two, two / "env") is None
    assert (of(choices, one), of(choices, two)) == (one / ".venv", two / "env")
    assert choices.choose(one, None) is None
    assert (of(choices, one), of(choices, two)) == (None, two / "env")


def test_the_last_choice_counts(choices: Choices) -> None:
    choices.choose(Path("/one"), Path("/a"))
    choices.choose(Path("/one"), Path("/b"))
    assert of(choices, Path("/one")) == Path("/b")
    assert os.listdir(choices.file.parent) == ["choices.json"]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"[]",
        b'{"environments": 1}',
        b'{"environments": {"/one": 1}}',
        b"\xff\xfe",
        b"[" * 99999,
    ],
)
def test_a_file_that_was_spoiled_holds_no_choice_and_can_be_replaced(
    choices: Choices, content: bytes
) -> None:
    choices.file.parent.mkdir()
    choices.file.write_bytes(content)
    assert of(choices, Path("/one")) is None
    assert choices.choose(Path("/one"), Path("/a")) is None
    assert of(choices, Path("/one")) == Path("/a")


def test_names_that_are_no_text_are_kept(choices: Choices) -> None:
    project = Path(os.fsdecode(b"/caf\xe9"))
    assert choices.choose(project, project / ".venv") is None
    assert of(choices, project) == project / ".venv"


def test_a_choice_that_cannot_be_kept_says_why(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    problem = Choices(tmp_path / "file" / "choices.json").choose(Path("/one"), Path("/a"))
    assert problem is not None
    assert str(tmp_path / "file") in problem
    (tmp_path / "choices.json").mkdir()
    problem = Choices(tmp_path / "choices.json").choose(Path("/one"), Path("/a"))
    assert problem is not None
    assert sorted(os.listdir(tmp_path)) == ["choices.json", "file"]


def test_the_users_choices_are_in_the_users_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    assert user_choices().file.name == "choices.json"


def test_a_choice_counts_by_whatever_links_a_project_is_reached(
    choices: Choices, tmp_path: Path
) -> None:
    real, link = tmp_path / "real", tmp_path / "link"
    (real / "sub").mkdir(parents=True)
    link.symlink_to(real)
    choices.choose(link, Path("/a"))
    assert (of(choices, link), of(choices, real)) == (Path("/a"), Path("/a"))
    assert of(choices, real / "sub") is None
    choices.choose(real, Path("/b"))
    assert (of(choices, link), of(choices, real)) == (Path("/b"), Path("/b"))
    choices.choose(link, None)
    assert (of(choices, link), of(choices, real)) == (None, None)


def test_a_choice_that_was_kept_under_a_link_can_be_taken_back(
    choices: Choices, tmp_path: Path
) -> None:
    (tmp_path / "real").mkdir()
    link = tmp_path / "link"
    link.symlink_to(tmp_path / "real")
    choices.file.parent.mkdir()
    choices.file.write_text(json.dumps({"environments": {str(link): "/a"}}))
    assert of(choices, link) == Path("/a")
    choices.choose(link, None)
    assert of(choices, link) is None


def test_letters_of_paths_are_alike_on_windows() -> None:
    file = PureWindowsPath(r"C:\data\choices.json")
    kept = json.dumps({"environments": {r"C:\Work\Shop": r"D:\envs\shop"}})
    machine = described("win32", {str(file): kept})
    choices = Choices(file)  # type: ignore[arg-type]
    found = choices.of(PureWindowsPath(r"c:\work\shop"), machine.files)
    assert found == PureWindowsPath(r"D:\envs\shop")
