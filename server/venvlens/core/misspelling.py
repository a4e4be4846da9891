"""A likely misspelling of a module that is there: ``reqeusts`` for ``requests``."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from venvlens.core.names import ImportName, top_level

if TYPE_CHECKING:
    from collections.abc import Iterable

    from venvlens.core.import_table import ImportTable
    from venvlens.core.source import Span

_SHORTEST = 5
"""Characters of a name that can be told from another one by one mistake."""
_SHORTEST_BUT_FOR_CAPITALS = 3


@dataclass(frozen=True, slots=True)
class Correction:
    """What to write instead of what was written."""

    span: Span
    """Of the top-level part of the name."""
    text: ImportName
    """The top-level part as it should be."""


def correction(
    name: ImportName, span: Span, candidates: Iterable[str], table: ImportTable
) -> Correction | None:
    """Tell how to correct a name that stands at a place; see :func:`suggestion`."""
    found = suggestion(name, candidates, table)
    written = top_level(name)
    if found is None or span.end_column - span.column < len(written):
        return None
    place = replace(span, end_line=span.line, end_column=span.column + len(written))
    return Correction(place, top_level(found))


def suggestion(
    name: ImportName, candidates: Iterable[str], table: ImportTable
) -> ImportName | None:
    """Return a name with its top-level part as it was probably meant; None if that is unclear.

    ``candidates`` are the top-level modules that are installed, declared or in the standard
    library. One letter that is wrong, missing, too many or swapped with its neighbour is a
    mistake; another digit is not, since ``psycopg`` and ``psycopg2`` are two things. What the
    table knows as a module is nobody's misspelling, and of two that fit neither is meant.
    """
    written = top_level(name)
    if len(written) < _SHORTEST_BUT_FOR_CAPITALS or written.startswith("_"):
        return None
    found = {one for one in candidates if is_slip(written, one)}
    if len(found) != 1 or table.listed(written):
        return None
    (meant,) = found
    return ImportName(meant + name[len(written) :])


def is_slip(written: str, meant: str) -> bool:
    """Tell whether one name is another one with one mistake, or with other capitals."""
    if written == meant or not meant.isidentifier() or abs(len(written) - len(meant)) > 1:
        return False
    if written.casefold() == meant.casefold():
        return True
    if min(len(written), len(meant)) < _SHORTEST or written[0] not in meant[:2]:
        return False
    return _is_one_edit(written, meant)


def _is_one_edit(written: str, meant: str) -> bool:
    """Tell whether the distance of Damerau and Levenshtein is one, digits being sacred."""
    start = 0
    while start < min(len(written), len(meant)) and written[start] == meant[start]:
        start += 1
    ours, theirs = written[start:], meant[start:]
    if ours[:2] == theirs[1::-1] and ours[2:] == theirs[2:] and len(theirs) > 1:
        return True
    if len(ours) == len(theirs):
        return ours[1:] == theirs[1:] and not _has_digit(ours[:1] + theirs[:1])
    if len(ours) > len(theirs):
        return ours[1:] == theirs and not _has_digit(ours[:1])
    return ours == theirs[1:] and not _has_digit(theirs[:1])


def _has_digit(text: str) -> bool:
    return any(character.isdigit() for character in text)
