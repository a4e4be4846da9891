"""Zip files and zipped eggs as folders: what ``zipimport`` would find in them."""

from __future__ import annotations

import zipfile
import zlib
from typing import TYPE_CHECKING

from venvlens.core.tree import Listing

if TYPE_CHECKING:
    from pathlib import PurePath

_MOST_MEMBERS = 100_000
_LARGEST_TEXT = 2**20
# zipimport loads no extension modules.
_LOADED = (".py", ".pyc")
_BROKEN = (OSError, ValueError, NotImplementedError, RuntimeError, EOFError, zipfile.BadZipFile)


class Archive:
    """The table of contents of one zip file; immutable."""

    def __init__(self, path: PurePath, folders: dict[str, Listing]) -> None:
        self._path = path
        self._folders = folders

    def listing(self, inner: PurePath) -> Listing | None:
        """Return what a folder in the archive holds; the path is absolute."""
        return self._folders.get(inner.relative_to(self._path).as_posix())

    def text(self, inner: PurePath) -> str | None:
        """Return the beginning of a member's text, None if it cannot be read."""
        try:
            with zipfile.ZipFile(self._path) as archive:
                member = archive.open(inner.relative_to(self._path).as_posix())
                with member:
                    return member.read(_LARGEST_TEXT).decode("utf-8", "surrogateescape")
        except (*_BROKEN, KeyError, zlib.error):
            return None


def read_archive(path: PurePath) -> Archive | None:
    """Read the contents of a zip file; None for any other file."""
    try:
        with zipfile.ZipFile(path) as archive:
            names = [member.filename for member in archive.infolist()[:_MOST_MEMBERS]]
    except _BROKEN:
        return None
    return Archive(path, _folders(names))


def _folders(names: list[str]) -> dict[str, Listing]:
    """Sort members by folder: one counts if it has an entry of its own, or an ``__init__``."""
    files: dict[str, set[str]] = {".": set()}
    folders: dict[str, set[str]] = {}
    for name in names:
        folder, _, file = name.rpartition("/")
        if not file:
            files.setdefault(folder, set())
        elif file.endswith(_LOADED):
            files.setdefault(folder or ".", set()).add(file)
            if file.startswith("__init__."):
                _link(folder, folders)
        if not file and folder:
            _link(folder, folders)
    return {
        folder: Listing(frozenset(files.get(folder, ())), frozenset(folders.get(folder, ())))
        for folder in files.keys() | folders.keys()
    }


def _link(folder: str, folders: dict[str, set[str]]) -> None:
    outer, _, name = folder.rpartition("/")
    folders.setdefault(outer or ".", set()).add(name)
