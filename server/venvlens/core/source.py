"""Places in text. Lines and columns count from 0; columns are code points."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass

# The line ends of Python's tokenizer and of LSP alike. ``str.splitlines`` knows more
# (form feed, U+2028, ...), which would shift every line below one of them.
_LINE_END = re.compile(r"\r\n|\n|\r")


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of text, its end not included."""

    line: int
    column: int
    end_line: int
    end_column: int

    def holds(self, line: int, column: int) -> bool:
        """Tell whether a place lies in this span or touches its end."""
        return (self.line, self.column) <= (line, column) <= (self.end_line, self.end_column)


class LineStarts:
    """Turns offsets into one text to lines and columns, and back."""

    def __init__(self, text: str) -> None:
        self._starts = [0, *(end.end() for end in _LINE_END.finditer(text))]
        self._length = len(text)

    def place(self, offset: int) -> tuple[int, int]:
        """Return the line and column of an offset."""
        line = bisect_right(self._starts, offset) - 1
        return line, offset - self._starts[line]

    def offset(self, line: int, column: int) -> int:
        """Return the offset of a place; one behind the text gives the text's end."""
        if line >= len(self._starts):
            return self._length
        following = self._starts[line + 1] if line + 1 < len(self._starts) else self._length
        return min(self._starts[line] + column, following)

    def span(self, start: int, end: int) -> Span:
        """Return the span between two offsets."""
        return Span(*self.place(start), *self.place(end))


def lines(text: str) -> list[str]:
    """Split a text as Python's tokenizer and LSP do, without the line ends."""
    return _LINE_END.split(text)
