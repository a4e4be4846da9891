"""Environments anywhere in a workspace folder: what a sibling project could lend."""

from __future__ import annotations

from typing import TYPE_CHECKING

from venvlens.system.locators.venv import SET_ASIDE, prefixes_in

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import PurePath

    from venvlens.core.tree import Tree

_DEPTH = 3
_MOST_FOLDERS = 2_000
_SKIPPED = frozenset({"node_modules", "__pycache__", "site-packages", "__pypackages__"})


def prefixes_below(folder: PurePath, files: Tree) -> Iterator[PurePath]:
    """Yield the environments below a folder, nearest first; the search is bounded."""
    for place in folders_below(folder, files):
        found = prefixes_in(place, files)
        yield from (prefix for prefix in found if prefix.suffix not in SET_ASIDE)


def folders_below(folder: PurePath, files: Tree) -> Iterator[PurePath]:
    """Yield a folder and those below it that may hold projects, nearest first, within bounds."""
    level = [folder]
    visited = 0
    for _ in range(_DEPTH):
        following: list[PurePath] = []
        for place in level:
            visited += 1
            if visited > _MOST_FOLDERS:
                return
            yield place
            following += _below(place, set(prefixes_in(place, files)), files)
        level = following


def _below(folder: PurePath, environments: set[PurePath], files: Tree) -> list[PurePath]:
    listing = files.listing(folder)
    names = sorted(listing.folders) if listing else []
    inner = (folder / n for n in names if not n.startswith(".") and n not in _SKIPPED)
    return [path for path in inner if path not in environments]
