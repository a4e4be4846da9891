"""Code → its compound statements, clause by clause, and which of them a place is in."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING

from venvlens.core.literals import WORD
from venvlens.core.statements import BLANK

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

# None of these words begins a line in the middle of a statement. Neither do others, but
# these are frequent, and parts of a file that import nothing need no reading.
_SECTION = re.compile(rf"\n(?=(?:def|class|import|try|with|while)(?!{WORD}))")

_LINE_END = re.compile(r"\n")
_INDENT = re.compile(r"[ \t\f]*+")
_MARK = re.compile(rf"[():\n]|(?<!{WORD})lambda(?!{WORD})")

# No line within brackets begins with one of these: what is open before it is unclosed.
_NEW_STATEMENT = (
    rf"[ \t\f]*+(?:(?:def|class|try|while|with|except|finally|elif|import|return|raise|pass"
    rf"|break|continue|del|global|nonlocal|assert|async{BLANK}(?:def|with))(?!{WORD})"
    rf"|from(?!{WORD})[^\n()\[\]{{}};]*(?<!{WORD})import(?!{WORD})"
)
_CERTAIN = re.compile(rf"{_NEW_STATEMENT})")
# These do begin lines within brackets, so they count only where brackets do not match.
_LIKELY = re.compile(rf"{_NEW_STATEMENT}|(?:if|else|for|match|case)(?!{WORD})[^\n]*:{BLANK}$)")


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
    sections = _sections(code, places)
    code = _with_logical_lines(code, sections)
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


def _sections(code: str, places: Iterable[int]) -> list[tuple[int, int]]:
    """Return the parts of a file that hold places and share no compound statement."""
    bounds = [0, *map(re.Match.start, _SECTION.finditer(code)), len(code)]
    positions = sorted({bisect_right(bounds, place) for place in places})
    return [(bounds[position - 1], bounds[position]) for position in positions]


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


def _with_logical_lines(code: str, sections: Iterable[tuple[int, int]]) -> str:
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
