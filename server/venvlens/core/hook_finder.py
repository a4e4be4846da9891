"""Finders of editable installs on the meta path, before and behind the search path."""

from __future__ import annotations

from dataclasses import replace
from pathlib import PurePath
from typing import TYPE_CHECKING

from venvlens.core.modules import Module, Shape

if TYPE_CHECKING:
    from collections.abc import Iterable

    from venvlens.core.editable import EditableHook
    from venvlens.core.folder_finder import FolderFinder, Place


class HookFinder:
    """Answers as the finders do that were installed at start-up."""

    def __init__(self, hooks: Iterable[EditableHook], finder: FolderFinder) -> None:
        self._finder = finder
        every = tuple(hooks)
        # Each is put in front of those that were there.
        self._first = tuple(hook for hook in reversed(every) if hook.first)
        self._last = tuple(hook for hook in every if not hook.first)

    @property
    def has_first(self) -> bool:
        """Whether any is asked before the search path is."""
        return bool(self._first)

    def before_path(self, name: str, places: Iterable[Place]) -> Module | None:
        """Ask those in front; ``places`` are where the path would look."""
        for hook in self._first:
            if found := self._mapped(name, hook) or self._namespace(name, hook, places):
                return found
        return None

    def behind_path(self, name: str) -> Module | None:
        """Ask those behind."""
        parent = name.rpartition(".")[0]
        for hook in self._last:
            if found := self._mapped(name, hook):
                return found
            if parent in hook.modules:
                place: Place = (PurePath(hook.modules[parent]), None)
                if found := self._finder.find(name, (place,)):
                    return found
        return None

    def _mapped(self, name: str, hook: EditableHook) -> Module | None:
        if name not in hook.modules:
            return None
        found = self._finder.at(name, PurePath(hook.modules[name]))
        if found and name in hook.locations:
            return replace(found, locations=tuple(map(PurePath, hook.locations[name])))
        return found

    def _namespace(self, name: str, hook: EditableHook, places: Iterable[Place]) -> Module | None:
        if name not in hook.namespaces:
            return None
        portions = tuple(map(PurePath, hook.namespaces[name]))
        native = self._finder.find(name, places)
        if native is not None and native.shape is Shape.NAMESPACE and native.locations:
            portions += native.locations
        return Module(name, Shape.NAMESPACE, None, portions)
