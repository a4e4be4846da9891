"""Interpreters and environments as values: what they are, and how they are broken."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from venvlens.core.implementation import CPYTHON

if TYPE_CHECKING:
    from pathlib import PurePath

    from venvlens.core.python_version import PythonVersion


class Kind(Enum):
    """Who made an environment or installed an interpreter, in the field's own words."""

    VENV = "venv"
    VIRTUALENV = "virtualenv"
    UV = "uv"
    UV_SCRIPT = "uv script"
    """An environment that uv keeps for one file (PEP 723)."""
    CONDA = "conda"
    PIXI = "pixi"
    POETRY = "poetry"
    PIPENV = "pipenv"
    HATCH = "hatch"
    PDM = "pdm"
    PYPACKAGES = "__pypackages__"
    """The folder of packages that PEP 582 proposed; pdm makes it."""
    PYENV_VIRTUALENV = "pyenv-virtualenv"
    VIRTUALENVWRAPPER = "virtualenvwrapper"
    TOX = "tox"
    NOX = "nox"
    DIRENV = "direnv"
    PIPX = "pipx"

    GLOBAL = "global"
    """An interpreter that belongs to no project, of which no more is known."""
    CONDA_BASE = "conda base"
    """The environment that conda, mamba or micromamba is installed in."""
    SYSTEM = "system"
    """The operating system's own."""
    PYENV = "pyenv"
    UV_PYTHON = "uv python"
    """Installed by ``uv python install``."""
    HATCH_PYTHON = "hatch python"
    PDM_PYTHON = "pdm python"
    ASDF = "asdf"
    MISE = "mise"
    RYE = "rye"
    HOMEBREW = "homebrew"
    PYTHON_ORG = "python.org"
    XCODE = "xcode"
    COMMAND_LINE_TOOLS = "command line tools"
    REGISTRY = "registry"
    """Found in the registry of Windows (PEP 514)."""
    STORE = "store"
    """From the store of Windows."""
    WINPYTHON = "winpython"

    @property
    def is_global(self) -> bool:
        """Whether environments of this kind belong to no project."""
        return self in _GLOBAL


_GLOBAL = frozenset(
    {
        Kind.GLOBAL,
        Kind.CONDA_BASE,
        Kind.SYSTEM,
        Kind.PYENV,
        Kind.UV_PYTHON,
        Kind.HATCH_PYTHON,
        Kind.PDM_PYTHON,
    }
    | {Kind.ASDF, Kind.MISE, Kind.RYE, Kind.HOMEBREW, Kind.PYTHON_ORG, Kind.XCODE}
    | {Kind.COMMAND_LINE_TOOLS, Kind.REGISTRY, Kind.STORE, Kind.WINPYTHON}
)


class FaultCode(Enum):
    """The ways in which an environment cannot run."""

    BASE_GONE = "base-gone"
    """The base interpreter that it was made from no longer exists."""
    BASE_ON_SHARE = "base-on-share"
    """Its base is on a share of another machine, which is not looked at: nothing of the user's is
    there."""
    NO_EXECUTABLE = "no-executable"
    """It holds no interpreter of its own."""
    NO_HOME = "no-home"
    """Its ``pyvenv.cfg`` does not say where the base interpreter is."""
    NO_PYTHON = "no-python"
    """It is an environment for other things too, and no Python is installed in it."""
    UNREADABLE = "unreadable"
    """Its ``pyvenv.cfg`` cannot be read."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One way in which an environment is broken."""

    code: FaultCode
    path: PurePath
    """What is gone, missing or unreadable."""


@dataclass(frozen=True, slots=True)
class Environment:
    """A prefix with its interpreter, its kind, where we know it from, and its faults."""

    prefix: PurePath
    """Folder of the environment; for a global interpreter its installation."""
    kind: Kind
    origin: str
    """Why we believe it exists: a phrase such as ``found on PATH``."""
    executable: PurePath | None = None
    """Absolute path of its interpreter as a person would start it."""
    version: PythonVersion | None = None
    base_prefix: PurePath | None = None
    """Installation that owns the standard library; may no longer exist."""
    base_executable: PurePath | None = None
    """Interpreter that the environment was made from; may no longer exist."""
    system_site: bool = False
    """Whether the base's site-packages are importable too (PEP 405)."""
    faults: tuple[Fault, ...] = ()
    externally_managed: str | None = None
    """Why nothing is to be installed with pip (PEP 668), in its maintainers' words if any.

    None where pip may install, as in every virtual environment.
    """
    implementation: str = CPYTHON
    """As ``sys.implementation.name``, told by its files."""
    extends: PurePath | None = None
    """Environment that this one says it lies over, as those of ``uv run --with`` do."""

    project: PurePath | None = None
    """The folder of the project that its tool keeps it for."""
    name: str | None = None
    """What its tool calls it, where that is not the name of its folder."""

    @property
    def judges(self) -> bool:
        """Whether it may judge imports and make environments: Python 2 is listed only."""
        return self.version is None or self.version.major >= 3

    @property
    def is_condas(self) -> bool:
        """Whether conda's or pixi's programs fill it: ``venv`` cannot put one in its place."""
        return self.kind in (Kind.CONDA, Kind.CONDA_BASE, Kind.PIXI)

    @property
    def runs(self) -> bool:
        """Whether its interpreter can start, as far as files tell."""
        return not self.faults
