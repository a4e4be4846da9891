"""The disk as a :class:`~venvlens.core.tree.Tree`, remembered by what it was read from.

Two objects with two lives: a :class:`Disk` remembers for as long as the program runs, a
:class:`Looks` is one pass over it that notes down everything it was told. A value derived
from a pass is right for as long as nothing in its notes has changed.
"""

from __future__ import annotations

import os
import stat
import time
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from venvlens.system.archive import read_archive
from venvlens.system.files import list_folder, read_text

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Mapping
    from pathlib import PurePath

    from venvlens.core.tree import Listing
    from venvlens.system.archive import Archive

_KEPT_TEXT = 8 * 2**20
"""Characters of all texts together that are remembered."""
_KEPT_NAMES = 2_000_000
"""Names in all listings together that are remembered."""
_KEPT_ARCHIVES = 32
_KEPT_DERIVED = 20_000

T = TypeVar("T")

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
        self._names = 0
        self._texts: dict[PurePath, tuple[Stamp, str]] = {}
        self._characters = 0
        self._archives: dict[PurePath, tuple[Stamp, Archive | None]] = {}
        self.derived: dict[Hashable, tuple[Any, Mapping[PurePath, Stamp | None]]] = {}
        """Values made from looks, with the notes they were made from; see :meth:`Looks.recall`."""

    def stamp(self, path: PurePath) -> Stamp | None:
        """Return the state of what is at a path now, None if nothing is."""
        try:
            found = os.stat(path)  # noqa: PTH116 - a PurePath cannot ask, and this is the hot path
        except (OSError, ValueError):
            return None
        mtime_ns = found.st_mtime_ns
        age = time.time_ns() - mtime_ns
        settled = age > (_TICK_NS if mtime_ns % 1_000_000_000 else _COARSE_NS)
        is_folder = stat.S_ISDIR(found.st_mode)
        return Stamp(mtime_ns, found.st_size, found.st_ino, is_folder, settled)

    def listing(self, path: PurePath, stamp: Stamp | None) -> Listing | None:
        """Return what a folder holds in the given state."""
        if stamp is None or not stamp.is_folder:
            return None
        kept = self._listings.get(path)
        if kept and kept[0] == stamp and stamp.settled:
            return kept[1]
        listing = list_folder(path)
        if listing is not None:
            self._names += len(listing.files) + len(listing.folders) + 1
            if self._names > _KEPT_NAMES:
                self._listings.clear()
                self._names = 0
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
        if text is not None and len(text) < _KEPT_TEXT // 8:
            self._characters += len(text) + 100
            if self._characters > _KEPT_TEXT:
                self._texts.clear()
                self._characters = 0
            self._texts[path] = (stamp, text)
        return text

    def archive(self, path: PurePath, stamp: Stamp) -> Archive | None:
        """Return the contents of a file in the given state, if it is a zip file."""
        kept = self._archives.get(path)
        if kept and kept[0] == stamp and stamp.settled:
            return kept[1]
        if len(self._archives) >= _KEPT_ARCHIVES:
            self._archives.clear()
        archive = read_archive(path) if stamp.size else None
        self._archives[path] = (stamp, archive)
        return archive


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
        self._archived: dict[PurePath, Archive] = {}
        """Folders in archives."""
        self._recalled: dict[Hashable, Any] = {}
        self.real: dict[PurePath, PurePath] = {}
        """Where links lead to from the root on, as far as it was asked; no stamp tells of it."""

    def listing(self, folder: PurePath) -> Listing | None:
        """See :meth:`venvlens.core.tree.Tree.listing`."""
        try:
            return self._listings[folder]
        except KeyError:
            self._must_be_open()
            stamp = self._stamp(folder)
            is_folder = stamp is not None and stamp.is_folder
            found = self._disk.listing(folder, stamp) if is_folder else self._in_archive(folder)
            self._listings[folder] = found
            return found

    def text(self, path: PurePath) -> str | None:
        """See :meth:`venvlens.core.tree.Tree.text`."""
        try:
            return self._texts[path]
        except KeyError:
            self._must_be_open()
            archive = self._archived.get(path.parent)
            found = archive.text(path) if archive else self._disk.text(path, self._stamp(path))
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

    def recall(self, key: Hashable, make: Callable[[Looks], T]) -> T:
        """Return a value made from looks alone, made anew if anything of them has changed.

        ``key`` stands for ``make`` and all that it depends on besides the disk.
        """
        if key in self._recalled:
            known: T = self._recalled[key]
            return known
        kept = self._disk.derived.get(key)
        if kept is None or not self._agrees_with(kept[1]):
            self._must_be_open()
            inner = Looks(self._disk)
            inner.real = self.real
            kept = make(inner), inner.notes
            if len(self._disk.derived) >= _KEPT_DERIVED:
                self._disk.derived.clear()
            self._disk.derived[key] = kept
        self.add(kept[1])
        value: T = kept[0]
        self._recalled[key] = value
        return value

    def _agrees_with(self, notes: Mapping[PurePath, Stamp | None]) -> bool:
        return all(
            self._stamp(path) == stamp and (stamp is None or stamp.settled)
            for path, stamp in notes.items()
        )

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

    def _in_archive(self, folder: PurePath) -> Listing | None:
        """List a zip file, or a folder in one, as if it were a folder."""
        for outer in (folder, *folder.parents):
            stamp = self._stamps.get(outer) or self._disk.stamp(outer)
            if stamp is None:
                self._stamps[outer] = None
                continue
            if stamp.is_folder:
                # Not noted: that it is there is no news, whatever else happens in it.
                return None
            archive = self._disk.archive(outer, self._stamp(outer) or stamp)
            listing = archive.listing(folder) if archive else None
            if archive and listing:
                self._archived[folder] = archive
            return listing
        return None


def unchanged(notes: Mapping[PurePath, Stamp | None], disk: Disk) -> bool:
    """Tell whether everything that was noted is still as it was."""
    return all(
        disk.stamp(path) == stamp and (stamp is None or stamp.settled)
        for path, stamp in notes.items()
    )
