"""What would mend a finding: values with a title, nothing that runs."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from venvlens.core.freeze import NOTHING, Frozen
from venvlens.core.import_table import NO_TABLE, ImportTable
from venvlens.core.installable import Installable

if TYPE_CHECKING:
    from pathlib import PurePath

    from venvlens.core.declarations.declared import Declared
    from venvlens.core.declare import Target
    from venvlens.core.environment import Environment
    from venvlens.core.survey import Place

USUAL_NAME = ".venv"


@dataclass(frozen=True, slots=True)
class Create:
    """Make a new environment."""

    prefix: PurePath
    interpreter: Environment | None
    """The base Python; None asks the user for one, or lets the tool choose."""
    contents: tuple[str, ...] = ()
    """What is installed into it, as :func:`venvlens.core.installable.read_contents` takes it."""
    command: str | None = None
    """The command of the project's own tool that makes it; None for one that suits any project."""
    project: PurePath | None = None
    """None for the folder that holds the environment."""
    absent: str | None = None
    """Name of the project's own tool, to be said where it is not there to make it."""


@dataclass(frozen=True, slots=True)
class Recreate:
    """Put a new environment into the place of another, with the same distributions."""

    prefix: PurePath
    interpreter: Environment
    frozen: Frozen = NOTHING
    """What is installed again."""
    upgrades: bool = False
    """Whether its Python is newer than the one that everything was installed for."""
    command: str | None = None
    """What the project's own tool does it with, from its lock: ``uv sync``."""


@dataclass(frozen=True, slots=True)
class SetAside:
    """Move what interrupted installers left to where nothing imports it."""

    environment: PurePath
    """Its prefix."""
    paths: tuple[PurePath, ...]


@dataclass(frozen=True, slots=True)
class Ignore:
    """Let git ignore an environment: a line at the end of a ``.gitignore``."""

    prefix: PurePath
    file: PurePath
    """Made if it is not there."""
    line: str


@dataclass(frozen=True, slots=True)
class Isolate:
    """Let an environment import nothing that is installed for its base Python."""

    environment: Environment


@dataclass(frozen=True, slots=True)
class Install:
    """Install distributions into the project's environment."""

    environment: Environment
    requirements: tuple[str, ...]
    """Names, with a version where one is known to fit."""
    target: Target | None = None
    """The list that they are declared in besides."""
    tool: str | None = None
    """The project's tool, if it is to declare and install them itself."""
    remark: str = ""
    """What tells it from others of a menu, as a clause."""
    is_choice: bool = False
    """Whether it is one of several, of which none is to be taken unasked."""


@dataclass(frozen=True, slots=True)
class InstallAll:
    """Install what all missing imports of a file need."""

    install: Install


@dataclass(frozen=True, slots=True)
class Choose:
    """Ask the user which environment the project shall use."""

    project: PurePath


@dataclass(frozen=True, slots=True)
class Use:
    """Choose another environment for the project."""

    project: PurePath
    environment: Environment


Fix = Create | Recreate | Install | InstallAll | Use | Choose | SetAside | Isolate
"""What a command carries out; an editor makes the edit that :class:`Ignore` is by itself."""


@dataclass(frozen=True, slots=True)
class Possibilities:
    """What there is on the machine to mend things with."""

    interpreters: tuple[Environment, ...]
    """Global interpreters that can make environments, best first."""
    siblings: tuple[Environment, ...]
    """Other environments in the workspace, nearest first."""
    places: tuple[Place, ...]
    """Where else the finding's import is."""
    declared: tuple[Declared, ...] = ()
    """What the project's files declare."""
    locked: tuple[Declared, ...] = ()
    """What its lock files hold."""
    claims: tuple[Place, ...] = ()
    """What the selected environment's metadata has the import from, though it is not there."""
    modules: frozenset[str] = frozenset()
    """Top-level modules that are installed, declared or in the standard library: what a
    misspelled import may have meant."""
    table: ImportTable = NO_TABLE
    """What nearly everybody's distributions provide."""
    targets: tuple[Target, ...] = ()
    """Where the project may declare what a file needs, best first."""
    adder: str | None = None
    """The project's tool, if it has a command that declares and installs and is there."""
    pinned: str | None = None
    """The version that ``.python-version`` names, or its beginning."""
    frozen: Frozen = NOTHING
    """What the selected environment has installed, where it may have to be made anew."""
    by_lock: str | None = None
    """What makes the selected environment anew from the project's lock: ``uv sync``."""
    command: str | None = None
    """What the project's own tool makes its environment with, if it is there: ``uv sync``."""
    chooses_python: bool = False
    """Whether that tool chooses the Python."""
    absent: str | None = None
    """Name of the project's own tool if it is not there."""
    installable: Installable = field(default_factory=Installable)
    """What can be installed into a new environment."""
