"""What would mend a finding: values with a title, nothing that runs."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from venvlens.core.installable import Installable

if TYPE_CHECKING:
    from pathlib import PurePath

    from venvlens.core.environment import Environment
    from venvlens.core.names import DistributionName
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
    """Put a new environment into the place of a broken one."""

    prefix: PurePath
    interpreter: Environment


@dataclass(frozen=True, slots=True)
class Install:
    """Install a distribution into the project's environment."""

    environment: Environment
    distribution: DistributionName


@dataclass(frozen=True, slots=True)
class Use:
    """Choose another environment for the project."""

    project: PurePath
    environment: Environment


Fix = Create | Recreate | Install | Use


@dataclass(frozen=True, slots=True)
class Possibilities:
    """What there is on the machine to mend things with."""

    interpreters: tuple[Environment, ...]
    """Global interpreters that can make environments, best first."""
    siblings: tuple[Environment, ...]
    """Other environments in the workspace, nearest first."""
    places: tuple[Place, ...]
    """Where else the finding's import is."""
    declared: tuple[DistributionName, ...]
    """Distributions that the project declares."""
    command: str | None = None
    """What the project's own tool makes its environment with, if it is there: ``uv sync``."""
    chooses_python: bool = False
    """Whether that tool chooses the Python."""
    absent: str | None = None
    """Name of the project's own tool if it is not there."""
    installable: Installable = field(default_factory=Installable)
    """What can be installed into a new environment."""
