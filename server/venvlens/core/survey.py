"""All the facts about one folder of one project at one moment, frozen."""

from __future__ import annotations

from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import PurePath

    from venvlens.core.environment import Environment
    from venvlens.core.names import ImportName
    from venvlens.core.search_path import SearchPath
    from venvlens.core.selection import Selection
    from venvlens.core.settings import Settings


@dataclass(frozen=True, slots=True)
class Survey:
    """What is known about the files of one folder."""

    workspace: PurePath
    """Folder above which nothing is looked for."""
    project: PurePath
    """Nearest folder that owns declarations or an environment; else the workspace."""
    selection: Selection
    search_path: SearchPath
    """First-party folders, then those of the selected interpreter."""
    settings: Settings
    name: str | None = None
    """The project's own name, as its ``pyproject.toml`` has it."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a module is that the selected environment lacks."""

    environment: Environment
    file: PurePath
    """The module's file or folder."""
    distribution: str | None = None
    """Name and version of what provides it, as in ``requests 2.32.3``."""


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """What a look into other interpreters and environments has told."""

    places: Mapping[ImportName, tuple[Place, ...]] = field(
        default_factory=lambda: MappingProxyType({})
    )
    """By top-level import name; a name that was not looked for is not in it."""
