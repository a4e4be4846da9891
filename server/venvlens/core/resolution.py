"""Import name and search path to a verdict, as ``importlib.util.find_spec`` would give it.

The order is that of an interpreter: what start-up has put into ``sys.modules``, finders
in front of the path, built-in and frozen modules, the path, finders behind it.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from venvlens.core import implementation, standard_library
from venvlens.core.build_modules import compiled_in
from venvlens.core.folder_finder import FolderFinder
from venvlens.core.hook_finder import HookFinder
from venvlens.core.joined_paths import JoinedPaths
from venvlens.core.makers import Makers
from venvlens.core.modules import Missing, Module, Provided, Shape, Unknown, Verdict
from venvlens.core.names import prefixes
from venvlens.core.search_path import EntryKind

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import PurePath

    from venvlens.core.folder_finder import Place
    from venvlens.core.names import ImportName
    from venvlens.core.search_path import Entry, Preloaded, SearchPath
    from venvlens.core.tree import Tree

__all__ = [
    "Missing",
    "Module",
    "Provided",
    "Resolver",
    "Shape",
    "Unknown",
    "Verdict",
    "resolve",
]

_MOST_ABSENT = 10_000
"""Absent names that are remembered: while somebody types, each beginning of a name is one.

What is there is bounded by what is installed.
"""


_LIBRARY = frozenset({EntryKind.STDLIB})
_LIBRARY_OR_PYTHONPATH = _LIBRARY | {kind for kind in EntryKind if kind.is_pythonpath}


def resolve(name: ImportName, search_path: SearchPath, tree: Tree) -> Verdict:
    """Judge one absolute import; what cannot be known is a value too."""
    return Resolver(search_path, tree).resolve(name)


class Resolver:
    """Judges imports over one search path, each name once: the tree must not change."""

    def __init__(self, search_path: SearchPath, tree: Tree) -> None:
        self._search_path = search_path
        self._tree = tree
        self._finder = FolderFinder(search_path, tree)
        self._places: tuple[Place, ...] = tuple((e.path, e) for e in search_path.entries)
        self._hooks = HookFinder(search_path.hooks, self._finder)
        self._has_early = bool(
            search_path.preloaded or search_path.redirects or self._hooks.has_first
        )
        library = standard_library.of(search_path.target)
        self._builtin = library.builtin
        self._compiled_in = compiled_in(search_path, tree)
        self._frozen = library.frozen
        self._unshadowable = library.frozen | library.loaded
        self._standard = library.names
        self._doubtful = library.doubtful
        self._has_library = any(e.kind is EntryKind.STDLIB for e in search_path.entries)
        self._aliases = library.aliases
        self._known: dict[str, Verdict] = {}
        self._absences = 0
        self._found: dict[str, Module | None] = {}
        self._makers = Makers(self._module, tree)
        self._joined = JoinedPaths(
            self._module, self._finder, tree, self._places, search_path.preloaded
        )

    def resolve(self, name: ImportName) -> Verdict:
        """Judge one absolute import."""
        known = self._known.get(name)
        if known is None:
            known = self._known[name] = self._judge(name)
            if not isinstance(known, Provided):
                self._absences += 1
                self._forget_absent()
        return known

    def _forget_absent(self) -> None:
        if self._absences < _MOST_ABSENT:
            return
        self._known = {name: v for name, v in self._known.items() if isinstance(v, Provided)}
        self._found = {name: module for name, module in self._found.items() if module}
        self._absences = 0

    def package(self, name: str, folder: PurePath, entry: Entry) -> Module:
        """Return the package that a folder is for the modules in it."""
        regular = self._finder.package(name, folder, entry)
        return regular or Module(name, Shape.NAMESPACE, None, (folder,), entry)

    def below(self, package: Module, name: str) -> Verdict:
        """Judge a module below a package that need not be on the search path."""
        ancestors = [package]
        for part in name.split("."):
            inner = f"{ancestors[-1].name}.{part}"
            found = self._child(ancestors[-1], inner)
            if found is None:
                return self._missing(inner, ancestors)
            ancestors.append(found)
        return Provided(ancestors[-1])

    def hidden_behind(self, module: Module) -> Module | None:
        """Return what a top-level module of the project's own hides from it."""
        if not _is_first_party(module) or "." in module.name:
            return None
        theirs = (place for place in self._places if not _own(place))
        return self._finder.find(module.name, theirs)

    def _judge(self, name: str) -> Verdict:
        if name in self._aliases:
            return Provided(Module(name, Shape.BUILTIN))
        module = self._module(name)
        if module is None:
            return self._absent(name)
        top = self._found.get(name.partition(".")[0]) if "." in name else None
        replaced = self._makers.why_replaced(top) if top else None
        return Unknown(replaced) if replaced else Provided(module)

    def _module(self, name: str) -> Module | None:
        """Find a module, its parents first; each is looked for once."""
        if name in self._found:
            return self._found[name]
        outer = name.rpartition(".")[0]
        parent = self._found.get(outer)
        for prefix in (name,) if parent else prefixes(name):
            if prefix not in self._found:
                self._found[prefix] = self._child(parent, prefix) if parent else self._top(prefix)
            parent = self._found[prefix]
            if parent is None:
                break
        return parent

    def _top(self, name: str) -> Module | None:
        if self._has_early and (early := self._before_path(name, self._places)):
            return early
        if name in self._builtin or name in self._compiled_in:
            return Module(name, Shape.BUILTIN)
        found = self._finder.find(name, self._places)
        if name in self._unshadowable and not _is_standard(found):
            # These are found before the path is searched: nothing on it can shadow them, but
            # PYTHONPATH can if they are not frozen.
            kinds = _LIBRARY if name in self._frozen else _LIBRARY_OR_PYTHONPATH
            library = (place for place in self._places if place[1] and place[1].kind in kinds)
            return self._finder.find(name, library) or self._frozen_module(name) or found
        if name in self._search_path.loaded and found and _is_first_party(found):
            theirs = self.hidden_behind(found)
            return theirs if theirs and theirs.shape is not Shape.NAMESPACE else found
        return found or self._hooks.behind_path(name)

    def _frozen_module(self, name: str) -> Module | None:
        return Module(name, Shape.BUILTIN) if name in self._frozen else None

    def _child(self, parent: Module, name: str) -> Module | None:
        if name in self._frozen and parent.shape is Shape.BUILTIN:
            return Module(name, Shape.BUILTIN)
        if parent.locations is None:
            return None
        places: list[Place] = [(path, parent.entry) for path in parent.locations]
        if self._has_early and (early := self._before_path(name, places)):
            return early
        found = self._finder.find(name, places)
        if found is None or found.shape is Shape.NAMESPACE:
            wider = self._joined.places(parent, places)
            found = self._finder.find(name, wider) if wider else found
        return found or self._hooks.behind_path(name)

    def _before_path(self, name: str, places: Iterable[Place]) -> Module | None:
        if name in self._search_path.preloaded:
            return self._preloaded(name, self._search_path.preloaded[name], places)
        if name in self._search_path.redirects:
            target = self._module(self._search_path.redirects[name])
            return replace(target, name=name) if target else None
        return self._hooks.before_path(name, places)

    def _preloaded(self, name: str, made: Preloaded, places: Iterable[Place]) -> Module:
        shape = Shape.SOURCE if made.file else Shape.NAMESPACE
        now = self._finder.find(name, places) if made.follows_path else None
        if now is not None and now.shape is Shape.NAMESPACE:
            return now
        return Module(name, shape, made.file, made.folders)

    def _absent(self, name: str) -> Verdict:
        ancestors: list[Module] = []
        gap = name
        for gap in prefixes(name):
            module = self._module(gap)
            if module is None:
                break
            ancestors.append(module)
        return self._missing(gap, ancestors)

    def _missing(self, gap: str, ancestors: list[Module]) -> Verdict:
        if reason := self._makers.why_made(gap, ancestors):
            return Unknown(reason)
        if gap in self._doubtful:
            made = implementation.shown(self._search_path.target.implementation)
            return Unknown(f"which modules this {made} has compiled in is not known")
        parent = ancestors[-1] if ancestors else None
        if parent is not None and self._may_be_another(ancestors[0]):
            return Unknown(f"a .pth file may import another {ancestors[0].name} at start-up")
        if parent is None and gap in self._standard and not self._has_library:
            return Unknown("the standard library was not found")
        if self._search_path.opaque and (parent is None or parent.shape is Shape.NAMESPACE):
            return Unknown(self._search_path.opaque[0])
        return Missing(gap, parent)

    def _may_be_another(self, top: Module) -> bool:
        """Tell whether an installed module may be loaded where the project's own would be found."""
        return top.name in self._search_path.maybe_loaded and self.hidden_behind(top) is not None


def _own(place: Place) -> bool:
    return place[1] is not None and place[1].kind.is_first_party


def _is_of_library(entry: Entry | None) -> bool:
    return entry is not None and entry.kind is EntryKind.STDLIB


def _is_standard(module: Module | None) -> bool:
    return module is not None and _is_of_library(module.entry)


def _is_first_party(module: Module) -> bool:
    return module.entry is not None and module.entry.kind.is_first_party
