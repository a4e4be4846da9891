"""Which handlers and contexts stop what a failing import raises."""

from __future__ import annotations

import re

from venvlens.core.scanning.literals import WORD
from venvlens.core.scanning.words import BLANK, NAME, SPACE

_AROUND = f"{SPACE}\n"
_CATCHING = re.compile(
    rf"(?:builtins{BLANK}\.{BLANK})?(?:ImportError|ModuleNotFoundError|Exception|BaseException)"
)
_SUPPRESS = re.compile(rf"(?:contextlib{BLANK}\.{BLANK})?suppress{BLANK}\(")
_TARGET = re.compile(rf"(?<!{WORD})as(?!{WORD}){BLANK}{NAME}{BLANK}\Z")
_AS = re.compile(rf"as(?!{WORD})|\Z")
_MARK = re.compile(r"[(),]")
_DEPTH = {"(": 1, ")": -1, ",": 0}

_MOST_PARENTHESES = 4


def catches(head: str) -> bool:
    """Tell whether the code after ``except`` names what a failing import raises, or nothing."""
    exceptions = _bare(_TARGET.sub("", head).strip(_AROUND).removeprefix("*"))
    return not exceptions or _names_import_failure(exceptions)


def suppresses(head: str) -> bool:
    """Tell whether the code after ``with`` suppresses failing imports."""
    return any(map(_is_suppressing, _split(_bare(head))))


def _is_suppressing(item: str) -> bool:
    """Tell whether one item of a ``with`` suppresses failing imports."""
    item = _bare(item)
    call = _SUPPRESS.match(item)
    if call is None:
        return False
    closing = _closing(item, call.end() - 1)
    alone = _AS.match(item[closing + 1 :].strip(_AROUND)) is not None
    return alone and _names_import_failure(item[call.end() : closing])


def _names_import_failure(expressions: str) -> bool:
    """Tell whether one of the expressions is an exception that a failing import raises."""
    return any(_CATCHING.fullmatch(_bare(each)) for each in _split(expressions))


def _split(expressions: str) -> list[str]:
    """Split at the commas that are not in parentheses."""
    pieces = []
    start = depth = 0
    for mark in _MARK.finditer(expressions):
        depth += _DEPTH[mark[0]]
        if mark[0] == "," and depth == 0:
            pieces.append(expressions[start : mark.start()])
            start = mark.end()
    return [*pieces, expressions[start:]]


def _closing(expression: str, opening: int) -> int:
    """Return the offset of the parenthesis that closes one, or of the text's end."""
    depth = 0
    for mark in _MARK.finditer(expression, opening):
        depth += _DEPTH[mark[0]]
        if depth == 0:
            return mark.start()
    return len(expression)


def _bare(expression: str) -> str:
    """Return an expression without the space and the parentheses around it."""
    expression = expression.strip(_AROUND)
    for _ in range(_MOST_PARENTHESES):
        if not expression.startswith("(") or _closing(expression, 0) != len(expression) - 1:
            break
        expression = expression[1:-1].strip(_AROUND)
    return expression
