"""Site folders and their ``.pth`` files in the order of ``site.py``: what they add to a path."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, field
from pathlib import PurePath
from typing import TYPE_CHECKING

from venvlens.core import editable, layout, pth, start_file, stdlib
from venvlens.core.editable import EditableHook, MesonHook
from venvlens.core.names import ImportName
from venvlens.core.resolution import Missing, Provided, Unknown, resolve
from venvlens.core.search_path import Entry, EntryKind, Preloaded, SearchPath
from venvlens.system import meson_plan

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from venvlens.core.pth_code import PlainCode
    from venvlens.core.search_path import Target
    from venvlens.core.site_rules import SiteRules
    from venvlens.core.tree import Listing
    from venvlens.system.disk import Looks

# What a module must mention to be able to change what can be imported.
CHANGES_PATH = re.compile(
    r"\b(?:sys\.path|meta_path|path_hooks|addsitedir|sys\.modules)\b|from sys import .*\bpath\b"
)

# Measuring tools, and patches for old tools: they mention the path, and leave it as it is.
_TRUSTED = frozenset({"coverage", "pytest_cov", "_virtualenv", "pywin32_bootstrap"})


class _LineFailedError(Exception):
    """An import line would raise: the rest of its file is ignored."""


@dataclass(frozen=True, slots=True)
class _Later:
    """Code that runs when all folders are on the path (PEP 829), by the file that says so."""

    imports: dict[PurePath, tuple[pth.PthLine, ...]] = field(default_factory=dict)
    starts: dict[PurePath, tuple[pth.PthLine, ...]] = field(default_factory=dict)

    def in_order(self) -> Iterator[tuple[PurePath, tuple[pth.PthLine, ...]]]:
        """Yield import lines, but none of a file beside its ``.start`` file; then entry points."""
        for path, lines in self.imports.items():
            if path.with_suffix(".start") not in self.starts:
                yield path, lines
        yield from self.starts.items()


@dataclass(slots=True)
class SiteReader:
    """Collects what site folders add, the folders added one by one."""

    looks: Looks
    rules: SiteRules
    target: Target
    """The Python that reads them."""
    suffixes: tuple[str, ...]
    """Endings of the extension modules that it loads."""
    environ: Mapping[str, str]
    entries: list[Entry] = field(default_factory=list)
    """The path so far, the standard library first."""
    hooks: dict[str, EditableHook] = field(default_factory=dict)
    """By the module that installs them: a module is imported once."""
    preloaded: dict[str, Preloaded] = field(default_factory=dict)
    redirects: dict[str, str] = field(default_factory=dict)
    loaded: set[str] = field(default_factory=set)
    maybe_loaded: set[str] = field(default_factory=set)
    opaque: list[str] = field(default_factory=list)
    _known: set[str] = field(default_factory=set)
    _read: set[PurePath] = field(default_factory=set)
    _mark: int | None = None
    _front: int = 0
    """Where the next eggs go that an old ``easy-install.pth`` moves to the front."""

    def add(self, entry: Entry) -> None:
        """Put an entry behind the others, if it is not among them."""
        # site.py knows duplicates by normcase(abspath), not by where links lead.
        key = os.path.normcase(entry.path)
        if key not in self._known:
            self._known.add(key)
            self.entries.append(entry)

    def add_sites(self, folders: Iterable[tuple[PurePath, EntryKind]]) -> None:
        """Add site folders, each followed by what its ``.pth`` files add."""
        later = _Later()
        for folder, kind in folders:
            listing = self.looks.listing(folder)
            if listing is None or folder in self._read:
                continue
            self._read.add(folder)
            self.add(Entry(folder, kind))
            for path in self._files(folder, listing, ".pth"):
                self._add_pth(path, later)
            if self.rules.reads_start:
                for path in self._files(folder, listing, ".start"):
                    self._add_start(path, later)
        for path, code in later.in_order():
            self._apply(code, path)

    def _files(self, folder: PurePath, listing: Listing, ending: str) -> tuple[PurePath, ...]:
        names = sorted(name for name in listing.files if name.endswith(ending))
        hides = self.rules.skips_hidden
        return tuple(folder / name for name in names if not (hides and name.startswith(".")))

    def _add_pth(self, path: PurePath, later: _Later) -> None:
        lines = pth.parse(self.looks.text(path) or "", self.rules)
        if self.rules.reads_start:
            later.imports[path] = tuple(x for x in lines if not isinstance(x, pth.PathLine))
            lines = tuple(line for line in lines if isinstance(line, pth.PathLine))
        self._apply(lines, path)

    def _add_start(self, path: PurePath, later: _Later) -> None:
        text = self.looks.text(path)
        lines = None if text is None else start_file.parse(text)
        if lines is not None:
            later.starts[path] = lines

    def _apply(self, lines: Iterable[pth.PthLine], source: PurePath) -> None:
        """Note what the lines of a file would do, one after the other."""
        for line in lines:
            try:
                self._apply_line(line, source)
            except _LineFailedError:
                if not self.rules.reads_start:
                    return

    def _apply_line(self, line: pth.PthLine, source: PurePath) -> None:
        match line:
            case pth.PathLine(path=added):
                self._add_path(source, added)
            case pth.SiteLine(folder=folder):
                self.add_sites([(layout.normalised(PurePath(folder)), EntryKind.PTH)])
            case pth.MarkLine():
                self._mark = len(self.entries)
            case pth.MoveLine():
                self._move_to_front()
            case _:
                self._run(line, source)

    def _run(self, line: pth.PthLine, source: PurePath) -> None:
        """Note what the code of a line would do."""
        match line:
            case pth.HookLine(module=module):
                self._add_hook(source, module)
            case pth.NamespaceLine():
                self._add_namespace(source, line)
            case pth.DistutilsLine(default=default):
                self._add_distutils(default)
            case pth.ImportLine(code=code):
                self._import(source, code)
            case pth.OpaqueLine(text=code):
                self.opaque.append(f"{source} runs code at start-up: {code[:80]}")

    def _add_path(self, source: PurePath, added: str) -> None:
        folder = layout.normalised(source.parent / added)
        if self.looks.exists(folder):
            self.add(Entry(folder, EntryKind.PTH, source))

    def _move_to_front(self) -> None:
        if self._mark is None:
            raise _LineFailedError
        moved = self.entries[self._mark :]
        del self.entries[self._mark :]
        self.entries[self._front : self._front] = moved
        self._front += len(moved)

    def _add_hook(self, source: PurePath, module: str) -> None:
        if module in self.hooks:
            return
        file = self._module_file(module) or source.parent / f"{module}.py"
        text = self.looks.text(file) or ""
        if "from editables" in text:
            self._module_file("editables")
        hook = editable.parse(text, module, file.parent)
        if isinstance(hook, MesonHook):
            hook = meson_plan.read(hook, file, self.looks)
        if hook is None:
            self.opaque.append(f"{source} installs a finder that cannot be read")
            return
        self.hooks[module] = hook
        if hook.placeholder is not None:
            self.add(Entry(hook.placeholder, EntryKind.PTH, source))

    def _module_file(self, module: str) -> PurePath | None:
        """Return the file of a module that the path so far must have; None if it has none."""
        path = SearchPath(self.target, tuple(self.entries), self.suffixes)
        match resolve(ImportName(module), path, self.looks):
            case Provided(module=found):
                return found.file
            case Missing():
                raise _LineFailedError
            case Unknown():
                return None

    def _add_namespace(self, source: PurePath, line: pth.NamespaceLine) -> None:
        folder = PurePath(line.root or source.parent, *line.parts)
        name = ".".join(line.parts)
        made = self._made(folder, line)
        if made is None:
            return
        # sys.modules.setdefault: what is there already gains the folder.
        before = self.preloaded.setdefault(name, made)
        if folder not in before.folders:
            both = (*before.folders, folder)
            self.preloaded[name] = Preloaded(both, before.file, before.follows_path)

    def _made(self, folder: PurePath, line: pth.NamespaceLine) -> Preloaded | None:
        """Return the module that a line puts into ``sys.modules``."""
        init = folder / "__init__.py"
        if self.looks.exists(init):
            return Preloaded((folder,), init) if line.found else None
        if not line.found:
            return Preloaded((folder,))
        if not self.looks.is_folder(folder):
            raise _LineFailedError
        return Preloaded((folder,), follows_path=True)

    def _add_distutils(self, default: str) -> None:
        self._module_file("_distutils_hack")
        if self.environ.get("SETUPTOOLS_USE_DISTUTILS", default) == "local":
            self.redirects["distutils"] = "setuptools._distutils"

    def _import(self, source: PurePath, code: PlainCode) -> None:
        for module in code.certain:
            if self._changes_path(module):
                self.opaque.append(f"{source} imports {module}, which may change the search path")
            self.loaded.add(module.partition(".")[0])
        for module in (*code.tried, *code.perhaps):
            try:
                if self._changes_path(module):
                    self.opaque.append(f"{source} may import {module}")
            except _LineFailedError:
                continue
            loaded = self.loaded if module in code.tried else self.maybe_loaded
            loaded.add(module.partition(".")[0])

    def _changes_path(self, module: str) -> bool:
        if module.partition(".")[0] in _TRUSTED or module in stdlib.names(
            self.target.version.series
        ):
            return False
        file = self._module_file(module)
        of_library = module.partition(".")[0] in stdlib.names(self.target.version.series)
        if file is None or of_library:
            return False
        return CHANGES_PATH.search(self.looks.text(file) or "") is not None
