"""Reading files and folders once, without ever failing or waiting for what cannot be read."""

from __future__ import annotations

import os
import stat
from typing import TYPE_CHECKING

from venvlens.core.tree import Listing

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import PurePath

_LARGEST_TEXT = 4 * 2**20
"""Bytes of a text file that are read; what comes after does not decide anything."""


def read_text(path: PurePath) -> str | None:
    """Read the beginning of a regular file as UTF-8 without ever failing on its bytes."""
    try:
        # O_NONBLOCK: a named pipe that nobody writes to must not hold us up.
        with open(path, "rb", opener=_without_waiting) as file:
            if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
                return None
            return file.read(_LARGEST_TEXT).decode("utf-8", "surrogateescape")
    except (OSError, ValueError):
        return None


def list_folder(path: PurePath) -> Listing | None:
    """Return what a folder holds, None if it cannot be listed."""
    files: list[str] = []
    folders: list[str] = []
    others: list[str] = []
    try:
        with os.scandir(path) as entries:
            for entry in entries:
                if _is(entry, os.DirEntry.is_dir):
                    folders.append(entry.name)
                elif _is(entry, os.DirEntry.is_file):
                    files.append(entry.name)
                else:
                    others.append(entry.name)
    except (OSError, ValueError):
        return None
    return Listing(frozenset(files), frozenset(folders), frozenset(others))


def _without_waiting(path: str, flags: int) -> int:
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0))


def _is(entry: os.DirEntry[str], kind: Callable[[os.DirEntry[str]], bool]) -> bool:
    """Ask what an entry leads to; a loop of links leads to nothing."""
    try:
        return kind(entry)
    except OSError:
        return False
