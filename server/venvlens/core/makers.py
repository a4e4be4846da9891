"""Which modules may make a submodule as they load: a package, and what it imports of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from venvlens.core import made_modules
from venvlens.core.made_modules import Made
from venvlens.core.modules import Shape
from venvlens.core.search_path import EntryKind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from venvlens.core.modules import Module
    from venvlens.core.tree import Tree


T = TypeVar("T")


class Makers:
    """Reads each module's text once for what it makes."""

    def __init__(self, find: Callable[[str], Module | None], tree: Tree) -> None:
        self._find = find
        self._tree = tree
        self._made: dict[str, Made] = {}
        self._made_beside: dict[str, Made] = {}
        self._replaced: dict[str, str | None] = {}

    def why_made(self, name: str, ancestors: Iterable[Module]) -> str | None:
        """Tell why a module that no folder holds may be there; None if nothing makes it."""
        parent: Module | None = None
        for parent in ancestors:
            if self._by(parent).may_have(name):
                return f"{parent.name} ({parent.shape.value}) may make it as it loads"
        if parent is not None and self._by_parts(parent).may_have(name):
            return f"{parent.name} imports what may make it"
        return None

    def why_replaced(self, top: Module) -> str | None:
        """Tell why what a package's folder holds may not be in it; None if it is.

        A package beside a module of its own name may load that one in its place.
        """
        if top.name not in self._replaced:
            self._replaced[top.name] = self._replacement(top)
        return self._replaced[top.name]

    def _replacement(self, top: Module) -> str | None:
        if top.shape is not Shape.SOURCE or top.locations is None or top.file is None:
            return None
        beside = self._tree.listing(top.file.parent.parent)
        if beside is None or f"{top.name}.py" not in beside.files:
            return None
        replaces = self._of_text(
            top, "replaces", lambda text: made_modules.replaces_itself(text, top.name)
        )
        return f"{top.name} puts another module in its own place" if replaces else None

    def _by(self, module: Module) -> Made:
        if module.name not in self._made:
            self._made[module.name] = self._of_text(
                module, "made by", lambda text: made_modules.made_by(module, text)
            )
        return self._made[module.name]

    def _by_parts(self, package: Module) -> Made:
        """Return what the modules make that a package imports of its own."""
        library = package.entry is not None and package.entry.kind is EntryKind.STDLIB
        if library or package.shape is not Shape.SOURCE or package.locations is None:
            return Made()
        if package.name not in self._made_beside:
            made = [self._in_part(part) for part in self._parts_of(package)]
            union = frozenset[str]().union(*(one.names for one in made))
            self._made_beside[package.name] = Made(any(one.anything for one in made), union)
        return self._made_beside[package.name]

    def _parts_of(self, package: Module) -> list[Module]:
        names = self._of_text(
            package, "parts", lambda text: tuple(made_modules.parts_imported(package.name, text))
        )
        return [part for name in names if (part := self._find(name))]

    def _in_part(self, part: Module) -> Made:
        return self._of_text(part, "made in", lambda text: made_modules.made_in(text, part.name))

    def _of_text(self, module: Module, what: str, read: Callable[[str], T]) -> T:
        """Return what is read from a module's text; it holds for as long as the file does."""
        file = module.text_file
        library = module.entry is not None and module.entry.kind is EntryKind.STDLIB
        if file is None:
            return read("")
        key = (what, file, module.name, module.shape, module.locations is None, library)
        return self._tree.recall(key, lambda tree: read(tree.text(file) or ""))
