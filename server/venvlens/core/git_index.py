"""Git's index, which lists what is committed or about to be: bytes to paths.

Source: ``gitformat-index(5)``, versions 2 to 4. A sparse index has a folder, with a slash at its
end, in place of what is not checked out.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_STAT = 40
"""Bytes of an entry before the object's name."""
_MOST_ENTRIES = 2_000_000
_EXTENDED = 0x4000
_WORD = 64
"""Bits of a word of a bitmap."""


@dataclass(frozen=True, slots=True)
class Index:
    """What one file lists; a split index lists what its shared file does not."""

    paths: tuple[bytes, ...] = ()
    """From the root of the work tree."""
    shared: str | None = None
    """The name of the shared file's content, which its own name ends with."""
    dropped: frozenset[int] = frozenset()
    """Positions among the shared file's paths that no longer count."""


def read(data: bytes, hash_size: int = 20) -> Index:
    """Read an index; a broken one ends early."""
    version = int.from_bytes(data[4:8], "big")
    if data[:4] != b"DIRC" or version not in (2, 3, 4):
        return Index()
    paths, at = _entries(data, version, hash_size)
    # An entry that takes a shared one's place has no name of its own.
    named = tuple(path for path in paths if path)
    link = _extension(data, at, b"link")
    shared, bitmap = link[:hash_size], link[hash_size:]
    if not any(shared):
        return Index(named)
    return Index(named, shared.hex(), frozenset(_bits(bitmap)))


def _entries(data: bytes, version: int, hash_size: int) -> tuple[list[bytes], int]:
    """Return the paths and where they end."""
    count = min(int.from_bytes(data[8:12], "big"), _MOST_ENTRIES)
    found: list[bytes] = []
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
            return found, len(data)
        path = path[:kept] + data[start:end]
        found.append(path)
        # Entries before version 4 are padded with one to eight NULs.
        at = end + 1 if version == 4 else at + ((end - at) // 8 + 1) * 8
    return found, at


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


def _extension(data: bytes, at: int, wanted: bytes) -> bytes:
    """Return what an extension behind the entries holds, nothing if there is none."""
    while at + 8 <= len(data):
        size = int.from_bytes(data[at + 4 : at + 8], "big")
        if data[at : at + 4] == wanted:
            return data[at + 8 : at + 8 + size]
        at += 8 + size
    return b""


def _bits(bitmap: bytes) -> Iterator[int]:
    """Yield the positions of the bits that are set in an EWAH bitmap.

    Words of 64 bits: one that tells of a run of equal words, and how many follow as they are.
    """
    count = int.from_bytes(bitmap[4:8], "big")
    words = [int.from_bytes(bitmap[at : at + 8], "big") for at in range(8, len(bitmap) - 7, 8)]
    position, at = 0, 0
    while at < min(count, len(words)) and position < _MOST_ENTRIES:
        run, literals = (words[at] >> 1) & 0xFFFFFFFF, words[at] >> 33
        end = position + run * _WORD
        if words[at] & 1:
            yield from range(position, min(end, _MOST_ENTRIES))
        position = end
        for word in words[at + 1 : at + 1 + literals]:
            yield from (position + bit for bit in range(_WORD) if word >> bit & 1)
            position += _WORD
        at += 1 + literals
