"""A home and a project on the disk, as tools that make environments see them."""

import os
import sys
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path

from interpreters import host, run
from machine_here import machine_here

from venvlens.core.machine import Machine

_OF_TOOLS = ("PYTHON", "VIRTUAL_ENV", "CONDA_", "POETRY_", "PIPENV_", "PDM_", "HATCH_", "PIPX_")
_OF_FOLDERS = ("XDG_", "WORKON_HOME", "VIRTUALENVWRAPPER_", "TOX_", "NOX_", "UV_PROJECT")
_OF_MANAGERS = ("PYENV_", "MISE_", "ASDF_", "RYE_", "DIRENV_", "UV_PYTHON", "UV_CACHE", "UV_TOOL")
_LEFT_OUT = _OF_TOOLS + _OF_FOLDERS + _OF_MANAGERS
Install = Callable[[str], Path]
"""From a requirement to the folder of a tool's programs."""


def install_tool(requirement: str, python: str, root: Path) -> Path:
    """Install a tool into a new environment; return the folder of its programs."""
    uv = Path(sys.executable).with_name("uv")
    run(uv, "venv", "-q", "--python", python, root)
    run(uv, "pip", "install", "-q", "--python", root / "bin" / "python", requirement)
    return root / "bin"


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

    def run(
        self, *command: str | Path, folder: Path | None = None, path: str = "", **variables: str
    ) -> str:
        """Start a tool in the project, and return what it prints."""
        kept = {k: v for k, v in os.environ.items() if not k.startswith(_LEFT_OUT)}
        own = {"HOME": str(self.home), "PATH": f"{path}{os.pathsep}{os.environ['PATH']}"}
        environ = kept | own | {"NO_COLOR": "1", "COLUMNS": "1000"} | self.environ | variables
        return run(*command, cwd=folder or self.project, env=environ).strip()
