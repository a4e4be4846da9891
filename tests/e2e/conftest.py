"""A made machine for each story, and editors that start servers on it."""

from __future__ import annotations

import os
import shutil
import sys
import venv
from dataclasses import dataclass, field
from pathlib import Path
from textwrap import dedent

import pytest
from wheels import make_wheel

from .editor import Editor

BASE = Path(sys._base_executable).resolve()
SERIES = f"{sys.version_info.major}.{sys.version_info.minor}"
VERSION = ".".join(map(str, sys.version_info[:3]))
UV = shutil.which("uv", path=os.pathsep.join([os.path.dirname(sys.executable), os.environ["PATH"]]))


@dataclass
class Machine:
    """A home, a PATH and a project below one temporary folder."""

    root: Path
    more: dict[str, str] = field(default_factory=dict)
    """Further environment variables of the server."""

    def __post_init__(self) -> None:
        for folder in (self.home, self.bin, self.project):
            folder.mkdir()
        (self.bin / "python3").symlink_to(BASE)

    @property
    def home(self) -> Path:
        return self.root / "home"

    @property
    def bin(self) -> Path:
        return self.root / "bin"

    @property
    def project(self) -> Path:
        return self.root / "project"

    @property
    def wheels(self) -> Path:
        return self.root / "wheels"

    @property
    def environ(self) -> dict[str, str]:
        """Nothing of who runs the tests: no index, no cache, no settings."""
        return {
            "HOME": str(self.home),
            "XDG_DATA_HOME": str(self.home / "data"),
            "PATH": str(self.bin),
            "LC_ALL": "C.UTF-8",
            "PIP_CONFIG_FILE": os.devnull,
            "PIP_NO_INDEX": "1",
            "PIP_FIND_LINKS": str(self.wheels),
            "UV_OFFLINE": "1",
            "UV_FIND_LINKS": str(self.wheels),
            "UV_NO_CONFIG": "1",
        } | self.more

    def write(self, name: str, text: str) -> Path:
        """Write a file of the project."""
        path = self.project / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(dedent(text), "utf-8")
        return path

    def environment(self, name: str = ".venv") -> Path:
        """Make a real environment without pip, as ``python -m venv`` does."""
        prefix = self.project / name
        venv.EnvBuilder(symlinks=True).create(prefix)
        return prefix

    def broken_environment(self, name: str = ".venv") -> Path:
        """Make an environment whose base is removed afterwards."""
        prefix = self.environment(name)
        for program in (prefix / "bin").glob("python*"):
            program.unlink()
        gone = self.root / "gone" / "bin"
        (prefix / "bin" / "python").symlink_to(gone / "python3")
        (prefix / "bin" / "python3").symlink_to("python")
        (prefix / "pyvenv.cfg").write_text(f"home = {gone}\nversion = {VERSION}\n")
        return prefix

    def uv(self) -> None:
        """Put the real uv on PATH."""
        assert UV, "uv is in the test group"
        (self.bin / "uv").symlink_to(UV)

    def tool(self, name: str, source: str) -> Path:
        """Put a Python script on PATH as a tool."""
        tool = self.bin / name
        tool.write_text(f"#!{BASE} -ISu\n{dedent(source)}")
        tool.chmod(0o755)
        return tool

    def wheel(self, name: str = "tiny_lens") -> None:
        """Make a wheel that the tools find instead of an index."""
        make_wheel(self.wheels, name)


def site_packages(prefix: Path) -> Path:
    return prefix / "lib" / f"python{SERIES}" / "site-packages"


def install(prefix: Path, name: str) -> Path:
    """Put a module into an environment, as an installer does in the end."""
    module = site_packages(prefix) / f"{name}.py"
    module.touch()
    return module


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path)


@pytest.fixture
async def start(machine: Machine):
    """Start editors on the machine, by the name of their profile, in the project's folder.

    At the end each is left as a person leaves it: the server ends well and has no complaints.
    """
    editors: list[Editor] = []

    async def start_(name: str = "neovim-0.7", *folders: Path, **more: object) -> Editor:
        editor = await Editor.start(name, folders or (machine.project,), machine.environ, **more)
        editors.append(editor)
        return editor

    yield start_
    for editor in editors:
        await _leave(editor)


@pytest.fixture
async def start_alone(machine: Machine):
    """Start an editor without any folder."""
    editors: list[Editor] = []

    async def start_(name: str, **more: object) -> Editor:
        editors.append(await Editor.start(name, (), machine.environ, **more))
        return editors[-1]

    yield start_
    for editor in editors:
        await _leave(editor)


async def _leave(editor: Editor) -> None:
    ends_by_itself = editor.process.returncode is None
    status = await editor.leave()
    if ends_by_itself:
        assert status == 0
        # Editors show standard error as the server's log, mostly as errors.
        assert editor.client.log == []
