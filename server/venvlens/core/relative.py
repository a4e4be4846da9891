"""Imports relative to the file's own package: ``from .a import b`` and ``from . import b``."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from venvlens.core.modules import Missing, Module, Provided, Shape, Unknown, Verdict
from venvlens.core.names import ImportName, import_name
from venvlens.core.search_path import Entry, EntryKind

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import PurePath

    from venvlens.core.imports import Import, Member
    from venvlens.core.resolution import Resolver
    from venvlens.core.search_path import SearchPath
    from venvlens.core.source import Span
    from venvlens.core.tree import Tree


@dataclass(frozen=True, slots=True)
class Asker:
    """The file whose imports are relative to where it lies."""

    file: PurePath
    text: str
    """What it says now, which may not be saved."""
    workspace: PurePath
    """Folder above which nothing is looked for."""
    search_path: SearchPath
    resolver: Resolver
    """Judges over that search path."""
    tree: Tree
    """What the resolver looks at."""

    def within(self, package: Module, name: str) -> Verdict:
        """Judge a module below a package, by each of the names that lead there."""
        found = self.resolver.below(package, name)
        if isinstance(found, Missing):
            for alias in self._names_of(package):
                other = self.resolver.resolve(ImportName(f"{alias}.{name}"))
                if not isinstance(other, Missing):
                    return other
        return found

    def package_at(self, folder: PurePath) -> Module:
        """Return the package that a folder is, named from the folder of the outermost one."""
        outer = folder
        while self._is_regular(outer) and outer != outer.parent:
            outer = outer.parent
        outer = folder.parent if outer == folder else outer
        name = ".".join(folder.relative_to(outer).parts)
        return self.resolver.package(name, folder, Entry(outer, EntryKind.PACKAGE_ROOT))

    def _is_regular(self, folder: PurePath) -> bool:
        listing = self.tree.listing(folder)
        return listing is not None and "__init__" in listing.stems

    def _names_of(self, package: Module) -> Iterator[str]:
        """Yield the absolute names that find a package, with all its portions and extensions."""
        for folder in package.locations or ():
            paths = (entry.path for entry in self.search_path.entries)
            seen = (path for path in paths if folder.is_relative_to(path))
            names = (".".join(folder.relative_to(path).parts) for path in seen)
            for text in dict.fromkeys((package.name, *names)):
                name = import_name(text)
                verdict = self.resolver.resolve(name) if name else None
                if isinstance(verdict, Provided) and folder in (verdict.module.locations or ()):
                    yield text


@dataclass(frozen=True, slots=True)
class Asked:
    """One module that a relative import asks for."""

    name: ImportName
    """As it would be called from the folder that holds the outermost package."""
    span: Span
    verdict: Verdict
    package: Module
    """The package that the dots lead to."""


def asked(statement: Import, asker: Asker) -> Iterator[Asked]:
    """Judge what one statement asks for; nothing where the file is no module or has no folder."""
    folder = asker.file.parent
    # A stub is never run, and what it imports may be stubs too.
    if asker.file.suffix not in (".py", ".pyw") or asker.tree.listing(folder) is None:
        return
    for _ in range(statement.level - 1):
        if folder == asker.workspace or not folder.is_relative_to(asker.workspace):
            yield _leaves(statement, asker.package_at(asker.file.parent))
            return
        folder = folder.parent
    package = asker.package_at(folder)
    if not statement.name:
        for member in statement.members:
            if member.name != "*":
                yield _taken(member, package, asker)
        return
    yield from _named(statement, package, asker)


def _leaves(statement: Import, package: Module) -> Asked:
    # Folders above may be packages of which nothing is known here.
    verdict = Unknown("its dots lead out of the workspace folder")
    return Asked(ImportName(package.name), statement.span, verdict, package)


_NAMES_ITS_PACKAGE = re.compile(r"\b__package__\s*=(?!=)")


def _named(statement: Import, package: Module, asker: Asker) -> Iterator[Asked]:
    verdict = asker.within(package, statement.name)
    if not isinstance(verdict, Provided) and _NAMES_ITS_PACKAGE.search(asker.text):
        verdict = Unknown("the file sets its own __package__")
    yield Asked(_full(package, statement.name), statement.span, verdict, package)
    if isinstance(verdict, Provided) and verdict.module.shape is Shape.NAMESPACE:
        # A namespace package runs no code: what is taken from it can only be a module.
        for member in statement.members:
            if member.name != "*" and not _OF_EVERY_MODULE.fullmatch(member.name):
                inner = f"{statement.name}.{member.name}"
                within = asker.within(package, inner)
                yield Asked(_full(package, inner), member.span, within, package)


def _taken(member: Member, package: Module, asker: Asker) -> Asked:
    """Judge a name taken from the package itself: a module in it, or what its code defines."""
    verdict = asker.within(package, member.name)
    if not isinstance(verdict, Provided) and _may_define(package, member.name, asker):
        verdict = Provided(package)
    return Asked(_full(package, member.name), member.span, verdict, package)


def _full(package: Module, name: str) -> ImportName:
    return ImportName(f"{package.name}.{name}")


_OF_EVERY_MODULE = re.compile(
    r"__(?:annotations|builtins|cached|class|delattr|dict|dir|doc|eq|file|format|ge|getattribute"
    r"|getstate|gt|hash|init|init_subclass|le|loader|lt|name|ne|new|package|path|reduce|reduce_ex"
    r"|repr|setattr|sizeof|spec|str|subclasshook)__"
)
"""What every package has without a line of code."""

_OPEN = re.compile(
    r"\bimport\s*\(?\s*\*|__getattr__|__dict__|__class__|__all__\s*\+="
    r"|\b(?:globals|locals|vars|exec|setattr|initpkg)\s*\(|\bsys\s*\.\s*modules\b|\bmodules\s*\["
)
"""What a package's code may define any name with."""

_TAKES_FROM_ITSELF = re.compile(r"\bfrom\s*\.\s*import\b\s*(\([^)]*\)|[^\n;]*)")
_TAKEN = re.compile(r"\b\w+\b(?:\s+as\s+(\w+))?")
_LISTS_ITS_NAMES = re.compile(r"\b__all__\s*(?::[^=\n]*)?=\s*(?:\[[^\]]*\]|\([^)]*\))")


def _may_define(package: Module, name: str, asker: Asker) -> bool:
    """Tell whether a package may have a name that is no module of it."""
    if _OF_EVERY_MODULE.fullmatch(name) or _NAMES_ITS_PACKAGE.search(asker.text):
        return True
    if package.shape is Shape.NAMESPACE or package.file is None:
        return False
    if package.shape is not Shape.SOURCE:
        return True
    text = asker.text if package.file == asker.file else asker.tree.text(package.file)
    return text is None or _OPEN.search(text) is not None or _binds(text, name)


def _binds(text: str, name: str) -> bool:
    """Tell whether a name stands where code could bind it.

    To take it from the package itself needs it there already, ``__all__`` only lists it, and
    before or after a dot it is used, before ``as`` another name is bound.
    """
    text = _TAKES_FROM_ITSELF.sub(lambda found: _TAKEN.sub(r" \1 ", found[1]), text)
    text = _LISTS_ITS_NAMES.sub("", text)
    return re.search(rf"(?<![\w.]){re.escape(name)}(?!\w|\s*\.|\s+as\s)", text) is not None
