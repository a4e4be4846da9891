"""What a person chooses among: environments, each with where it stands in a list of all."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import PurePath

    from venvlens.core.environment import Environment


class Group(Enum):
    """The parts of a list of all environments, in the order in which they are listed."""

    RECOMMENDED = "recommended"
    """The project's own: in its folders, kept for it by a tool, or chosen for it."""
    WORKSPACE = "workspace"
    """In the folders that are open, and so some other project's."""
    KEPT = "kept"
    """Kept apart from projects, for others than this one or for none."""
    GLOBAL = "global"
    """Interpreters that belong to no project."""


@dataclass(frozen=True, slots=True)
class Listed:
    """One line of the list."""

    environment: Environment
    group: Group
    project: PurePath | None
    """The folder of the project that it belongs to, as far as files tell."""
