"""Tools, each installed into an environment of its own, and homes for what they make."""

import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from interpreters import environ, interpreters, run
from tool_world import World

from venvlens.core.environment import Environment

_OTHERS = ("POETRY_", "PIPENV_", "VIRTUALENV", "WORKON_", "PROJECT_HOME", "XDG_", "CONDA_")


@pytest.fixture(scope="session")
def install(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """Return a function that gives the folder of a tool's programs: ``poetry==2.5.1``."""
    folders: dict[str, Path] = {}

    def installed(requirement: str) -> Path:
        if requirement not in folders:
            root = tmp_path_factory.mktemp("tool") / "tool"
            uv = Path(sys.executable).with_name("uv")
            run(uv, "venv", "-q", "--python", sys.executable, root)
            run(uv, "pip", "install", "-q", "--python", root / "bin" / "python", requirement)
            folders[requirement] = root / "bin"
        return folders[requirement]

    return installed


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A home folder in which nothing is yet, beside the projects."""
    folder = tmp_path.resolve() / "home"
    folder.mkdir()
    return folder


@pytest.fixture
def variables(home: Path) -> dict[str, str]:
    """The variables of this process without those that would lead the tools elsewhere."""
    kept = {name: value for name, value in environ().items() if not name.startswith(_OTHERS)}
    return kept | {"HOME": str(home)}


@pytest.fixture
def world(home: Path) -> World:
    """A home with a project beside it."""
    made = World(home.parent)
    made.project.mkdir()
    return made


@pytest.fixture(scope="session")
def pythons() -> tuple[Environment, ...]:
    """CPythons that every tool can use, each of another series, the newest first."""
    found = [one for one in interpreters() if one.implementation == "cpython"]
    return tuple(one for one in found if one.version and one.version.series >= (3, 9))
