"""Where a formatted string ends whose replacement fields hold code of any depth.

Source: PEP 701 and CPython's tokenizer. The strings of older versions end at the same
place, since there no field could hold the quotes of its own string.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from venvlens.core.scanning.literals import TOKEN, WORD

# CPython gives up at 150 strings in each other and at 200 brackets.
_DEEPEST = 350

_FIELD = "field"
_OPENED_BY = {")": "(", "]": "[", "}": "{"}
_CODE = re.compile(rf"(?P<mark>[()\[\]{{}}:])|{TOKEN.pattern}", re.DOTALL)
_PREFIX = re.compile(rf"(?<!{WORD})(?:[fFtT]|(?P<raw>[rR][fFtT]|[fFtT][rR]))\Z")
_OPENING = re.compile(r"\"\"\"|'''|\"|'")


@dataclass(frozen=True, slots=True)
class _Literal:
    """The text between fields, or the format spec at the end of one."""

    quotes: str
    raw: bool
    spec: bool = False

    def pattern(self) -> re.Pattern[str]:
        """Find what matters in such text."""
        named = "" if self.raw else r"\\N\{[^{}'\"\n]*+\}|"
        doubled = "" if self.spec else r"\{\{|\}\}|"
        line_end = "" if len(self.quotes) == 3 else r"|\n"
        escaped = r"\\(?:\r\n|[^{}])"
        return re.compile(rf"{named}{escaped}|{doubled}[{{}}]|{self.quotes}{line_end}", re.DOTALL)


_LITERALS = [
    _Literal(quotes, raw, spec)
    for quotes in ('"""', "'''", '"', "'")
    for raw in (False, True)
    for spec in (False, True)
]
_PATTERNS = {literal: literal.pattern() for literal in _LITERALS}

_Open = list[_Literal | str]
"""What a place is in, outermost first: literal text, fields and brackets."""


def read(text: str, start: int) -> tuple[int, bool]:
    """Read the formatted string whose opening quotes stand at an offset.

    Returns how far it was read, and whether it ends there.
    """
    opened: _Open = []
    at: int | None = _enter(text, start, opened)
    reached = start
    while at is not None and opened and len(opened) < _DEEPEST:
        reached = at
        top = opened[-1]
        at = (
            _step_in_code(text, at, opened)
            if isinstance(top, str)
            else _step(text, at, opened, top)
        )
    return (reached, False) if at is None or opened else (at, True)


def _enter(text: str, start: int, opened: _Open) -> int | None:
    """Step over opening quotes; None if they do not open a formatted string."""
    prefix = _PREFIX.search(text[max(0, start - 3) : start])
    opening = _OPENING.match(text, start)
    if prefix is None or opening is None:
        return None
    opened.append(_Literal(opening[0], raw=prefix["raw"] is not None))
    return opening.end()


def _step(text: str, at: int, opened: _Open, top: _Literal) -> int | None:
    """Step to behind the next mark in literal text; None where it cannot go on."""
    found = _PATTERNS[top].search(text, at)
    if found is None or found[0] == "\n":
        return None
    if found[0] == "{":
        opened.append(_FIELD)
    elif found[0] == ("}" if top.spec else top.quotes):
        # A format spec ends together with its field.
        del opened[-2 if top.spec else -1 :]
    elif found[0] in ("}", top.quotes):
        return None
    return found.end()


def _step_in_code(text: str, at: int, opened: _Open) -> int | None:
    """Step to behind the next mark in a field's code; None where it cannot go on."""
    found = _CODE.search(text, at)
    if found is None:
        return None
    if found["mark"] is not None:
        return found.end() if _note(found["mark"], opened) else None
    if found.end() == len(text):
        return _enter(text, found.start(), opened)
    unclosed = found[0][0] in "\"'" and not (len(found[0]) > 1 and found[0][-1] == found[0][0])
    return None if unclosed else found.end()


def _note(mark: str, opened: _Open) -> bool:
    """Note a bracket or colon in code; False if it closes what is not open."""
    top = opened[-1]
    if mark in "([{":
        opened.append(mark)
    elif mark == ":" and top == _FIELD:
        around = opened[-2]
        assert isinstance(around, _Literal)
        opened.append(_Literal(around.quotes, around.raw, spec=True))
    elif mark != ":":
        if top != _OPENED_BY[mark] and (mark, top) != ("}", _FIELD):
            return False
        opened.pop()
    return True
