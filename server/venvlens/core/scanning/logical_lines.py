"""Which parts of overwritten code need a closer look, and their lines as Python joins them."""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import TYPE_CHECKING

from venvlens.core.scanning.literals import WORD
from venvlens.core.scanning.words import BLANK

if TYPE_CHECKING:
    from collections.abc import Iterable

# None of these words begins a line in the middle of a statement. Neither do others, but
# these are frequent, and parts of a file that import nothing need no reading.
_SECTION = re.compile(rf"\n(?=(?:def|class|import|try|with|while)(?!{WORD}))")

# No line within brackets begins with one of these: what is open before it is unclosed.
_NEW_STATEMENT = (
    rf"[ \t\f]*+(?:(?:def|class|try|while|with|except|finally|elif|import|return|raise|pass"
    rf"|break|continue|del|global|nonlocal|assert|async{BLANK}(?:def|with))(?!{WORD})"
    rf"|from(?!{WORD})[^\n()\[\]{{}};]*(?<!{WORD})import(?!{WORD})"
)
_CERTAIN = re.compile(rf"{_NEW_STATEMENT})")
# These do begin lines within brackets, so they count only where brackets do not match.
_LIKELY = re.compile(rf"{_NEW_STATEMENT}|(?:if|else|for|match|case)(?!{WORD})[^\n]*:{BLANK}$)")


def sections_around(code: str, places: Iterable[int]) -> list[tuple[int, int]]:
    """Return the parts of a file that hold places and share no compound statement."""
    bounds = [0, *map(re.Match.start, _SECTION.finditer(code)), len(code)]
    positions = sorted({bisect_right(bounds, place) for place in places})
    return [(bounds[position - 1], bounds[position]) for position in positions]


def with_logical_lines(code: str, sections: Iterable[tuple[int, int]]) -> str:
    """Rewrite sections so that they have one kind of brackets and only logical lines."""
    pieces: list[str] = []
    behind = 0
    for start, end in sections:
        pieces += (code[behind:start], _logical_lines(code[start:end]))
        behind = end
    return "".join([*pieces, code[behind:]])


def _logical_lines(code: str) -> str:
    """Make all brackets round, and turn the line ends within them to spaces.

    A line that cannot begin within brackets ends all that are open.
    """
    code = code.replace("[", "(").replace("]", ")").replace("{", "(").replace("}", ")")
    new_statement = _CERTAIN if code.count("(") == code.count(")") else _LIKELY
    pieces: list[str] = []
    depth = 0
    for line in code.split("\n"):
        if depth and new_statement.match(line):
            depth = 0
        pieces.append(" " if depth else "\n")
        pieces.append(line)
        if "(" in line or depth:
            depth = max(0, depth + line.count("(") - line.count(")"))
    return "".join(pieces[1:])
