"""The folder above which nothing is looked for, where no editor has said it."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from venvlens.core.project import DECLARATIONS
from venvlens.system.disk import Disk, Looks
from venvlens.system.host import read_host

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path, PurePath

    from venvlens.core.tree import Tree

_REPOSITORIES = frozenset({".git", ".hg", ".svn"})
_PROJECTS = DECLARATIONS | {".venv"}
_PACKAGE = frozenset({"__init__.py"})


def workspace_of(path: Path) -> Path:
    """Return the workspace folder of a folder, or of a file, which need not exist yet."""
    folder = path if path.is_dir() else path.parent
    return workspace_around(folder, read_host().home, Looks(Disk()))


def workspace_around(folder: Path, home: Path, tree: Tree) -> Path:
    """Return the workspace folder of a folder.

    It is the root of the repository; without one, the outermost folder that holds a
    declaration or a ``.venv``; else the folder that holds the package; else the folder
    itself. A user's home and the root of the file system are never one by what they hold:
    a ``.git`` there says nothing of a project.
    """
    places = tuple(_inside(folder, home))
    repositories = (place for place in places if _holds_any(place, _REPOSITORIES, tree))
    projects = (place for place in reversed(places) if _holds_any(place, _PROJECTS, tree))
    # Modules of a package are imported from outside of it, so it is no project by itself.
    no_packages = (place for place in places if not _holds_any(place, _PACKAGE, tree))
    return next(chain(repositories, projects, no_packages), folder)


def way_up(folder: PurePath, workspace: PurePath) -> Iterator[PurePath]:
    """Yield the folders from one up to the workspace folder, both included."""
    if not folder.is_relative_to(workspace):
        yield folder
        return
    for place in (folder, *folder.parents):
        yield place
        if place == workspace:
            return


def _inside(folder: Path, home: Path) -> Iterator[Path]:
    """Yield the folders from one upward, below the home folder and the root."""
    for place in (folder, *folder.parents):
        if place in (home, place.parent):
            return
        yield place


def _holds_any(place: Path, names: frozenset[str], tree: Tree) -> bool:
    listing = tree.listing(place)
    return listing is not None and not (
        listing.files.isdisjoint(names) and listing.folders.isdisjoint(names)
    )
