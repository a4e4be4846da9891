"""What would mend a finding: values with a title, nothing that runs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from venvlens.core.import_table import NO_TABLE, ImportTable

if TYPE_CHECKING:
    from pathlib import PurePath

    from venvlens.core.declarations.declared import Declared
    from venvlens.core.environment import Environment
    from venvlens.core.names import DistributionName
    from venvlens.core.survey import Place

USUAL_NAME = ".venv"


@dataclass(frozen=True, slots=True)
class Create:
    """Make a new environment."""

    prefix: PurePath
    interpreter: Environment | None
    """The base Python; None asks the user for one."""


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
    is_choice: bool = False
    """Whether it is one of several, of which none is to be taken unasked."""


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
    declared: tuple[Declared, ...] = ()
    """What the project's files declare."""
    locked: tuple[Declared, ...] = ()
    """What its lock files hold."""
    claims: tuple[Place, ...] = ()
    """What the selected environment's metadata has the import from, though it is not there."""
    table: ImportTable = NO_TABLE
    """What nearly everybody's distributions provide."""
