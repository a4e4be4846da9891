"""Git's index, which lists what is committed or about to be: bytes to paths.

Source: ``gitformat-index(5)``, versions 2 to 4. A split index lists only what its shared
file does not, and a sparse one has folders in place of what is not checked out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_STAT = 40
"""Bytes of an entry before the object's name."""
_MOST_ENTRIES = 2_000_000
_EXTENDED = 0x4000


def paths(data: bytes, hash_size: int = 20) -> Iterator[bytes]:
    """Yield the paths of an index, from the root of the work tree; a broken one ends early."""
    version = int.from_bytes(data[4:8], "big")
    if data[:4] != b"DIRC" or version not in (2, 3, 4):
        return
    count = min(int.from_bytes(data[8:12], "big"), _MOST_ENTRIES)
    at, path = 12, b""
    for _ in range(count):
        flags = int.from_bytes(data[at + _STAT + hash_size : at + _STAT + hash_size + 2], "big")
        start = at + _STAT + hash_size + (4 if flags & _EXTENDED else 2)
        kept = 0
        if version == 4:
            cut, start = _number(data, start)
            kept = len(path) - cut
        end = data.find(b"\0", start)
        if end < 0 or kept < 0:
            return
        path = path[:kept] + data[start:end]
        yield path
        # Entries before version 4 are padded with one to eight NULs.
        at = end + 1 if version == 4 else at + ((end - at) // 8 + 1) * 8


def _number(data: bytes, at: int) -> tuple[int, int]:
    """Read a number of variable width as in pack files, and return where it ends."""
    value = 0
    while at < len(data):
        byte = data[at]
        at += 1
        value = (value << 7) | (byte & 0x7F)
        if not byte & 0x80 or value > len(data):
            break
        value += 1
    return value, at
