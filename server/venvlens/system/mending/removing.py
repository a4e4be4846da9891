"""Removing an environment that the user named: set aside first, and then that very folder."""

from __future__ import annotations

import os
import stat
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from venvlens.core.display import with_version
from venvlens.core.plans import Cannot
from venvlens.system.locators import prefix as prefix_
from venvlens.system.mending.removable import hindrance
from venvlens.system.mending.set_aside import free, identity, remove_old

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import PurePath

    from venvlens.core.machine import Machine
    from venvlens.system.process.folders import Identity

_REPOSITORY = ".git"


@dataclass(frozen=True, slots=True)
class Removal:
    """An environment that can be removed, as it was when it was looked at."""

    prefix: Path
    known: Identity
    entries: int
    """How many files and folders are in it."""
    title: str


def plan(prefix: Path, machine: Machine, around: Iterable[PurePath]) -> Removal | Cannot:
    """Look whether a folder is an environment that may be removed, down to its last file.

    ``around`` are the folders that are open: what holds one of them is never removed.
    """
    found = prefix_.describe(prefix, machine, "named by the user")
    if found is None:
        said = "is no environment" if os.path.lexists(prefix) else "is not there"
        return Cannot(f"{prefix} {said}")
    why = hindrance(found, machine, around)
    known = identity(prefix)
    if why is not None or known is None:
        return Cannot(why or f"{prefix} is a link")
    entries = _look_through(prefix)
    if isinstance(entries, str):
        return Cannot(entries)
    return Removal(prefix, known, entries, f"Remove {with_version(found, prefix.parent.parent)}")


def carry_out(removal: Removal) -> str:
    """Remove an environment; return what did not work as a sentence, or nothing.

    What cannot be moved, or is another folder by now, stays where it is. So does one of which
    nothing could be removed; else what is left keeps the name that it has aside.
    """
    prefix, aside = removal.prefix, Path(free(removal.prefix))
    if identity(prefix) != removal.known:
        return f"{prefix} is not the folder that was looked at, so nothing was removed."
    try:
        prefix.rename(aside)
    except OSError as error:
        return f"{prefix} cannot be moved, so nothing was removed: {error.strerror}."
    problem = remove_old(aside, removal.known)
    if not problem:
        return ""
    if _is_whole(aside, removal) and _is_back(aside, prefix):
        return f"{prefix} cannot be removed, and is as it was."
    return problem


def _is_whole(aside: Path, removal: Removal) -> bool:
    """Tell whether nothing was removed yet; what took the place of the folder was not touched."""
    is_same = identity(aside) == removal.known
    return not is_same or _look_through(aside) == removal.entries


def _is_back(aside: Path, prefix: Path) -> bool:
    try:
        if not os.path.lexists(prefix):
            aside.rename(prefix)
            return True
    except OSError:
        pass
    return False


def _look_through(prefix: Path) -> int | str:
    """Count what is in an environment, or say as a clause what must not go with it.

    Sources are not removed, nor what is mounted there; and it is better to refuse than to stop in
    the middle at folders of another user.
    """
    entries, device = 0, os.lstat(prefix).st_dev
    waiting = [prefix]
    while waiting:
        folder = waiting.pop()
        found = tuple(_listed(folder))
        entries += len(found)
        if why := _must_stay(folder, device, found):
            return f"{prefix} cannot be removed: {folder} {why}"
        waiting += [Path(one.path) for one in found if _is_folder(one)]
    return entries


def _must_stay(folder: Path, device: int, found: tuple[os.DirEntry[str], ...]) -> str:
    try:
        status = os.lstat(folder)
    except OSError:
        return ""
    if status.st_dev != device:
        return "is mounted from elsewhere"
    if any(one.name == _REPOSITORY for one in found):
        return "is a git repository, move it away first"
    is_own = not hasattr(os, "geteuid") or status.st_uid == os.geteuid()
    if not is_own and not os.access(folder, os.W_OK | os.X_OK):
        return "belongs to another user"
    return ""


def _listed(folder: Path) -> Iterator[os.DirEntry[str]]:
    try:
        with os.scandir(folder) as found:
            yield from found
    except OSError:
        return


def _is_folder(entry: os.DirEntry[str]) -> bool:
    """Tell whether an entry is a folder to look into; links and junctions are not."""
    if not entry.is_dir(follow_symlinks=False):
        return False
    attributes: int = getattr(entry.stat(follow_symlinks=False), "st_file_attributes", 0)
    return not attributes & stat.FILE_ATTRIBUTE_REPARSE_POINT
