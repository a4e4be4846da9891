"""How a module came to be found: by which entry or finder, and which distribution brought it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from venvlens.core import editable
from venvlens.core.display import short
from venvlens.core.editable import EditableHook, MesonHook
from venvlens.core.layout import normalised
from venvlens.core.modules import Module, Provided, Shape
from venvlens.core.names import ImportName, prefixes
from venvlens.core.resolution import resolve
from venvlens.core.search_path import Entry, EntryKind

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import PurePath

    from venvlens.core.diagnosis.judged import Case

_ASSUMED = frozenset(
    {
        EntryKind.SCRIPT_FOLDER,
        EntryKind.PACKAGE_ROOT,
        EntryKind.PROJECT_ROOT,
        EntryKind.SOURCE_ROOT,
    }
)
"""Folders that are on the path of some ways to start a program, and that nothing names."""

_SITES = frozenset({EntryKind.SITE_PACKAGES, EntryKind.USER_SITE, EntryKind.SYSTEM_SITE})


@dataclass(frozen=True, slots=True)
class Provenance:
    """The way that leads to a module."""

    way: str
    """A clause such as ``it is in site-packages``; a file's path can follow."""
    owner: str | None = None
    """Name and version of the distribution that brought it, as in ``PyYAML 6.0.3``."""


def provenance(case: Case, module: Module) -> Provenance | None:
    """Tell how a module came to be found; None for one that is in no file."""
    entry = module.entry
    if module.shape is Shape.BUILTIN:
        return None
    if entry is None:
        return _without_entry(case, module)
    if entry.kind.is_first_party:
        return _own(case, module, entry)
    if entry.kind is EntryKind.STDLIB:
        return Provenance("it is in the standard library")
    if entry.kind is EntryKind.PTH:
        return _from_pth(case, module, entry)
    way = "found through" if entry.kind.is_pythonpath else "in"
    return Provenance(f"it is {way} {entry.kind.value}", case.owner_of(module))


def quoted(case: Case, path: PurePath) -> str:
    """Return a path as code, as seen from the project."""
    return f"`{short(path, case.survey.project).replace('`', chr(39))}`"


def _own(case: Case, module: Module, entry: Entry) -> Provenance:
    """Tell of a module of the project's own whether more than a guess leads to it."""
    named_by = next(_pth_files_that_name(entry.path, case), None)
    if named_by is not None:
        return _from_pth(case, module, Entry(entry.path, EntryKind.PTH, named_by))
    installed = _found_without_roots(case, module)
    if installed is not None:
        return provenance(case, installed) or Provenance("it is installed")
    is_project = entry.path == case.survey.project
    folder = "" if is_project else f" ({quoted(case, entry.path)[:-1]}/`)"
    root = f"{entry.kind.value}{folder}"
    if entry.kind in _ASSUMED:
        return Provenance(f"it is found only because {root} is taken for a root; not installed")
    return Provenance(f"it is in {root}; not installed")


def _pth_files_that_name(folder: PurePath, case: Case) -> Iterator[PurePath]:
    """Yield the ``.pth`` files with a folder that is also a root, which hides them."""
    for entry in _site_folders(case):
        listing = case.tree.listing(entry.path)
        for name in sorted(listing.files if listing else ()):
            if name.endswith(".pth"):
                text = case.tree.text(entry.path / name) or ""
                added = (entry.path / line.strip() for line in text.split("\n") if line.strip())
                if any(normalised(path) == folder for path in added):
                    yield entry.path / name


def _found_without_roots(case: Case, module: Module) -> Module | None:
    """Return the same module as it is found if no folder is taken for a root."""
    search_path = case.survey.search_path
    entries = tuple(e for e in search_path.entries if not e.kind.is_first_party)
    verdict = resolve(ImportName(module.name), replace(search_path, entries=entries), case.tree)
    match verdict:
        case Provided(module=found) if _place(found) == _place(module):
            return found
    return None


def _from_pth(case: Case, module: Module, entry: Entry) -> Provenance:
    owner = case.owner_of(module)
    if entry.source is None:
        added = quoted(case, entry.path)
        return Provenance(f"a .pth file makes {added} a site-packages folder too", owner)
    owner = owner or _owner_of_file(case, module.name, entry.source)
    return Provenance(f"{quoted(case, entry.source)} puts its folder on the search path", owner)


def _without_entry(case: Case, module: Module) -> Provenance:
    finder = next(_finders_of(case, module.name), None)
    if finder is not None:
        owner = _owner_of_file(case, module.name, finder)
        named = f"`{finder.name}`"
        return Provenance(f"it is an editable install, found by its finder {named}", owner)
    if any(name in case.survey.search_path.preloaded for name in prefixes(module.name)):
        return Provenance("a .pth file makes it at start-up", case.owner_of(module))
    return Provenance("its finder is an editable install's", case.owner_of(module))


def _finders_of(case: Case, name: str) -> Iterator[PurePath]:
    """Yield the files of the finders that answer for a name.

    Every backend begins the name of the module with an underscore.
    """
    hooks = [hook for hook in case.survey.search_path.hooks if _answers_for(name, hook)]
    for entry in _site_folders(case) if hooks else ():
        listing = case.tree.listing(entry.path)
        for file in sorted(listing.files if listing else ()):
            if file.startswith("_") and file.endswith(".py"):
                path = entry.path / file
                parsed = editable.parse(case.tree.text(path) or "", path.stem, entry.path)
                if parsed in hooks or _builds(parsed, name):
                    yield path


def _answers_for(name: str, hook: EditableHook) -> bool:
    return any(part in hook.modules or part in hook.namespaces for part in prefixes(name))


def _builds(parsed: EditableHook | MesonHook | None, name: str) -> bool:
    return isinstance(parsed, MesonHook) and name.partition(".")[0] in parsed.names


def _owner_of_file(case: Case, name: str, file: PurePath) -> str | None:
    """Return the distribution that brought a file which makes a module importable."""
    site = Entry(file.parent, EntryKind.SITE_PACKAGES)
    return case.owner_of(Module(name, Shape.SOURCE, file, None, site))


def _site_folders(case: Case) -> Iterator[Entry]:
    return (entry for entry in case.survey.search_path.entries if entry.kind in _SITES)


def _place(module: Module) -> PurePath | tuple[PurePath, ...] | None:
    return module.file or module.locations
