"""Columns: code points inside, the client's units outside."""

from __future__ import annotations

import re

from lsprotocol import types

_BYTES = {
    types.PositionEncodingKind.Utf8.value: ("utf-8", 1),
    types.PositionEncodingKind.Utf16.value: ("utf-16-le", 2),
    types.PositionEncodingKind.Utf32.value: ("utf-32-le", 4),
}
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")


def agreed(encoding: types.PositionEncodingKind | str | None) -> str:
    """Return the name of the units that client and server have agreed on.

    pygls gives an enum's member for a client that offers none, and a string otherwise.
    """
    return types.PositionEncodingKind(encoding or types.PositionEncodingKind.Utf16).value


def to_units(line: str, column: int, encoding: str) -> int:
    """Return a column in the client's units."""
    before = line[:column]
    if before.isascii():
        return column
    codec, size = _BYTES[encoding]
    return len(before.encode(codec, "surrogatepass")) // size


def to_code_points(line: str, units: int, encoding: str) -> int:
    """Return a column in code points; one behind the line's end becomes the end.

    A unit in the middle of a character counts as the character's start.
    """
    if line.isascii():
        return min(units, len(line))
    codec, size = _BYTES[encoding]
    # A decoder that passes over half of a character drops lone surrogates; U+FFFD is as wide.
    cut = _LONE_SURROGATE.sub("\ufffd", line).encode(codec)[: units * size]
    return len(cut.decode(codec, "ignore"))
