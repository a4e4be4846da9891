"""A line of source text with carets below a span, as wide as a terminal shows it."""

from __future__ import annotations

from itertools import accumulate
from typing import TYPE_CHECKING
from unicodedata import category, combining, east_asian_width

from venvlens.cli.printable import shown

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
    """Return the stretch of cells to show: the span, then as much to either side as fits."""
    upto = (0, *accumulate(map(columns, cells)))

    def fits(first: int, last: int) -> bool:
        marks = (first > 0) + (last < len(cells))
        return 0 <= first <= last <= len(cells) and upto[last] - upto[first] + marks <= width

    first = last = min(start, len(cells))
    while last < end and fits(first, last + 1):
        last += 1
    before = after = True
    while before or after:
        before = fits(first - 1, last)
        first -= before
        after = fits(first, last + 1)
        last += after
    return first, last
