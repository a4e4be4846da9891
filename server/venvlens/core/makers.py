"""Which modules may make a submodule as they load: a package, and what it imports of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from venvlens.core import made_modules
from venvlens.core.made_modules import Made
from venvlens.core.modules import Shape
from venvlens.core.search_path import EntryKind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from venvlens.core.modules import Module


class Makers:
    """Reads each module's text once for what it makes."""

    def __init__(
        self, find: Callable[[str], Module | None], text_of: Callable[[Module], str]
    ) -> None:
        self._find = find
        self._text_of = text_of
        self._made: dict[str, Made] = {}
        self._made_beside: dict[str, Made] = {}

    def why_made(self, name: str, ancestors: Iterable[Module]) -> str | None:
        """Tell why a module that no folder holds may be there; None if nothing makes it."""
        parent: Module | None = None
        for parent in ancestors:
            if self._by(parent).may_have(name):
                return f"{parent.name} ({parent.shape.value}) may make it as it loads"
        if parent is not None and self._by_parts(parent).may_have(name):
            return f"{parent.name} imports what may make it"
        return None

    def _by(self, module: Module) -> Made:
        if module.name not in self._made:
            self._made[module.name] = made_modules.made_by(module, self._text_of(module))
        return self._made[module.name]

    def _by_parts(self, package: Module) -> Made:
        """Return what the modules make that a package imports of its own."""
        library = package.entry is not None and package.entry.kind is EntryKind.STDLIB
        if library or package.shape is not Shape.SOURCE or package.locations is None:
            return Made()
        if package.name not in self._made_beside:
            names = made_modules.parts_imported(package.name, self._text_of(package))
            parts = [part for name in names if (part := self._find(name))]
            made = [made_modules.made_in(self._text_of(part), part.name) for part in parts]
            union = frozenset[str]().union(*(one.names for one in made))
            self._made_beside[package.name] = Made(any(one.anything for one in made), union)
        return self._made_beside[package.name]
