"""Machines as tables, of any system: a disk, variables, a home, a PATH and a registry."""

from collections.abc import Callable, Hashable, Mapping
from pathlib import PurePath, PurePosixPath, PureWindowsPath
from typing import TypeVar

from venvlens.core.layout import normalised
from venvlens.core.machine import Machine
from venvlens.core.tree import Listing, Tree

T = TypeVar("T")

PROGRAM = "\x7fELF"
"""The text of a file that can be started; ``PROGRAM + "3.12.1"`` has that version inside."""
SCRIPT = "#!/bin/sh\n"
_MOST_LINKS = 40


class DescribedFiles:
    """Answers from a table of files and links; every folder on the way to one exists.

    A path that ends with a slash is an empty folder; links may lead to files and folders.
    """

    def __init__(
        self, windows: bool, files: Mapping[str, str], links: Mapping[str, str] | None = None
    ) -> None:
        self._path = PureWindowsPath if windows else PurePosixPath
        self._windows = windows
        self._links = {self._path(a): self._path(b) for a, b in (links or {}).items()}
        self._texts = {
            self._path(path): text for path, text in files.items() if path[-1:] not in ("/", "\\")
        }
        empty = [self._path(path) for path in files if path[-1:] in ("/", "\\")]
        named = [path.parent for path in (*self._texts, *self._links)] + empty
        self._folders = {outer for folder in named for outer in (folder, *folder.parents)}

    def exists(self, path: PurePath) -> bool:
        real = self.resolved(path)
        return path.is_absolute() and (real in self._texts or real in self._folders)

    def is_file(self, path: PurePath) -> bool:
        return path.is_absolute() and self.resolved(path) in self._texts

    def is_folder(self, path: PurePath) -> bool:
        return path.is_absolute() and self.resolved(path) in self._folders

    def text(self, path: PurePath) -> str | None:
        return self._texts.get(self.resolved(path)) if path.is_absolute() else None

    def listing(self, folder: PurePath) -> Listing | None:
        real = self.resolved(folder)
        if real not in self._folders:
            return None
        members = {*self._texts, *self._folders, *self._links}
        names = [path.name for path in members if path.parent == real and path != real]
        files = frozenset(name for name in names if self.is_file(folder / name))
        folders = frozenset(name for name in names if self.is_folder(folder / name))
        return Listing(files, folders, frozenset(names) - files - folders)

    def is_program(self, path: PurePath) -> bool:
        return (self.text(path) or "").startswith(PROGRAM)

    def is_script(self, path: PurePath) -> bool:
        return (self.text(path) or "").startswith("#!")

    def real(self, path: PurePath) -> PurePath:
        if self._windows:
            return self.resolved(path)
        for _ in range(_MOST_LINKS):
            if path not in self._links:
                return path
            path = normalised(path.parent / self._links[path])
        return path

    def resolved(self, path: PurePath) -> PurePath:
        for _ in range(_MOST_LINKS):
            # From the root on, so that ``..`` in a link means the folder that it really is in.
            for outer in (*reversed(path.parents), path):
                if outer in self._links:
                    target = normalised(outer.parent / self._links[outer])
                    path = target / path.relative_to(outer)
                    break
            else:
                return path
        return path

    def version_in(self, path: PurePath, series: str) -> str | None:
        version = (self.text(path) or "").removeprefix(PROGRAM)
        return version if version.startswith(f"{series}.") else None

    def recall(self, key: Hashable, make: Callable[[Tree], T]) -> T:
        return make(self)


class DescribedRegistry:
    """Keys to their values by name; the keys above exist too."""

    def __init__(self, table: Mapping[str, Mapping[str, str]]) -> None:
        self._table = {key.lower(): dict(values) for key, values in table.items()}
        self._spelt = list(table)

    def keys(self, key: str) -> tuple[str, ...]:
        start = f"{key}\\".lower()
        below = [spelt for spelt in self._spelt if spelt.lower().startswith(start)]
        return tuple(dict.fromkeys(spelt[len(start) :].split("\\")[0] for spelt in below))

    def value(self, key: str, name: str) -> str | None:
        return self._table.get(key.lower(), {}).get(name)


def described(
    platform: str = "linux",
    files: Mapping[str, str] | None = None,
    *,
    links: Mapping[str, str] | None = None,
    environ: Mapping[str, str] | None = None,
    home: str = "",
    path: tuple[str, ...] = (),
    registry: Mapping[str, Mapping[str, str]] | None = None,
) -> Machine:
    """Describe a machine in the words of its own system."""
    windows = platform == "win32"
    kind = PureWindowsPath if windows else PurePosixPath
    usual = {"win32": r"C:\Users\me", "darwin": "/Users/me"}.get(platform, "/home/me")
    return Machine(
        platform,
        environ or {},
        kind(home or usual),
        tuple(kind(folder) for folder in path),
        DescribedFiles(windows, files or {}, links),
        DescribedRegistry(registry or {}),
    )
