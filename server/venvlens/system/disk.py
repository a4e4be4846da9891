"""The disk as a :class:`~venvlens.core.tree.Tree`, remembered by what it was read from.

Two objects with two lives: a :class:`Disk` remembers for as long as the program runs, a
:class:`Looks` is one pass over it that notes down everything it was told. A value derived
from a pass is right for as long as nothing in its notes has changed.
"""

from __future__ import annotations

import os
import stat
import time
from typing import TYPE_CHECKING, NamedTuple

from venvlens.core.tree import Listing

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import PurePath

_LARGEST_TEXT = 4 * 2**20
"""Bytes of a text file that are read; what comes after does not decide anything."""
_KEPT_TEXTS = 512
_KEPT_LISTINGS = 20_000

_TICK_NS = 50_000_000
"""Nanoseconds in which a second change may leave a time stamp as it was: kernels stamp by tick."""
_COARSE_NS = 2_000_000_000
"""The same for file systems that keep whole or even seconds."""


class Stamp(NamedTuple):
    """What tells one state of a file or folder from another."""

    mtime_ns: int
    size: int
    inode: int
    is_folder: bool
    settled: bool = True
    """False if a change after the reading could have left the other fields alike."""


class Disk:
    """Listings and texts, remembered across passes; safe to use from several threads.

    Every value it keeps is immutable and replaced whole, so the worst that a race costs
    is reading something twice.
    """

    def __init__(self) -> None:
        self._listings: dict[PurePath, tuple[Stamp, Listing]] = {}
        self._texts: dict[PurePath, tuple[Stamp, str]] = {}

    def stamp(self, path: PurePath) -> Stamp | None:
        """Return the state of what is at a path now, None if nothing is."""
        try:
            found = os.stat(path)  # noqa: PTH116 - a PurePath cannot ask, and this is the hot path
        except (OSError, ValueError):
            return None
        age = time.time_ns() - found.st_mtime_ns
        settled = age > (_TICK_NS if found.st_mtime_ns % 1_000_000_000 else _COARSE_NS)
        is_folder = stat.S_ISDIR(found.st_mode)
        return Stamp(found.st_mtime_ns, found.st_size, found.st_ino, is_folder, settled)

    def listing(self, path: PurePath, stamp: Stamp | None) -> Listing | None:
        """Return what a folder holds in the given state."""
        if stamp is None or not stamp.is_folder:
            return None
        kept = self._listings.get(path)
        if kept and kept[0] == stamp and stamp.settled:
            return kept[1]
        listing = _list(path)
        if listing is not None:
            if len(self._listings) >= _KEPT_LISTINGS:
                self._listings.clear()
            self._listings[path] = (stamp, listing)
        return listing

    def text(self, path: PurePath, stamp: Stamp | None) -> str | None:
        """Return a file's text in the given state."""
        if stamp is None or stamp.is_folder:
            return None
        kept = self._texts.get(path)
        if kept and kept[0] == stamp and stamp.settled:
            return kept[1]
        text = read_text(path)
        if text is not None and len(text) < _LARGEST_TEXT:
            if len(self._texts) >= _KEPT_TEXTS:
                self._texts.clear()
            self._texts[path] = (stamp, text)
        return text


class NotSeenError(Exception):
    """A closed pass was asked about something that it has not looked at."""


class Looks:
    """One pass over a disk: answers stay the same for its whole life, and are noted down.

    Once closed it answers from memory alone, so that it can be asked where nothing may wait
    for a disk, and raises :class:`NotSeenError` where it would have to look.
    """

    def __init__(self, disk: Disk) -> None:
        self._disk = disk
        self._closed = False
        self._texts: dict[PurePath, str | None] = {}
        self._stamps: dict[PurePath, Stamp | None] = {}
        self._listings: dict[PurePath, Listing | None] = {}

    def listing(self, folder: PurePath) -> Listing | None:
        """See :meth:`venvlens.core.tree.Tree.listing`."""
        try:
            return self._listings[folder]
        except KeyError:
            self._must_be_open()
            found = self._disk.listing(folder, self._stamp(folder))
            self._listings[folder] = found
            return found

    def text(self, path: PurePath) -> str | None:
        """See :meth:`venvlens.core.tree.Tree.text`."""
        try:
            return self._texts[path]
        except KeyError:
            self._must_be_open()
            found = self._disk.text(path, self._stamp(path))
            self._texts[path] = found
            return found

    def exists(self, path: PurePath) -> bool:
        """See :meth:`venvlens.core.tree.Tree.exists`."""
        return self._stamp(path) is not None

    def is_folder(self, path: PurePath) -> bool:
        """Tell whether a folder is at a path."""
        stamp = self._stamp(path)
        return stamp is not None and stamp.is_folder

    @property
    def notes(self) -> Mapping[PurePath, Stamp | None]:
        """Everything that was looked at, with the state it was in."""
        return self._stamps

    @property
    def closed(self) -> bool:
        """Whether it answers from memory alone."""
        return self._closed

    def close(self) -> None:
        """Answer from memory alone from now on."""
        self._closed = True

    def _must_be_open(self) -> None:
        if self._closed:
            raise NotSeenError

    def add(self, notes: Mapping[PurePath, Stamp | None]) -> None:
        """Take over the notes of another pass that this one builds on."""
        self._stamps.update(notes)

    def _stamp(self, path: PurePath) -> Stamp | None:
        try:
            return self._stamps[path]
        except KeyError:
            self._must_be_open()
            stamp = self._disk.stamp(path)
            self._stamps[path] = stamp
            return stamp


def unchanged(notes: Mapping[PurePath, Stamp | None], disk: Disk) -> bool:
    """Tell whether everything that was noted is still as it was."""
    return all(
        disk.stamp(path) == stamp and (stamp is None or stamp.settled)
        for path, stamp in notes.items()
    )


def read_text(path: PurePath) -> str | None:
    """Read the beginning of a file as UTF-8 without ever failing on its bytes."""
    try:
        # O_NONBLOCK: a named pipe that nobody writes to must not hold us up.
        with open(path, "rb", opener=_without_waiting) as file:
            return file.read(_LARGEST_TEXT).decode("utf-8", "surrogateescape")
    except (OSError, ValueError):
        return None


def _without_waiting(path: str, flags: int) -> int:
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0))


def _list(path: PurePath) -> Listing | None:
    files: list[str] = []
    folders: list[str] = []
    try:
        with os.scandir(path) as entries:
            for entry in entries:
                if _is_folder(entry):
                    folders.append(entry.name)
                elif not entry.is_symlink() or _leads_somewhere(entry):
                    files.append(entry.name)
    except (OSError, ValueError):
        return None
    return Listing(frozenset(files), frozenset(folders))


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:
        return False


def _leads_somewhere(entry: os.DirEntry[str]) -> bool:
    try:
        return stat.S_ISREG(entry.stat().st_mode)
    except OSError:
        return False
