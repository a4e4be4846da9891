"""Variables that tell whether an import worked."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from venvlens.core.scanning.literals import WORD
from venvlens.core.scanning.words import BLANK, NAME

if TYPE_CHECKING:
    from collections.abc import Container, Iterator

    from venvlens.core.scanning.blocks import Outline
    from venvlens.core.scanning.guards import Guards

_ASSIGNED = (
    rf"{BLANK}(?:(?P<targets>(?:{NAME}{BLANK}=(?!=){BLANK})++)"
    rf"|(?P<annotated>{NAME}){BLANK}:[^=\n;:]*+=(?!=){BLANK})"
)
_ASSIGNMENT = re.compile(_ASSIGNED)
_CONSTANT = re.compile(rf"[\n;:]{_ASSIGNED}(?:True|False|None|[01]){BLANK}(?=[\n;])")
_FIND_SPEC = re.compile(rf"find_spec(?<!{WORD}find_spec){BLANK}\(")
_NAME = re.compile(NAME)


def places(code: str) -> Iterator[int]:
    """Find where in overwritten code variables may tell whether an import worked."""
    return (call.start() for call in _FIND_SPEC.finditer(code))


def constants(outline: Outline, guards: Guards, blocks: Container[int]) -> Iterator[str]:
    """Find what is set to a constant directly in a ``try`` whose offset is among the given."""
    for constant in _finds(_CONSTANT, outline):
        clause, in_header = outline.around(constant.end() - 1)
        if clause is None or in_header:
            continue
        separator = constant.start()
        if outline.code[separator] == ":" and separator != clause.colon(outline.code):
            continue
        guard = guards.of_try(clause)
        if guard is not None and guard.block in blocks:
            yield from _names(constant)


def results_of_find_spec(outline: Outline) -> Iterator[str]:
    """Find what is set to an expression that calls ``find_spec``."""
    start = behind = 0
    for call in _finds(_FIND_SPEC, outline):
        start = max(start, _statement_start(outline, behind, call.start()))
        behind = call.end()
        assignment = _ASSIGNMENT.match(outline.code, start)
        if assignment and assignment.end() <= call.start():
            yield from _names(assignment)


def _finds(pattern: re.Pattern[str], outline: Outline) -> Iterator[re.Match[str]]:
    """Find a pattern in what was read of a file."""
    for start, end in outline.sections:
        # The next section's first line end ends this one's last line.
        yield from pattern.finditer(outline.code, start, end + 1)


def _statement_start(outline: Outline, low: int, offset: int) -> int:
    """Return where the statement of a place begins, unless that is before ``low``."""
    line = outline.line(offset) + 1
    start = outline.code.rfind(";", max(line, low), offset) + 1
    clause, in_header = outline.around(offset)
    if clause is not None and not in_header and clause.line + 1 == line:
        start = max(start, clause.colon(outline.code) + 1)
    return max(start, line)


def _names(assignment: re.Match[str]) -> list[str]:
    """Return the names that an assignment sets."""
    names = [assignment["annotated"]] if assignment["annotated"] else []
    names = names or _NAME.findall(assignment["targets"])
    return [unicodedata.normalize("NFKC", name) for name in names]
