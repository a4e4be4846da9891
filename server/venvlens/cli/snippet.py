"""A line of source text with carets below a span, as wide as a terminal shows it."""

from __future__ import annotations

from typing import TYPE_CHECKING
from unicodedata import category, combining, east_asian_width

from venvlens.cli.terminal import shown

if TYPE_CHECKING:
    from collections.abc import Sequence

_TAB = "    "
_LEAST = 20
"""Columns that a line gets however narrow the terminal is."""
_MORE = "…"


def snippet(line: str, start: int, end: int, width: int) -> tuple[str, str]:
    """Return a line as it is shown, and what goes below it.

    ``start`` and ``end`` are code points of the line; a line that is wider than ``width``
    columns is cut around them.
    """
    cells = tuple(_cell(character) for character in line)
    end = min(max(end, start + 1), max(len(cells), start + 1))
    first, last = _window(cells, start, end, max(width, _LEAST))
    before = _MORE if first else ""
    after = _MORE if last < len(cells) else ""
    text = before + "".join(cells[first:last]) + after
    indent = len(before) + columns("".join(cells[first:start]))
    carets = columns("".join(cells[start : min(end, last)])) or 1
    return text, " " * indent + "^" * carets


def columns(text: str) -> int:
    """Return how many columns of a terminal a text takes."""
    return len(text) if text.isascii() else sum(map(_columns_of, text))


def _columns_of(character: str) -> int:
    if combining(character) or category(character) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if east_asian_width(character) in "WF" else 1


def _cell(character: str) -> str:
    return _TAB if character == "\t" else shown(character)


def _window(cells: Sequence[str], start: int, end: int, width: int) -> tuple[int, int]:
    """Return the stretch of cells to show: the span, then what fits around it."""
    widths = [columns(cell) for cell in cells]
    if sum(widths) <= width:
        return 0, len(cells)
    room = width - 2 * len(_MORE)
    last = start
    while last < min(end, len(cells)) and sum(widths[start : last + 1]) <= room:
        last += 1
    room -= sum(widths[start:last])
    first = start
    while first > 0 and sum(widths[first - 1 : start]) <= room // 2:
        first -= 1
    room -= sum(widths[first:start])
    follow = last
    while follow < len(cells) and sum(widths[last : follow + 1]) <= room:
        follow += 1
    return first, follow
