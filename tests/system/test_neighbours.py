from pathlib import Path

import pytest

from venvlens.system.disk import Disk, Looks
from venvlens.system.locators import neighbours


def environment(prefix: Path) -> Path:
    prefix.mkdir(parents=True)
    (prefix / "pyvenv.cfg").touch()
    return prefix


def found(folder: Path) -> list[str]:
    looks = Looks(Disk())
    return [str(p.relative_to(folder)) for p in neighbours.prefixes_below(folder, looks)]


def test_the_nearest_come_first(tmp_path: Path) -> None:
    for name in ("b/deep/.venv", "a/venv", ".venv"):
        environment(tmp_path / name)
    assert found(tmp_path) == [".venv", "a/venv", "b/deep/.venv"]


def test_environments_and_hidden_folders_are_not_entered(tmp_path: Path) -> None:
    environment(tmp_path / ".venv" / "inner" / ".venv")
    (tmp_path / ".venv" / "pyvenv.cfg").touch()
    for name in (".hidden/.venv", "node_modules/.venv", "a/site-packages/.venv"):
        environment(tmp_path / name)
    assert found(tmp_path) == [".venv"]


def test_what_was_set_aside_or_lies_too_deep_is_not_offered(tmp_path: Path) -> None:
    environment(tmp_path / "a" / ".venv.bak")
    environment(tmp_path / "a" / "b" / "c" / ".venv")
    assert found(tmp_path) == []


def test_links_that_lead_in_a_circle_end(tmp_path: Path) -> None:
    (tmp_path / "loop").symlink_to(tmp_path)
    environment(tmp_path / ".venv")
    assert found(tmp_path)[0] == ".venv"


def test_the_search_is_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(neighbours, "_MOST_FOLDERS", 3)
    for number in range(9):
        environment(tmp_path / f"{number}" / ".venv")
    assert found(tmp_path) == ["0/.venv", "1/.venv"]


def test_nothing_is_below_what_is_not_there(tmp_path: Path) -> None:
    assert found(tmp_path / "nothing") == []
