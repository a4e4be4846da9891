"""The ordered places in which an interpreter looks for modules, each with its origin."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import PurePath

    from venvlens.core.editable import EditableHook
    from venvlens.core.python_version import PythonVersion


class EntryKind(Enum):
    """Why a folder is on the search path."""

    SCRIPT_FOLDER = "the file's own folder"
    PACKAGE_ROOT = "the folder that holds the file's package"
    PROJECT_ROOT = "the project's folder"
    SOURCE_ROOT = "the project's src folder"
    DECLARED = "a root that pyproject.toml declares"
    DECLARED_IN_SETUP_CFG = "a root that setup.cfg declares"
    CONFIGURED = "a root named in [tool.venvlens]"
    PYTHONPATH = "PYTHONPATH, as your editor's settings have it"
    SHARED_PYTHONPATH = "PYTHONPATH, as [tool.venvlens] has it"
    STDLIB = "the standard library"
    SITE_PACKAGES = "site-packages"
    PTH = "a .pth file"
    USER_SITE = "the user's site-packages"
    SYSTEM_SITE = "the base Python's site-packages"

    @property
    def is_first_party(self) -> bool:
        """Whether what is found there is the project's own code."""
        return self in _FIRST_PARTY

    @property
    def is_pythonpath(self) -> bool:
        """Whether it stands in for the environment variable ``PYTHONPATH``."""
        return self in (EntryKind.PYTHONPATH, EntryKind.SHARED_PYTHONPATH)


_FIRST_PARTY = frozenset(
    {
        EntryKind.SCRIPT_FOLDER,
        EntryKind.PACKAGE_ROOT,
        EntryKind.PROJECT_ROOT,
        EntryKind.SOURCE_ROOT,
        EntryKind.DECLARED,
        EntryKind.DECLARED_IN_SETUP_CFG,
        EntryKind.CONFIGURED,
    }
)


@dataclass(frozen=True, slots=True)
class Entry:
    """One place of the search path."""

    path: PurePath
    """A folder, or a zip archive."""
    kind: EntryKind
    source: PurePath | None = None
    """The ``.pth`` file that names it."""


@dataclass(frozen=True, slots=True)
class Target:
    """What code can ask about the interpreter that will run it."""

    version: PythonVersion
    platform: str
    """As ``sys.platform``: ``linux``, ``darwin``, ``win32``."""
    implementation: str = "cpython"
    """As ``sys.implementation.name``."""


@dataclass(frozen=True, slots=True)
class Preloaded:
    """A package that is in ``sys.modules`` before any code of the user's runs."""

    folders: tuple[PurePath, ...]
    """Its ``__path__`` as it was made."""
    file: PurePath | None = None
    """Its ``__init__``, which nobody has run."""
    follows_path: bool = False
    """Whether its ``__path__`` is computed anew as the search path grows (PEP 420)."""


@dataclass(frozen=True, slots=True)
class SearchPath:
    """All that decides which modules an interpreter finds."""

    target: Target
    entries: tuple[Entry, ...]
    extension_suffixes: tuple[str, ...]
    """Endings of extension modules that this interpreter loads, in its order."""
    hooks: tuple[EditableHook, ...] = ()
    """Finders behind the search path, in the order they were installed."""
    preloaded: Mapping[str, Preloaded] = field(default_factory=lambda: MappingProxyType({}))
    """Packages that ``.pth`` lines make at start-up: nothing can shadow them."""
    redirects: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    """Modules that another one stands for, as ``setuptools._distutils`` does for ``distutils``."""
    loaded: frozenset[str] = frozenset()
    """Top-level modules that ``.pth`` lines import at start-up, before a project is on the path."""
    maybe_loaded: frozenset[str] = frozenset()
    """Those that they import in some runs only, as an environment variable may decide."""
    opaque: tuple[str, ...] = ()
    """What may change the search path in ways that cannot be read from text."""
