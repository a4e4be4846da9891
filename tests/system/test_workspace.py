"""The workspace folder of a path that no editor's workspace folder holds."""

from __future__ import annotations

from pathlib import Path

import pytest

from venvlens.core.tree import Listing
from venvlens.system.disk import Disk, Looks
from venvlens.system.workspace import workspace_around, workspace_of


@pytest.fixture
def home(tmp_path):
    home = tmp_path / "home"
    home.mkdir()
    return home


def made(path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch()
    return path


def around(folder: Path, home: Path) -> Path:
    return workspace_around(folder, home, Looks(Disk()))


@pytest.mark.parametrize("repository", [".git", ".hg", ".svn"])
def test_the_root_of_the_nearest_repository_is_the_workspace(home, repository):
    folder = home / "outer" / "inner" / "src" / "deep"
    folder.mkdir(parents=True)
    (home / "outer" / repository).mkdir()
    (home / "outer" / "inner" / repository).mkdir()
    made(home / "outer" / "pyproject.toml")
    assert around(folder, home) == home / "outer" / "inner"


def test_a_worktrees_git_file_counts_like_a_folder(home):
    folder = made(home / "tree" / ".git").parent / "src"
    folder.mkdir()
    assert around(folder, home) == home / "tree"


def test_without_a_repository_the_outermost_declaration_counts(home):
    made(home / "work" / "mono" / "pyproject.toml")
    made(home / "work" / "mono" / "api" / "setup.py")
    folder = home / "work" / "mono" / "api" / "src"
    folder.mkdir()
    assert around(folder, home) == home / "work" / "mono"


def test_an_environment_marks_a_project_too(home):
    (home / "play" / ".venv").mkdir(parents=True)
    folder = home / "play" / "scripts"
    folder.mkdir()
    assert around(folder, home) == home / "play"


@pytest.mark.parametrize("name", [".git", ".venv", "pyproject.toml"])
def test_nothing_in_the_home_folder_makes_it_a_workspace(home, name):
    made(home / name)
    folder = home / "scripts" / "small"
    folder.mkdir(parents=True)
    assert around(folder, home) == folder


def test_the_home_folder_is_its_own_workspace_for_a_file_right_in_it(home):
    made(home / ".git")
    assert around(home, home) == home


def test_what_lies_above_the_home_folder_is_not_looked_at(home):
    made(home.parent / "pyproject.toml")
    folder = home / "scripts"
    folder.mkdir()
    assert around(folder, home) == folder


def test_without_any_project_a_package_belongs_to_the_folder_that_holds_it(home):
    made(home / "play" / "pkg" / "__init__.py")
    made(home / "play" / "pkg" / "sub" / "__init__.py")
    assert around(home / "play" / "pkg" / "sub", home) == home / "play"
    made(home / "__init__.py")
    made(home / "play" / "__init__.py")
    assert around(home / "play" / "pkg" / "sub", home) == home / "play" / "pkg" / "sub"


def test_the_root_of_the_file_system_is_never_a_workspace_by_what_it_holds():
    class EverythingInTheRoot:
        def listing(self, folder):
            names = {".git", "pyproject.toml"} if folder == Path(folder.anchor) else set()
            return Listing(frozenset(names), frozenset())

    home, tree = Path("/home/me"), EverythingInTheRoot()
    assert workspace_around(Path("/srv/app"), home, tree) == Path("/srv/app")
    assert workspace_around(Path("/"), home, tree) == Path("/")


def test_a_file_belongs_to_its_folder_also_before_it_exists(tmp_path, monkeypatch):
    monkeypatch.setenv("HOME", str(tmp_path))
    (tmp_path / "project" / ".git").mkdir(parents=True)
    file = made(tmp_path / "project" / "src" / "app.py")
    assert workspace_of(file) == tmp_path / "project"
    assert workspace_of(file.parent) == tmp_path / "project"
    assert workspace_of(file.parent / "later.py") == tmp_path / "project"
