"""This machine as locators see it: every question is answered from the disk and noted down."""

from __future__ import annotations

import mmap
import os
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from venvlens.core import layout
from venvlens.core.machine import Machine
from venvlens.system.windows_registry import registry_of

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterator
    from pathlib import PurePath

    from venvlens.core.tree import Listing, Tree
    from venvlens.system.disk import Looks
    from venvlens.system.host import Host

T = TypeVar("T")

_MOST_LINKS = 40
"""Links in a row that a kernel follows."""
_LARGEST_BINARY = 64 * 1024 * 1024
_VERSION_LITERAL = re.compile(
    rb"(?P<before>[^0-9.])(?P<version>\d+\.\d+\.\d+(?:(?:a|b|rc)\d+)?\+?)(?:\0| \(\d+\.\d+\.\d+)"
)


def machine_of(host: Host, looks: Looks) -> Machine:
    """Return the machine that a host is, seen through one pass over its disk."""
    files = RealFiles(looks, host.platform)
    registry = registry_of(host.platform)
    return Machine(host.platform, host.environ, host.home, host.path, files, registry)


def followed(path: PurePath) -> Iterator[PurePath]:
    """Yield a path and what it leads to, link by link; folders on the way stay as written."""
    for _ in range(_MOST_LINKS):
        yield path
        try:
            target = os.readlink(path)  # noqa: PTH115 - a PurePath cannot ask
        except (OSError, ValueError):
            return
        path = layout.normalised(path.parent / target)


@dataclass(frozen=True, slots=True)
class RealFiles:
    """The disk as locators ask it: :class:`~venvlens.core.machine.Files`."""

    looks: Looks
    platform: str

    def listing(self, folder: PurePath) -> Listing | None:
        """See :meth:`venvlens.core.tree.Tree.listing`."""
        # No environment is in an archive, which would be looked for on every level above.
        return self.looks.listing(folder) if self.is_folder(folder) else None

    def exists(self, path: PurePath) -> bool:
        """See :meth:`venvlens.core.tree.Tree.exists`."""
        # A relative path would be looked for where this process happens to run.
        return path.is_absolute() and self.looks.exists(path)

    def text(self, path: PurePath) -> str | None:
        """See :meth:`venvlens.core.tree.Tree.text`."""
        return self.looks.text(path) if self.exists(path) else None

    def recall(self, key: Hashable, make: Callable[[Tree], T]) -> T:
        """See :meth:`venvlens.core.tree.Tree.recall`."""
        return self.looks.recall(key, lambda inner: make(RealFiles(inner, self.platform)))

    def is_file(self, path: PurePath) -> bool:
        """See :meth:`venvlens.core.machine.Files.is_file`."""
        return self.exists(path) and not self.looks.is_folder(path)

    def is_folder(self, path: PurePath) -> bool:
        """See :meth:`venvlens.core.machine.Files.is_folder`."""
        return path.is_absolute() and self.looks.is_folder(path)

    def is_program(self, path: PurePath) -> bool:
        """See :meth:`venvlens.core.machine.Files.is_program`."""
        return self._start_of(path) not in (None, b"#!")

    def is_script(self, path: PurePath) -> bool:
        """See :meth:`venvlens.core.machine.Files.is_script`."""
        return self._start_of(path) == b"#!"

    def _start_of(self, path: PurePath) -> bytes | None:
        if not self.is_file(path) or not os.access(path, os.X_OK):
            return None
        return self.looks.recall(("start", path), lambda inner: _start(path, inner))

    def real(self, path: PurePath) -> PurePath:
        """See :meth:`venvlens.core.machine.Files.real`."""
        if self.platform == "win32":
            return self.resolved(path)
        if not path.is_absolute():
            return path
        self.exists(path)
        *_, last = followed(path)
        return last

    def resolved(self, path: PurePath) -> PurePath:
        """See :meth:`venvlens.core.machine.Files.resolved`."""
        if not path.is_absolute():
            return path
        self.exists(path)
        known = self.looks.real
        if path not in known:
            real = _realpath(path)
            known[path] = known[real] = real
        return known[path]

    def version_in(self, path: PurePath, series: str) -> str | None:
        """See :meth:`venvlens.core.machine.Files.version_in`."""
        if not self.is_file(path):
            return None
        key = ("version in", path, series)
        return self.looks.recall(key, lambda inner: _version_in(path, series, inner))


def _realpath(path: PurePath) -> PurePath:
    try:
        return path.__class__(os.path.realpath(path))
    except (OSError, ValueError):
        return path


def _start(path: PurePath, looks: Looks) -> bytes | None:
    if not looks.exists(path):
        return None
    try:
        with open(path, "rb") as file:  # noqa: PTH123 - a PurePath cannot
            return file.read(2)
    except OSError:
        return None


def _version_in(path: PurePath, series: str, looks: Looks) -> str | None:
    if not looks.exists(path):
        return None
    try:
        with open(path, "rb") as file, _mapped(file.fileno()) as data:  # noqa: PTH123
            return _search(data, f"{series}.".encode())
    except (OSError, ValueError):  # absent, unreadable, or empty and so not mappable
        return None


def _mapped(descriptor: int) -> mmap.mmap:
    whole = mmap.mmap(descriptor, 0, access=mmap.ACCESS_READ)
    if len(whole) <= _LARGEST_BINARY:
        return whole
    whole.close()
    return mmap.mmap(descriptor, _LARGEST_BINARY, access=mmap.ACCESS_READ)


def _search(data: mmap.mmap, start: bytes) -> str | None:
    """Find a string that is a version, or else ends with one.

    Linkers store a string that ends another one only once: where the configured
    prefix is ``/opt/3.12.1``, ``"3.12.1"`` does not start after a NUL.
    """
    ending = None
    at = data.find(start, 1)
    while at >= 0:
        match = _VERSION_LITERAL.match(data, at - 1)
        if match is not None and match["before"] == b"\0":
            return match["version"].decode()
        if match is not None and ending is None:
            ending = match["version"].decode()
        at = data.find(start, at + 1)
    return ending
