"""What an environment held before a plan: kept by hard links, put back if the plan fails.

pip and uv write into an environment file by file. Ended half-way, they leave distributions without
a RECORD, which nothing can uninstall, and take those apart that they were replacing.
"""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
import stat
import tempfile
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from venvlens.core.plans import changes
from venvlens.system.process.removal import remove

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import PurePath

HOLD = ".venvlens-undo-"
"""How the folder beside an environment begins whose links hold what was there before.

Beside and not inside: ``uv sync`` empties an environment whose Python is not the one it wants.
"""

_HELD = "before"
_MOST = 400_000
"""Entries of an environment; of a larger one nothing is kept, that would take minutes."""
_MANY = 500
"""Entries; on a busy disk it takes tenths of a second to remove the links of more."""
_STALE_SECONDS = 24 * 3600.0
"""A hold as old as this is of a program that was killed: no plan takes as long."""
_LIBRARIES = ("lib/*", "Lib")
"""Where site-packages are, on POSIX and on Windows."""
# Written in place by tools, which a hard link does not outlive: start-up lines, conda's log.
_COPIED = (".pth", ".cfg", ".egg-link", "history")
# A full or read-only disk is no place for a plan; a file system without hard links is.
_NO_PLACE = (errno.ENOSPC, errno.EDQUOT, errno.EROFS)


@dataclass(frozen=True, slots=True)
class Entry:
    """A file, folder or link: what tells whether it is still the same."""

    mode: int
    number: int = 0
    size: int = 0
    changed: int = 0
    target: str = ""
    """Where a link leads."""


class Contents:
    """What an environment held at one moment."""

    def __init__(self, prefix: PurePath) -> None:
        """Hold what is there; raises ``OSError`` for a disk that is full or read-only."""
        self._root = Path(os.path.realpath(prefix))
        self._before: dict[str, Entry] = {}
        self._versions: dict[str, str] = {}
        self._hold: Path | None = None
        if is_environment(prefix):
            self._versions = _versions(self._root)
            self._take()

    def put_back(self) -> str:
        """Make the environment what it was before; say what could not be done."""
        if self._hold is None:
            changed = self.changed()
            return f"it left {changed}; look at it, or recreate the environment" if changed else ""
        kept = f"what it held before is in {self._hold / _HELD}"
        if self._root.is_symlink() or (self._root.exists() and not self._root.is_dir()):
            return f"{self._root} is something else now, {kept}"
        with contextlib.suppress(OSError):
            self._root.mkdir(exist_ok=True)
        now = dict(_entries(self._root))
        for name in sorted(now.keys() - self._before.keys()):
            remove(self._root / name)
        for name, entry in self._before.items():
            if now.get(name) != entry:
                self._restore(name, entry)
        lost = [name for name, entry in self._before.items() if not self._is_back(name, entry)]
        if lost:
            more = f" and {len(lost) - 1} more" if len(lost) > 1 else ""
            return f"{self._root / lost[0]}{more} could not be put back, {kept}"
        self.let_go()
        return ""

    def changed(self) -> str | None:
        """Tell which distributions are other ones now; None if nothing was looked at before."""
        if not self._before:
            return None
        return changes.told(self._versions, _versions(self._root))

    def let_go(self) -> None:
        """Remove the links: the environment stays as it is now."""
        if self._hold is not None:
            remove(self._hold)
            self._hold = None

    def let_go_soon(self) -> None:
        """Remove the links, in a thread of its own if they are so many that it takes long."""
        if len(self._before) < _MANY:
            self.let_go()
        else:
            # No daemon: a program that ends meanwhile waits for it.
            threading.Thread(target=self.let_go, name="venvlens-let-go").start()

    def _take(self) -> None:
        for name, entry in _entries(self._root):
            self._before[name] = entry
            if len(self._before) > _MOST:
                return
        _remove_stale(self._root.parent)
        try:
            hold = Path(tempfile.mkdtemp(prefix=HOLD, dir=self._root.parent))
        except PermissionError:
            return
        try:
            self._fill(hold)
            self._hold = hold
        except OSError as error:
            remove(hold)
            if error.errno in _NO_PLACE:
                raise

    def _fill(self, hold: Path) -> None:
        # Hidden from git, and one level down from where environments are looked for.
        Path(hold, ".gitignore").write_text("*\n", "utf-8")
        held = Path(hold, _HELD)
        held.mkdir()
        # Plain texts: for tens of thousands of files, making paths takes as long as the links do.
        for name, entry in self._before.items():
            _keep(f"{self._root}/{name}", f"{held}/{name}", entry)

    def _restore(self, name: str, entry: Entry) -> None:
        path = self._root / name
        is_folder = stat.S_ISDIR(entry.mode)
        with contextlib.suppress(OSError):
            is_still_one = is_folder and path.is_dir() and not path.is_symlink()
            if os.path.lexists(path) and not is_still_one:
                number = _entry(path).number  # 0 for what is not a file
                if number and number == _entry(self._held(name)).number:
                    path.chmod(stat.S_IMODE(entry.mode))
                    return  # what is held is the same file: if it was written to, that is lost
                remove(path)
            if entry.target:
                path.symlink_to(entry.target)
            elif is_folder:
                path.mkdir(exist_ok=True)
                path.chmod(stat.S_IMODE(entry.mode))
            else:
                os.rename(self._held(name), path)  # noqa: PTH104

    def _held(self, name: str) -> Path:
        return Path(self._hold or self._root, _HELD, name)

    def _is_back(self, name: str, entry: Entry) -> bool:
        try:
            now = _entry(self._root / name)
        except OSError:
            return False
        # A copy and a new link are other files with the same content.
        wanted = (entry.mode, entry.size, entry.changed, entry.target)
        return (now.mode, now.size, now.changed, now.target) == wanted


def is_environment(prefix: PurePath) -> bool:
    """Tell whether a folder holds what the tools keep in an environment's own."""
    root = Path(prefix)
    return (root / "pyvenv.cfg").is_file() or (root / "conda-meta").is_dir()


def _entries(root: Path, below: str = "") -> Iterator[tuple[str, Entry]]:
    """Yield what is in a folder by its relative path, a folder before what is in it."""
    with contextlib.suppress(FileNotFoundError), os.scandir(root / below) as found:
        for one in found:
            name = f"{below}/{one.name}" if below else one.name
            yield name, _entry(one)
            if one.is_dir(follow_symlinks=False):
                yield from _entries(root, name)


def _entry(path: Path | os.DirEntry[str]) -> Entry:
    status = path.stat(follow_symlinks=False)
    if stat.S_ISDIR(status.st_mode):
        return Entry(status.st_mode)
    if stat.S_ISLNK(status.st_mode):
        return Entry(status.st_mode, target=os.readlink(path))  # noqa: PTH115
    return Entry(status.st_mode, status.st_ino, status.st_size, status.st_mtime_ns)


def _keep(path: str, kept: str, entry: Entry) -> None:
    if stat.S_ISDIR(entry.mode):
        os.mkdir(kept)  # noqa: PTH102
    elif entry.target:
        Path(kept).symlink_to(entry.target)
    elif path.endswith(_COPIED):
        shutil.copy2(path, kept, follow_symlinks=False)
    elif stat.S_ISREG(entry.mode):
        os.link(path, kept)


def _versions(root: Path) -> dict[str, str]:
    found = (root.glob(f"{library}/site-packages/*-info") for library in _LIBRARIES)
    return changes.versions(path.name for one in found for path in one)


def _remove_stale(folder: Path) -> None:
    for hold in folder.glob(f"{HOLD}*"):
        with contextlib.suppress(OSError):
            if time.time() - hold.stat().st_mtime > _STALE_SECONDS:
                remove(hold)
