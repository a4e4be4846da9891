"""Which modules in C a build of Python has compiled in, told by the folders of its library."""

from __future__ import annotations

from typing import TYPE_CHECKING

from venvlens.core import stdlib
from venvlens.core.implementation import CPYTHON
from venvlens.core.search_path import EntryKind

if TYPE_CHECKING:
    from venvlens.core.search_path import SearchPath
    from venvlens.core.tree import Tree

_FILES_OF_USUAL_BUILD = 10
"""Extension modules in the folders of the standard library that show they are not compiled in."""


def compiled_in(search_path: SearchPath, tree: Tree) -> frozenset[str]:
    """Return the extension modules that are compiled in and so have no file.

    Most builds keep most of them as files, and lack what they could not build. Debian's
    has some compiled in; those that uv installs, nearly all. Other implementations have no
    such choice.
    """
    target = search_path.target
    if target.implementation != CPYTHON:
        return frozenset()
    if target.platform == "win32":
        return stdlib.builtins(target.version.series, target.platform)
    possible = stdlib.extensions(target.version.series)
    entries = (entry for entry in search_path.entries if entry.kind is EntryKind.STDLIB)
    listings = (tree.listing(entry.path) for entry in entries)
    files = frozenset().union(*(possible & listing.stems for listing in listings if listing))
    if len(files) >= _FILES_OF_USUAL_BUILD:
        possible = stdlib.builtins(target.version.series, target.platform)
    return possible - files
