"""Which installed distribution provides a module."""

from __future__ import annotations

from pathlib import PurePath
from typing import TYPE_CHECKING

from venvlens.core import metadata
from venvlens.core.names import distribution_name
from venvlens.system.files import read_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from venvlens.core.resolution import Module
    from venvlens.core.tree import Tree


def owner(module: Module, tree: Tree) -> str | None:
    """Return name and version of what provides a module; None if nothing says so.

    ``RECORD`` decides; without one (Debian's packages have none) the list of
    top-level names does, then the name of the distribution.
    """
    place = module.file or next(iter(module.locations or ()), None)
    if module.entry is None or place is None or not place.is_relative_to(module.entry.path):
        return None
    site = module.entry.path
    relative = place.relative_to(site)
    for folder in _likely_first(module.name, site, tree):
        if _provides(site / folder, relative, module.name):
            return _title(site / folder)
    return None


def claimed(info: PurePath, name: str) -> str | None:
    """Return name and version of a distribution if its metadata says that it has a module."""
    record = read_text(info / "RECORD")
    modules = (name, f"{name}.py")
    if record is None or not any(metadata.records(record, PurePath(file)) for file in modules):
        return None
    return _title(info)


def _likely_first(name: str, site: PurePath, tree: Tree) -> Iterator[str]:
    listing = tree.listing(site)
    folders = sorted(listing.folders) if listing else []
    infos = [(metadata.folder_name(folder), folder) for folder in folders]
    wanted = distribution_name(name.partition(".")[0])
    yield from (folder for known, folder in infos if known == wanted)
    yield from (folder for known, folder in infos if known and known != wanted)


def _provides(info: PurePath, relative: PurePath, name: str) -> bool:
    record = read_text(info / "RECORD") or read_text(info / "installed-files.txt")
    if record is not None:
        return metadata.records(record.replace("../", ""), relative)
    top_level = read_text(info / "top_level.txt")
    if top_level is not None:
        return name.partition(".")[0] in top_level.split()
    return metadata.folder_name(info.name) == distribution_name(name.partition(".")[0])


def _title(info: PurePath) -> str:
    text = read_text(info / "METADATA") or read_text(info / "PKG-INFO") or ""
    return metadata.title(text, info.name)
