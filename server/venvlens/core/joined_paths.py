"""The ``__path__`` of packages that join folders, as ``pkgutil`` and ``pkg_resources`` make it."""

from __future__ import annotations

from pathlib import PurePath
from typing import TYPE_CHECKING

from venvlens.core import extended_path
from venvlens.core.modules import Shape

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator

    from venvlens.core.folder_finder import FolderFinder, Place
    from venvlens.core.modules import Module
    from venvlens.core.tree import Tree


class JoinedPaths:
    """Widens the places of packages whose code says so."""

    def __init__(
        self,
        find: Callable[[str], Module | None],
        finder: FolderFinder,
        tree: Tree,
        top: tuple[Place, ...],
        preloaded: Collection[str],
    ) -> None:
        self._find = find
        self._finder = finder
        self._tree = tree
        self._top = top
        self._preloaded = preloaded

    def places(self, package: Module, own: list[Place]) -> list[Place]:
        """Return all places of a package, nothing if its code joins no others with its own."""
        declares, extends = self._joins(package)
        # Where both are written, pkg_resources is tried first.
        declared = declares and self._find("pkg_resources")
        if not declared and not extends:
            return []
        places = list(own)
        known = set(package.locations or ())
        for place in self._around(package):
            portion = self._finder.find(package.name, (place,))
            if portion is not None and not (declared and portion.shape is Shape.NAMESPACE):
                new = [path for path in portion.locations or () if path not in known]
                places += ((path, place[1]) for path in new)
                known.update(new)
            if not declared:
                places += ((path, place[1]) for path in self._listed(package.name, place[0]))
        return places

    def _joins(self, package: Module) -> tuple[bool, bool]:
        """Tell whether a package's code joins other packages with it, or other folders."""
        file = package.text_file
        if file is None or package.name in self._preloaded:
            return False, False
        return self._tree.recall(("joins", file), lambda tree: _joins(tree.text(file) or ""))

    def _listed(self, name: str, folder: PurePath) -> Iterator[PurePath]:
        """Yield the folders in a ``.pkg`` file; ``pkgutil`` adds them whether they exist or not."""
        listing = self._tree.listing(folder)
        if listing is not None and f"{name}.pkg" in listing.files:
            lines = extended_path.listed(self._tree.text(folder / f"{name}.pkg") or "")
            yield from (path for path in map(PurePath, lines) if path.is_absolute())

    def _around(self, module: Module) -> Iterable[Place]:
        """Return the places that a package was looked for in."""
        outer = self._find(module.name.rpartition(".")[0]) if "." in module.name else None
        if outer is None:
            return self._top
        own: list[Place] = [(path, outer.entry) for path in outer.locations or ()]
        return self.places(outer, own) or own


def _joins(text: str) -> tuple[bool, bool]:
    return extended_path.declares_namespace(text), extended_path.extends_path(text)
