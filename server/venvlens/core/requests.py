"""What a user asks for by name: values that a command or a command line is read into."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import PurePath


PROJECT_TOOL = "project"
"""Stands for the tool that manages the project, whichever it is."""


@dataclass(frozen=True, slots=True)
class CreateRequest:
    """Make an environment."""

    prefix: PurePath
    """Folder of the new environment."""
    interpreter: PurePath | None
    """Its base Python; None asks the user."""
    version: str | None
    tool: str | None = None
    """What makes it: ``uv``, ``virtualenv`` or ``venv``; ``project`` or the name of the project's
    own tool, which then decides where; None for what is there."""
    contents: tuple[str, ...] = ()
    """What is installed: see :func:`venvlens.core.installable.read_contents`."""
    project: PurePath | None = None
    """Folder of the project; None for the one that holds the environment."""


@dataclass(frozen=True, slots=True)
class RepairRequest:
    """Put a new environment into the place of another, with the same distributions."""

    prefix: PurePath
    interpreter: PurePath | None = None
    """Its base Python; None takes the one that fits best."""
    version: str | None = None
    """The version of its base Python, or its beginning, where no interpreter is named."""
    keep: bool | None = None
    """Whether the old environment stays beside the new one; None asks the user afterwards."""
    tool: str | None = None
    """:data:`PROJECT_TOOL` leaves it to the project's own tool, which fills it from its lock."""


@dataclass(frozen=True, slots=True)
class SetAsideRequest:
    """Move what interrupted installers left in an environment to where nothing imports it."""

    environment: PurePath
    """Its prefix."""
    paths: tuple[PurePath, ...]
    stamps: tuple[str | None, ...]
    """For each path the state that the user saw; None for any."""


@dataclass(frozen=True, slots=True)
class IsolateRequest:
    """Let an environment import nothing that is installed for its base Python."""

    environment: PurePath
    """Its prefix."""


@dataclass(frozen=True, slots=True)
class Declare:
    """Which list of a project's files shall have a requirement; see ``core/declare``."""

    file: PurePath
    format: str
    """Name of the list's format, such as ``toml_array``."""
    keys: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class InstallRequest:
    """Install distributions into an environment."""

    environment: PurePath
    """Its prefix."""
    distributions: tuple[str, ...]
    """Names with extras and versions at most."""
    project: PurePath | None = None
    """Folder of the project that declares them, if it is to."""
    declare: Declare | None = None
    tool: str | None = None
    """The project's tool that declares and installs them itself, as its program is called."""


@dataclass(frozen=True, slots=True)
class SelectRequest:
    """Choose an environment for a project."""

    project: PurePath
    environment: PurePath | None
    """None goes back to the automatic choice."""
    asks: bool = False
    """Whether the user is asked which one."""


Request = (
    CreateRequest
    | InstallRequest
    | IsolateRequest
    | RepairRequest
    | SelectRequest
    | SetAsideRequest
)


def project_of(request: Request) -> PurePath | None:
    """Return the folder of the project that something is asked for, as far as it says so.

    An environment that does not say more is taken to be its own folder's.
    """
    match request:
        case CreateRequest(project=project, prefix=place):
            return project or place.parent
        case InstallRequest(project=project, environment=place):
            return project or place.parent
        case RepairRequest(prefix=place):
            return place.parent
        case SelectRequest(project=project):
            return project
        case SetAsideRequest() | IsolateRequest():
            return None
