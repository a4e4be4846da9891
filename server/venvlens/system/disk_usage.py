"""How much of a disk a folder takes."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import PurePath

_MOST_ENTRIES = 500_000
"""Files and folders that are counted; the largest environments have a tenth of it."""
_BLOCK = 512
"""Bytes of one of ``st_blocks``, whatever the file system's own blocks are."""


@dataclass(frozen=True, slots=True)
class Usage:
    """What a folder takes on its disk."""

    size: int
    """Bytes; a file with several names in the folder counts once."""
    whole: bool
    """Whether all of it was counted: else it is more than that."""


def disk_usage(folder: PurePath) -> Usage:
    """Add up a folder and all below it; links are not followed, what cannot be read is nothing.

    The packages of uv and of pnpm-like stores are hard links to a cache: they count with their
    full size, since deleting the cache alone would free nothing.
    """
    seen: set[tuple[int, int]] = set()
    size = 0
    for count, status in enumerate(_walk(folder), 1):
        if count > _MOST_ENTRIES:
            return Usage(size, whole=False)
        if status.st_nlink > 1:
            identity = status.st_dev, status.st_ino
            if identity in seen:
                continue
            seen.add(identity)
        size += getattr(status, "st_blocks", -(-status.st_size // _BLOCK)) * _BLOCK
    return Usage(size, whole=True)


def _walk(folder: PurePath) -> Iterator[os.stat_result]:
    waiting: list[str] = [str(folder)]
    while waiting:
        try:
            with os.scandir(waiting.pop()) as entries:
                for entry in entries:
                    status = entry.stat(follow_symlinks=False)
                    yield status
                    if entry.is_dir(follow_symlinks=False):
                        waiting.append(entry.path)
        except (OSError, ValueError):
            continue
