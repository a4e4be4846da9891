"""What a person chooses among: environments, each with where it stands in a list of all."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from venvlens.core.environment import Kind

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


class Section(Enum):
    """The headings under which an editor shows the list, in their order."""

    RECOMMENDED = "Recommended"
    WORKSPACE = "This workspace"
    PROJECTS = "Other projects"
    CONDA = "conda"
    PYENV = "pyenv"
    GLOBAL = "Global"


@dataclass(frozen=True, slots=True)
class Listed:
    """One line of the list."""

    environment: Environment
    group: Group
    project: PurePath | None
    """The folder of the project that it belongs to, as far as files tell."""
    selected: bool = False
    """Whether the project that the list is for uses it now; never a makeshift."""
    removable: bool = False
    """Whether it may be removed as a whole, as far as a short look tells."""

    @property
    def section(self) -> Section:
        """The heading that it stands under: by whose it is, then by who made it."""
        match self.group, self.environment.kind:
            case Group.RECOMMENDED, _:
                return Section.RECOMMENDED
            case Group.WORKSPACE, _:
                return Section.WORKSPACE
            case _, Kind.CONDA | Kind.CONDA_BASE:
                return Section.CONDA
            case _, Kind.PYENV | Kind.PYENV_VIRTUALENV:
                return Section.PYENV
            case Group.KEPT, _:
                return Section.PROJECTS
            case _:
                return Section.GLOBAL
