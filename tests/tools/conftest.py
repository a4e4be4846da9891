"""Tools that make environments, each in a virtual environment of its own."""

import os
import sys
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest
from interpreters import host, interpreters, run
from machine_here import machine_here

from venvlens.core.environment import Environment
from venvlens.core.machine import Machine

UV = Path(sys.executable).with_name("uv")
_OF_TOOLS = ("PYTHON", "VIRTUAL_ENV", "CONDA_", "POETRY_", "PIPENV_", "PDM_", "HATCH_", "PIPX_")
_OF_FOLDERS = ("XDG_", "WORKON_HOME", "VIRTUALENVWRAPPER_", "TOX_", "NOX_", "UV_")
Install = Callable[..., Path]


@pytest.fixture(scope="session")
def install(tmp_path_factory: pytest.TempPathFactory) -> Install:
    """Install requirements into an environment, once, and return its folder of programs."""
    made: dict[tuple[str, ...], Path] = {}

    def programs(*requirements: str) -> Path:
        if requirements not in made:
            prefix = tmp_path_factory.mktemp("tool") / "venv"
            run(UV, "venv", "-q", "--python", sys.executable, prefix)
            python = prefix / "bin" / "python"
            run(UV, "pip", "install", "-q", "--python", python, *requirements)
            made[requirements] = prefix / "bin"
        return made[requirements]

    return programs


@dataclass
class World:
    """A home and a project on the disk, as a tool and as we see them."""

    root: Path
    environ: dict[str, str] = field(default_factory=dict)
    """Variables besides those that every program needs."""

    @property
    def home(self) -> Path:
        return self.root / "home"

    @property
    def project(self) -> Path:
        return self.root / "My Shop"

    @property
    def machine(self) -> Machine:
        """The machine as it is now, for the user whose home this is."""
        return machine_here(replace(host(), environ=self.environ, home=self.home, path=()))

    def write(self, name: str, text: str) -> None:
        path = self.project / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)

    def run(self, *command: str | Path, folder: Path | None = None, path: str = "") -> str:
        """Start a tool in the project, and return what it prints."""
        kept = {k: v for k, v in os.environ.items() if not k.startswith(_OF_TOOLS + _OF_FOLDERS)}
        own = {"HOME": str(self.home), "PATH": f"{path}{os.pathsep}{os.environ['PATH']}"}
        environ = kept | own | {"NO_COLOR": "1", "COLUMNS": "1000"} | self.environ
        return run(*command, cwd=folder or self.project, env=environ).strip()


@pytest.fixture
def world(tmp_path: Path) -> World:
    made = World(tmp_path)
    made.home.mkdir()
    made.project.mkdir()
    return made


@pytest.fixture(scope="session")
def pythons() -> tuple[Environment, ...]:
    """CPythons that every tool can use, each of another series, the newest first."""
    found = [one for one in interpreters() if one.implementation == "cpython"]
    return tuple(one for one in found if one.version and one.version.series >= (3, 9))
