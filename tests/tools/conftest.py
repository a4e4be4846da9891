"""Tools, each installed into an environment of its own, and homes for what they make."""

import sys
from collections.abc import Callable
from pathlib import Path

import installations
import pytest
from installations import Offered
from interpreters import environ, interpreters, run
from tool_world import World, install_tool

from venvlens.core.environment import Environment

_OTHERS = ("POETRY_", "PIPENV_", "VIRTUALENV", "WORKON_", "PROJECT_HOME", "XDG_", "CONDA_")


@pytest.fixture(scope="session")
def install_with(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str, str], Path]:
    """Return a function that gives the folder of a tool's programs, run by some Python."""
    folders: dict[tuple[str, str], Path] = {}

    def installed(requirement: str, python: str) -> Path:
        key = requirement, python
        if key not in folders:
            root = tmp_path_factory.mktemp("tool") / "tool"
            folders[key] = install_tool(requirement, python, root)
        return folders[key]

    return installed


@pytest.fixture(scope="session")
def install(install_with: Callable[[str, str], Path]) -> Callable[[str], Path]:
    """Return a function that gives the folder of a tool's programs: ``poetry==2.5.1``."""
    return lambda requirement: install_with(requirement, sys.executable)


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
def npm(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """Return a function that gives the folder of a package of npm: ``mise@1.0``."""

    def installed(package: str) -> Path:
        root = tmp_path_factory.mktemp("npm")
        run("npm", "install", "--silent", "--no-save", "--prefix", root, package)
        return root / "node_modules" / package.rpartition("@")[0]

    return installed


@pytest.fixture(scope="session")
def installed_python(
    pythons: tuple[Environment, ...], tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """A copy of the newest interpreter, for tools that install one."""
    return installations.installation(pythons[0], tmp_path_factory.mktemp("installed") / "python")


@pytest.fixture(scope="session")
def offered(
    pythons: tuple[Environment, ...],
    installed_python: Path,
    tmp_path_factory: pytest.TempPathFactory,
) -> Offered:
    """A Python that tools can install without a network."""
    version = pythons[0].version
    assert version is not None
    return installations.offered(installed_python, version, tmp_path_factory.mktemp("offered"))


@pytest.fixture(scope="session")
def pythons() -> tuple[Environment, ...]:
    """CPythons that every tool can use, each of another series, the newest first."""
    found = [one for one in interpreters() if one.implementation == "cpython"]
    return tuple(one for one in found if one.version and one.version.series >= (3, 9))


@pytest.fixture(scope="session")
def old_python() -> Environment:
    """A CPython that the last version of virtualenv that wrote no ``pyvenv.cfg`` can use."""
    found = [one for one in interpreters() if one.implementation == "cpython"]
    return next(one for one in found if one.version and one.version.series <= (3, 9))
