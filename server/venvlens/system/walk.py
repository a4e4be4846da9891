"""The Python files below folders, found as ripgrep finds files: what git ignores is left out.

Rules come from ``.ignore``, ``.gitignore`` and ``.git/info/exclude``, from the root of the
repository down. Never entered: hidden folders, environments, and folders of installed or
generated code. Links to folders are not followed. A path that is named is always taken.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from venvlens.core import gitignore
from venvlens.system.files import read_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from venvlens.core.gitignore import IgnoreRules

_NEVER_ENTERED = frozenset({"node_modules", "__pycache__", "__pypackages__", "site-packages"})
_MARKS_OF_ENVIRONMENTS = frozenset({"pyvenv.cfg", "conda-meta", "orig-prefix.txt"})
"""The last is beside the library in an environment of virtualenv before 20."""
_OF_ITS_SCRIPTS = frozenset({"activate", "activate_this.py"})
_SUFFIXES = (".py", ".pyw")
_SHEBANG = rb"#!(?:[^\n]*[\s/])?(?:(?:pythonw?|pypy)[\d.]*t?(?:\s|\Z)|uv[ \t]+run\b)"
_LONGEST_SHEBANG = 256


def python_files(paths: Iterable[Path]) -> Iterator[Path]:
    """Yield each Python file once: those that are named, and those in folders.

    Paths are absolute; so is what is yielded. The order is that of the paths, and in a
    folder that of the names, its own files before those of its folders.
    """
    seen: set[str] = set()
    for path in paths:
        for file in _below(path) if path.is_dir() else (str(path),):
            if file not in seen:
                seen.add(file)
                yield Path(file)


@dataclass(frozen=True, slots=True)
class _Source:
    """One file with ignore rules."""

    base: str
    """The folder that its paths are seen from, with a slash at the end."""
    rules: IgnoreRules


@dataclass(frozen=True, slots=True)
class _Ignores:
    """The rules for one folder; those of the first source that knows a name count."""

    searcher: tuple[_Source, ...] = ()
    """``.ignore`` files, which are made for searching and so outrank git's, innermost first."""
    git: tuple[_Source, ...] = ()
    """``.gitignore`` files, innermost first, then the repository's ``info/exclude``."""

    def hides(self, path: str, name: str, *, is_folder: bool) -> bool:
        """Tell whether a file or folder is left out."""
        for source in (*self.searcher, *self.git):
            verdict = source.rules.verdict(path[len(source.base) :], name, is_folder=is_folder)
            if verdict is not None:
                return verdict
        return False


@dataclass(frozen=True, slots=True)
class _Folder:
    """What one folder holds that matters here."""

    names: frozenset[str]
    """All names, of whatever kind."""
    files: tuple[str, ...]
    """Names of regular files, sorted."""
    folders: tuple[str, ...]
    """Names of folders, sorted; links are not among them."""


def _is_of_environment(names: frozenset[str]) -> bool:
    return not names.isdisjoint(_MARKS_OF_ENVIRONMENTS) or names >= _OF_ITS_SCRIPTS


def _below(path: Path) -> Iterator[str]:
    # Slashes on every platform: they are what ignore rules are written with.
    top = f"{str(path).rstrip('/')}/"
    pending = [(top, _from_above(path))]
    while pending:
        place, outer = pending.pop()
        held = _look_into(place)
        if held is None or (place != top and _is_of_environment(held.names)):
            continue
        ignores = _with_those_of(place, held.names, outer)
        yield from _python_files_in(place, held, ignores)
        inner = _folders_to_enter(place, held, ignores)
        pending.extend((folder, ignores) for folder in inner)


def _python_files_in(place: str, held: _Folder, ignores: _Ignores) -> Iterator[str]:
    for name in held.files:
        by_suffix = name.endswith(_SUFFIXES)
        if not by_suffix and "." in name:
            continue
        path = place + name
        if not ignores.hides(path, name, is_folder=False) and (by_suffix or _has_shebang(path)):
            yield path


def _folders_to_enter(place: str, held: _Folder, ignores: _Ignores) -> Iterator[str]:
    """Yield the last by name first: it is to be taken from a stack."""
    for name in reversed(held.folders):
        if name.startswith(".") or name in _NEVER_ENTERED:
            continue
        if not ignores.hides(place + name, name, is_folder=True):
            yield f"{place}{name}/"


def _look_into(place: str) -> _Folder | None:
    names: list[str] = []
    files: list[str] = []
    folders: list[str] = []
    try:
        with os.scandir(place) as entries:
            for entry in entries:
                names.append(entry.name)
                if entry.is_dir(follow_symlinks=False):
                    folders.append(entry.name)
                elif entry.is_file(follow_symlinks=False):
                    files.append(entry.name)
    except OSError:
        return None
    return _Folder(frozenset(names), tuple(sorted(files)), tuple(sorted(folders)))


def _has_shebang(path: str) -> bool:
    try:
        with Path(path).open("rb", buffering=0) as file:
            return re.match(_SHEBANG, file.read(_LONGEST_SHEBANG)) is not None
    except OSError:
        return False


def _from_above(path: Path) -> _Ignores:
    """Gather the rules of the repository's folders above one folder."""
    ignores = _Ignores()
    for folder in reversed(_above_in_repository(path)):
        held = _look_into(str(folder))
        place = f"{str(folder).rstrip('/')}/"
        ignores = _with_those_of(place, held.names if held else frozenset(), ignores)
    return ignores


def _above_in_repository(path: Path) -> tuple[Path, ...]:
    """Return the folders above one folder up to its repository's root, nearest first."""
    for count, folder in enumerate((path, *path.parents)):
        if os.path.lexists(folder / ".git"):
            return tuple(path.parents[:count])
    return ()


def _with_those_of(place: str, names: frozenset[str], outer: _Ignores) -> _Ignores:
    """Add the rules that lie in a folder to those from above it."""
    found = outer
    if ".git" in names:
        # Another repository begins here: git's rules from outside of it end.
        found = replace(found, git=_read(place, ".git/info/exclude"))
    if ".gitignore" in names:
        found = replace(found, git=(*_read(place, ".gitignore"), *found.git))
    if ".ignore" in names:
        found = replace(found, searcher=(*_read(place, ".ignore"), *found.searcher))
    return found


def _read(place: str, name: str) -> tuple[_Source, ...]:
    text = read_text(Path(place + name))
    return () if text is None else (_Source(place, gitignore.parse(text)),)
