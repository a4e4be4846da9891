"""A disk made of a table, for tests of the core."""

from collections.abc import Callable, Hashable, Mapping
from pathlib import PurePath, PurePosixPath
from typing import TypeVar

from venvlens.core.tree import Listing, Tree

T = TypeVar("T")


class TableTree:
    """Answers from a table of files; every folder on the way to a file exists."""

    def __init__(self, files: Mapping[str, str]) -> None:
        self._texts = {PurePosixPath(path): text for path, text in files.items()}
        self._files: dict[PurePath, set[str]] = {}
        self._folders: dict[PurePath, set[str]] = {}
        for path in self._texts:
            if path.name != "-":
                self._files.setdefault(path.parent, set()).add(path.name)
            for inner in path.parents:
                self._folders.setdefault(inner, set())
                if inner.name:
                    self._folders.setdefault(inner.parent, set()).add(inner.name)

    def listing(self, folder: PurePath) -> Listing | None:
        if folder not in self._folders:
            return None
        files = self._files.get(folder, set())
        return Listing(frozenset(files), frozenset(self._folders[folder]))

    def text(self, path: PurePath) -> str | None:
        return self._texts.get(PurePosixPath(path))

    def exists(self, path: PurePath) -> bool:
        return path in self._texts or path in self._folders

    def recall(self, key: Hashable, make: Callable[[Tree], T]) -> T:
        return make(self)


def tree(*files: str, **texts: str) -> TableTree:
    """Make a tree of empty files; a name that ends in ``/`` is an empty folder."""
    named = {file + "-" if file.endswith("/") else file: "" for file in files}
    return TableTree(named | texts)
