"""Code → its compound statements, clause by clause, and which of them a place is in."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING

from venvlens.core.scanning.literals import WORD
from venvlens.core.scanning.logical_lines import sections_around, with_logical_lines
from venvlens.core.scanning.words import BLANK

if TYPE_CHECKING:
    from collections.abc import Iterable

# CPython allows a hundred levels of indentation.
_DEEPEST = 100

_HEADER = re.compile(
    rf"\n(?P<indent>[ \t\f]*+)(?:(?P<later>async){BLANK})?"
    r"(?P<keyword>if|elif|else|try|except|finally|with|for|while|def|class|match|case)"
    rf"(?!{WORD})"
)
_STARTS = {
    "elif": {"if"},
    "else": {"if", "try", "for", "while"},
    "except": {"try"},
    "finally": {"try"},
}
"""By clause: the statements that may have it."""

_LINE_END = re.compile(r"\n")
_INDENT = re.compile(r"[ \t\f]*+")
_MARK = re.compile(rf"[():\n]|(?<!{WORD})lambda(?!{WORD})")


@dataclass(slots=True, eq=False)
class Clause:
    """One header of a compound statement, with the block below it."""

    keyword: str
    """Its first word, ``async`` apart."""
    later: bool
    """With ``async`` in front."""
    start: int
    """Offset of the keyword."""
    line: int
    """Offset of the line end before its line."""
    indent: int
    """Columns."""
    outer: Clause | None
    """The clause whose block the statement is in."""
    level: int
    """How many clauses are around it."""
    statement: list[Clause]
    """All clauses of its statement, itself included."""
    position: int
    """Its place among them."""
    _colon: int = -1

    def colon(self, code: str) -> int:
        """Return the offset of the colon that ends the header; without one, the line's end."""
        if self._colon < 0:
            self._colon = _colon(code, self.start)
        return self._colon


@dataclass(frozen=True, slots=True)
class Outline:
    """The compound statements of a file."""

    code: str
    """Code with one kind of brackets, and with line ends only between logical lines."""
    sections: list[tuple[int, int]]
    """The parts of the file that were read."""
    clauses: list[Clause]
    starts: list[int]
    """Where each clause's line begins."""
    lines: list[int]
    """Offsets of the line ends before the lines."""

    def line(self, offset: int) -> int:
        """Return the offset of the line end before the line of a place."""
        return self.lines[bisect_right(self.lines, offset) - 1]

    def around(self, offset: int) -> tuple[Clause | None, bool]:
        """Return the clause a place is in, and whether it is in the header, not the block."""
        line = self.line(offset)
        position = bisect_right(self.starts, line) - 1
        clause = self.clauses[position] if position >= 0 else None
        if clause is not None and clause.line == line:
            return clause, offset <= clause.colon(self.code)
        indentation = _INDENT.match(self.code, line + 1)
        indent = _width(indentation[0]) if indentation else 0
        while clause is not None and clause.indent >= indent:
            clause = clause.outer
        return clause, False


def outline(code: str, places: Iterable[int]) -> Outline:
    """Read the compound statements around places in overwritten code.

    Total: a clause that continues nothing counts as a statement of its own, and wrong
    indentation as belonging to the nearest block that fits.
    """
    sections = sections_around(code, places)
    code = with_logical_lines(code, sections)
    clauses: list[Clause] = []
    lines: list[int] = []
    for start, end in sections:
        lines.extend(map(re.Match.start, _LINE_END.finditer(code, start, end)))
        top: Clause | None = None
        for header in _HEADER.finditer(code, start, end):
            clause = _clause(header, top)
            if clause.level < _DEEPEST:
                clause.statement.append(clause)
                clauses.append(clause)
                top = clause
    return Outline(code, sections, clauses, [clause.line for clause in clauses], lines)


def _clause(header: re.Match[str], previous: Clause | None) -> Clause:
    """Make the clause of a header, given the clause before it."""
    keyword, indent = header["keyword"], _width(header["indent"])
    inner, outer = None, previous
    while outer is not None and outer.indent >= indent:
        inner, outer = outer, outer.outer
    continued = _continued(keyword, inner) or _continued(keyword, outer)
    if continued is not None:
        outer = continued.outer
    statement = [] if continued is None else continued.statement
    return Clause(
        keyword=keyword,
        later=header["later"] is not None,
        start=header.start("keyword"),
        line=header.start(),
        indent=indent,
        outer=outer,
        level=0 if outer is None else outer.level + 1,
        statement=statement,
        position=len(statement),
    )


def _continued(keyword: str, clause: Clause | None) -> Clause | None:
    """Return a clause if its statement may have one of this keyword."""
    leads = clause is not None and clause.statement[0].keyword in _STARTS.get(keyword, ())
    return clause if leads else None


def _width(space: str) -> int:
    """Return the columns of an indentation. A form feed starts over, as in CPython."""
    return len(space.rpartition("\f")[2].expandtabs(8))


def _colon(code: str, start: int) -> int:
    """Return the offset of the colon that ends the header that begins at an offset."""
    depth = lambdas = 0
    for mark in _MARK.finditer(code, start):
        match mark[0]:
            case "(":
                depth += 1
            case ")":
                depth -= 1
            case "lambda" if depth == 0:
                lambdas += 1
            case ":" if depth == 0 and code[mark.end()] != "=":
                if not lambdas:
                    return mark.start()
                lambdas -= 1
            case "\n":
                return mark.start()
    return len(code)
