"""``import-leftover``: a folder without any code that an uninstall has left behind."""

from __future__ import annotations

from typing import TYPE_CHECKING

from venvlens.core.findings import Code, Finding, Related
from venvlens.core.names import ImportName
from venvlens.core.resolution import Shape
from venvlens.core.search_path import EntryKind

if TYPE_CHECKING:
    from pathlib import PurePath

    from venvlens.core.diagnosis.judged import Case, Judged
    from venvlens.core.resolution import Module
    from venvlens.core.tree import Tree

_INSTALLED = frozenset({EntryKind.SITE_PACKAGES, EntryKind.SYSTEM_SITE, EntryKind.USER_SITE})
_DEPTH = 4
_CACHE = "__pycache__"


def about(case: Case, judged: Judged, module: Module) -> Finding | None:
    """Report a namespace package in site-packages that holds no module at all."""
    installed = module.entry is not None and module.entry.kind in _INSTALLED
    if module.shape is not Shape.NAMESPACE or not installed or not module.locations:
        return None
    folder = module.locations[0]
    if not all(_is_empty(place, case.tree, _DEPTH) for place in module.locations):
        return None
    if not _has_cache(folder, case.tree, _DEPTH):
        return None
    message = f"`{module.name}` is an empty folder that an uninstall left behind: {folder}"
    code = Code.IMPORT_LEFTOVER
    related = (Related(folder, "the folder"),)
    name = ImportName(module.name)
    return Finding(code, code.default_severity, judged.span, message, name, related)


def _is_empty(folder: PurePath, tree: Tree, depth: int) -> bool:
    listing = tree.listing(folder)
    if listing is None or depth == 0 or listing.files:
        return False
    inner = listing.folders - {_CACHE}
    return all(_is_empty(folder / name, tree, depth - 1) for name in inner)


def _has_cache(folder: PurePath, tree: Tree, depth: int) -> bool:
    """Tell whether code was run there once: a folder that an installer just made is new."""
    listing = tree.listing(folder)
    if listing is None or depth == 0:
        return False
    inner = (folder / name for name in listing.folders)
    return _CACHE in listing.folders or any(_has_cache(path, tree, depth - 1) for path in inner)
