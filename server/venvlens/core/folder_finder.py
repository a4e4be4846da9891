"""Folders in order to the module they hold, as ``FileFinder`` and ``PathFinder`` find it.

Source: CPython's ``importlib/_bootstrap_external.py``; PEP 420 for namespace packages.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from venvlens.core.modules import Module, Shape

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import PurePath

    from venvlens.core.search_path import Entry, SearchPath
    from venvlens.core.tree import Listing, Tree

Place = tuple["PurePath", "Entry | None"]
"""A folder to look in, and the entry of the search path that leads there."""


class FolderFinder:
    """Looks for modules in folders, with the endings that one interpreter loads."""

    def __init__(self, search_path: SearchPath, tree: Tree) -> None:
        self._tree = tree
        self._portions: Mapping[PurePath, Mapping[str, tuple[str, ...]]] = {
            hook.placeholder: hook.namespaces for hook in search_path.hooks if hook.placeholder
        }
        sources = (".py", ".pyw") if search_path.target.platform == "win32" else (".py",)
        self._loaders = (
            *((suffix, Shape.EXTENSION) for suffix in search_path.extension_suffixes),
            *((suffix, Shape.SOURCE) for suffix in sources),
            (".pyc", Shape.BYTECODE),
        )
        self._inits = tuple(("__init__" + suffix, shape) for suffix, shape in self._loaders)

    def find(self, name: str, places: Iterable[Place]) -> Module | None:
        """Search folders in order; a regular module anywhere beats namespace portions."""
        tail = name.rpartition(".")[2]
        portions: list[PurePath] = []
        first: Entry | None = None
        for folder, entry in places:
            listing = self._tree.listing(folder)
            if listing is None:
                portions += self._placeholder(name, folder)
            elif tail in listing.stems:
                if module := self._in_folder(name, tail, folder, listing, entry):
                    return module
                if tail in listing.folders:
                    portions.append(listing.path(folder, tail))
                    first = first or entry
        if portions:
            return Module(name, Shape.NAMESPACE, None, tuple(portions), first)
        return None

    def _in_folder(
        self, name: str, tail: str, folder: PurePath, listing: Listing, entry: Entry | None
    ) -> Module | None:
        if tail in listing.folders:
            package = self.package(name, listing.path(folder, tail), entry)
            if package is not None:
                return package
        for suffix, shape in self._loaders:
            file = tail + suffix
            if file in listing.files:
                return Module(name, shape, listing.path(folder, file), None, entry)
        return None

    def package(self, name: str, folder: PurePath, entry: Entry | None) -> Module | None:
        """Return the regular package that a folder is, if it is one."""
        listing = self._tree.listing(folder)
        if listing is not None and "__init__" in listing.stems:
            for init, shape in self._inits:
                if init in listing.files:
                    return Module(name, shape, listing.path(folder, init), (folder,), entry)
        return None

    def at(self, name: str, path: PurePath) -> Module | None:
        """Return the module at a path that may be a folder, a file, or a file's stem."""
        if package := self.package(name, path, None):
            return package
        listing = self._tree.listing(path.parent)
        if listing is None:
            return None
        if path.name in listing.files:
            is_package = path.stem == "__init__"
            return Module(name, self._shape(path), path, (path.parent,) if is_package else None)
        for suffix, shape in self._loaders:
            if path.name + suffix in listing.files:
                return Module(name, shape, path.with_name(path.name + suffix))
        return None

    def _shape(self, path: PurePath) -> Shape:
        endings = (shape for suffix, shape in self._loaders if path.name.endswith(suffix))
        return next(endings, Shape.SOURCE)

    def _placeholder(self, name: str, folder: PurePath) -> tuple[PurePath, ...]:
        """Return what a finder of setuptools adds where its placeholder stands on a path."""
        portions = self._portions.get(folder, {}).get(name)
        if portions is None:
            return ()
        # The placeholder is a part of each path it makes, for namespaces in namespaces.
        return (*(folder.__class__(path) for path in portions), folder)
