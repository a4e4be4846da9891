"""Import name and search path to a verdict, as ``importlib.util.find_spec`` would give it.

Sources: ``FileFinder`` and ``PathFinder`` in CPython's ``importlib/_bootstrap_external.py``,
PEP 420 for namespace packages.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum
from pathlib import PurePath
from typing import TYPE_CHECKING

from venvlens.core import stdlib
from venvlens.core.search_path import EntryKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from venvlens.core.names import ImportName
    from venvlens.core.search_path import Entry, SearchPath
    from venvlens.core.tree import Tree


class Shape(Enum):
    """What a module is made of."""

    BUILTIN = "built into the interpreter"
    SOURCE = "a source file"
    BYTECODE = "a bytecode file without its source"
    EXTENSION = "an extension module"
    NAMESPACE = "a namespace package"


@dataclass(frozen=True, slots=True)
class Module:
    """A module that an interpreter would find."""

    name: str
    shape: Shape
    file: PurePath | None = None
    """The file that is run; a package's is its ``__init__``."""
    locations: tuple[PurePath, ...] | None = None
    """``__path__`` of a package; None for a module that is not one."""
    entry: Entry | None = None
    """The place of the search path that has it."""


@dataclass(frozen=True, slots=True)
class Provided:
    """The module can be imported."""

    module: Module


@dataclass(frozen=True, slots=True)
class Missing:
    """The module cannot be imported."""

    name: str
    """The first part, with those before it, that is not there."""
    parent: Module | None
    """What was found of it; None if not even its first part is there."""


@dataclass(frozen=True, slots=True)
class Unknown:
    """Files do not tell: the answer is made at run time."""

    reason: str


Verdict = Provided | Missing | Unknown


def resolve(name: ImportName, search_path: SearchPath, tree: Tree) -> Verdict:
    """Judge one absolute import; what cannot be known is a value too."""
    return Resolver(search_path, tree).resolve(name)


class Resolver:
    """Judges imports over one search path, each name once: the tree must not change."""

    def __init__(self, search_path: SearchPath, tree: Tree) -> None:
        self._known: dict[ImportName, Verdict] = {}
        self._search_path = search_path
        self._tree = tree
        series, platform = search_path.target.version.series, search_path.target.platform
        self._builtin = stdlib.always_builtin(series, platform)
        self._compiled_in = self._compiled_into_this_build()
        self._frozen = stdlib.frozen(series)
        self._aliases = stdlib.aliases(series)
        self._loaders = (
            *((suffix, Shape.EXTENSION) for suffix in search_path.extension_suffixes),
            (".py", Shape.SOURCE),
            (".pyc", Shape.BYTECODE),
        )

    def resolve(self, name: ImportName) -> Verdict:
        """Judge one absolute import."""
        known = self._known.get(name)
        if known is None:
            known = self._known[name] = self._judge(name)
        return known

    def _judge(self, name: ImportName) -> Verdict:
        if name in self._aliases:
            return Provided(Module(name, Shape.BUILTIN))
        ancestors: list[Module] = []
        parts = name.split(".")
        for end in range(1, len(parts) + 1):
            prefix = ".".join(parts[:end])
            module = self._child(ancestors[-1], prefix) if ancestors else self._top(prefix)
            if module is None:
                return self._absent(prefix, ancestors)
            ancestors.append(module)
        return Provided(ancestors[-1])

    def _compiled_into_this_build(self) -> frozenset[str]:
        """Return the extension modules that this build has compiled in, told by its folders.

        Most builds keep most of them as files, and lack what they could not build. Debian's
        has some compiled in; those that uv installs, nearly all.
        """
        target = self._search_path.target
        possible = stdlib.extensions(target.version.series)
        listings = (
            self._tree.listing(entry.path)
            for entry in self._search_path.entries
            if entry.kind is EntryKind.STDLIB
        )
        files = {f.partition(".")[0] for listing in listings if listing for f in listing.files}
        if len(possible & files) >= _FILES_OF_USUAL_BUILD:
            possible = stdlib.builtins(target.version.series, target.platform)
        return possible - files

    def _top(self, name: str) -> Module | None:
        if name in self._builtin or name in self._compiled_in:
            return Module(name, Shape.BUILTIN)
        if name in self._search_path.preloaded:
            return Module(name, Shape.NAMESPACE, None, self._search_path.preloaded[name])
        found = self._on_path(name, ((e.path, e) for e in self._search_path.entries))
        if name in self._frozen and (found is None or found.entry is None or _own(found.entry)):
            # The frozen importer comes before the path: a project file cannot shadow these.
            return self._frozen_module(name)
        return found or self._hooked(name)

    def _frozen_module(self, name: str) -> Module:
        theirs = [e for e in self._search_path.entries if not e.kind.is_first_party]
        found = self._on_path(name, ((e.path, e) for e in theirs))
        return found or Module(name, Shape.BUILTIN)

    def _child(self, parent: Module, name: str) -> Module | None:
        if name in self._search_path.preloaded:
            return Module(name, Shape.NAMESPACE, None, self._search_path.preloaded[name])
        if name in self._frozen and parent.shape is Shape.BUILTIN:
            return Module(name, Shape.BUILTIN)
        if parent.locations is None:
            return None
        found = self._on_path(name, ((path, parent.entry) for path in parent.locations))
        if found is None or found.shape is Shape.NAMESPACE:
            wider = self._extended_locations(parent)
            found = self._on_path(name, wider) if wider else found
        return found or self._hooked(name)

    def _on_path(self, name: str, places: Iterable[tuple[PurePath, Entry | None]]) -> Module | None:
        """Search folders in order; a regular module anywhere beats namespace portions."""
        tail = name.rpartition(".")[2]
        portions: list[PurePath] = []
        first: Entry | None = None
        for folder, entry in places:
            listing = self._tree.listing(folder)
            if listing is None:
                continue
            if tail in listing.folders:
                if package := self._package(name, folder / tail, entry):
                    return package
                portions.append(folder / tail)
                first = first or entry
            for suffix, shape in self._loaders:
                if tail + suffix in listing.files:
                    return Module(name, shape, folder / (tail + suffix), None, entry)
        if portions:
            return Module(name, Shape.NAMESPACE, None, tuple(portions), first)
        return None

    def _package(self, name: str, folder: PurePath, entry: Entry | None) -> Module | None:
        listing = self._tree.listing(folder)
        if listing is None:
            return None
        for suffix, shape in self._loaders:
            if "__init__" + suffix in listing.files:
                return Module(name, shape, folder / ("__init__" + suffix), (folder,), entry)
        return None

    def _hooked(self, name: str) -> Module | None:
        """Ask the finders of editable installs, which stand behind the search path."""
        for hook in self._search_path.hooks:
            found = self._at(name, PurePath(hook.modules[name])) if name in hook.modules else None
            if found:
                return found
            if name in hook.namespaces:
                portions = tuple(PurePath(path) for path in hook.namespaces[name])
                return Module(name, Shape.NAMESPACE, None, portions)
        return None

    def _at(self, name: str, path: PurePath) -> Module | None:
        """Return the module at a path that may be a folder, a file, or a file's stem."""
        if package := self._package(name, path, None):
            return package
        listing = self._tree.listing(path.parent)
        files = listing.files if listing else frozenset[str]()
        for suffix, shape in (("", Shape.SOURCE), *self._loaders):
            if path.name + suffix in files:
                return Module(name, shape, path.with_name(path.name + suffix))
        if listing and path.name in listing.folders:
            return Module(name, Shape.NAMESPACE, None, (path,))
        return None

    def _extended_locations(self, parent: Module) -> list[tuple[PurePath, Entry | None]]:
        """Return ``__path__`` as ``pkgutil.extend_path`` or ``declare_namespace`` makes it."""
        if not _EXTENDS_PATH.search(self._text(parent)):
            return []
        relative = PurePath(*parent.name.split("."))
        widened = [(e.path / relative, e) for e in self._search_path.entries]
        own = [(path, parent.entry) for path in parent.locations or ()]
        return own + [place for place in widened if place not in own]

    def _absent(self, name: str, ancestors: Sequence[Module]) -> Verdict:
        if not ancestors:
            if self._search_path.opaque:
                return Unknown(self._search_path.opaque[0])
            return Missing(name, None)
        for module in ancestors:
            if reason := self._dynamic(module):
                return Unknown(reason)
        return Missing(name, ancestors[-1])

    def _dynamic(self, module: Module) -> str | None:
        """Tell why a module may make submodules while it runs."""
        if module.shape in (Shape.EXTENSION, Shape.BYTECODE):
            return f"{module.name} is {module.shape.value}, which may make modules as it loads"
        pattern = _MAKES_CHILDREN if module.locations else _POSES_AS_PACKAGE
        if module.shape is Shape.SOURCE and pattern.search(self._text(module)):
            return f"{module.name} makes modules as it loads"
        return None

    def _text(self, module: Module) -> str:
        if module.shape is not Shape.SOURCE or module.file is None:
            return ""
        return self._tree.text(module.file) or ""


def _own(entry: Entry) -> bool:
    return entry.kind.is_first_party


_FILES_OF_USUAL_BUILD = 10
"""Extension modules in the folders of the standard library that show they are not compiled in."""

_EXTENDS_PATH = re.compile(r"\bextend_path\s*\(|\bdeclare_namespace\s*\(")

# ``sys.modules[__name__] = ...`` replaces the module itself and makes no child.
_MAKES_CHILDREN = re.compile(
    r"\bmodules\s*\[(?!\s*__name__\s*\])[^\]\n]*\]\s*=(?!=)"
    r"|\bmodules\s*\.\s*(?:setdefault|update)\b"
    r"|\bmeta_path\b"
    r"|\b__path__\s*(?:\+?=(?!=)|\.\s*(?:append|insert|extend)\b)"
)
_POSES_AS_PACKAGE = re.compile(_MAKES_CHILDREN.pattern + r"|\b__path__\b")


def members_of(module: Module, tree: Tree) -> Iterator[str]:
    """Yield the names of the modules that lie directly in a package."""
    for folder in module.locations or ():
        listing = tree.listing(folder)
        if listing is not None:
            yield from listing.folders
            yield from (file.partition(".")[0] for file in listing.files)
