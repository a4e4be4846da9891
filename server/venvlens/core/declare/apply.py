"""Edits to text: what a text becomes, the edits between two texts, and how people read them."""

from __future__ import annotations

import re
from collections import Counter
from difflib import SequenceMatcher, unified_diff
from typing import TYPE_CHECKING

from venvlens.core.declare.values import LineEdit

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")
_END = re.compile(r"(?:\r\n|\r|\n)\Z")


def split(text: str) -> list[str]:
    """Return the lines of a text with their ends, which are those of LSP."""
    return _LINE.findall(text)


def apply(text: str, edits: Iterable[LineEdit]) -> str:
    """Return a text with its edits made."""
    lines = split(text)
    for edit in sorted(edits, key=lambda edit: (edit.start, edit.end), reverse=True):
        lines[edit.start : edit.end] = [edit.text]
    return "".join(lines)


def unified(file: str, text: str, edits: Iterable[LineEdit]) -> str:
    """Return edits as a unified diff, for people; it ends in a line end, if it is not empty."""
    after = apply(text, edits)
    diff = unified_diff(_plain(text), _plain(after), f"a/{file}", f"b/{file}", lineterm="")
    return "".join(f"{line}\n" for line in diff)


def plain(text: str) -> str:
    r"""Return a text as the editors of each format want it: no byte order mark, ends are ``\n``."""
    return "".join(f"{line}\n" for line in _plain(text))


def difference(text: str, after: str) -> tuple[LineEdit, ...]:
    r"""Return the edits of a text that make its ``plain`` form another.

    A new line ends as the line that it replaces, or as most lines of the file. What the file
    starts and ends with stays: the byte order mark, and that the last line has no end.
    """
    old = split(text)
    ends = [_end(line) for line in old]
    # A lone "\r" would be one line end with a "\n" that comes to stand behind it.
    safe = [end for end in ends if end in ("\n", "\r\n")] or [end for end in ends if end]
    fallback = Counter(safe).most_common(1)[0][0] if safe else "\n"
    new = _plain(after)
    hunks = list(_hunks(_plain(text), new))
    if len(old) == 1 < len(hunks):
        # What is above an only line and what is below it may both have to touch it.
        hunks = [(0, 1, 0, len(new))]
    edits = []
    for start, end, first, last in hunks:
        replaced = [one if one in safe else fallback for one in ends[start:end]]
        replaced += [fallback] * (last - first)
        made = [line + one for line, one in zip(new[first:last], replaced, strict=False)]
        edits.append(_edit(old, start, end, made))
    return tuple(edits)


def carried(
    old: Sequence[str], new: Sequence[str], originals: Sequence[str], make: Callable[[str], str]
) -> list[str]:
    """Return ``new`` in another guise: ``originals`` for the lines of ``old``, else made ones."""
    lines: list[str] = []
    at = 0
    for start, end, first, last in _hunks(old, new):
        lines += [*originals[at:start], *map(make, new[first:last])]
        at = end
    return [*lines, *originals[at:]]


def _hunks(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[int, int, int, int]]:
    """Yield where lines differ: from and to in ``old``, from and to in ``new``."""
    shortest = min(len(old), len(new))
    head = next((i for i in range(shortest) if old[i] != new[i]), shortest)
    tails = range(1, shortest - head + 1)
    tail = next((i - 1 for i in tails if old[-i] != new[-i]), shortest - head)
    middle, changed = old[head : len(old) - tail], new[head : len(new) - tail]
    for tag, start, end, first, last in SequenceMatcher(
        None, middle, changed, autojunk=False
    ).get_opcodes():
        if tag != "equal":
            yield start + head, end + head, first + head, last + head


def _edit(old: list[str], start: int, end: int, made: list[str]) -> LineEdit:
    if start and old[start - 1].endswith("\r") and made[:1] == ["\n"]:
        made[0] = "\r\n"
    if start == 0 and old and old[0].startswith("\ufeff"):
        if end == 0:
            made.append(old[0].removeprefix("\ufeff"))
            end = 1
        made[0] = f"\ufeff{made[0]}"
    if end == len(old) and old and not _end(old[-1]):
        if start == end:
            # Lines behind a last line that has no end: it gets one, the new last line has none.
            made.insert(0, old[-1] + (_end(made[0]) or "\n"))
            start -= 1
        if made:
            made[-1] = made[-1].removesuffix(_end(made[-1]))
    return LineEdit(start, end, "".join(made))


def _end(line: str) -> str:
    found = _END.search(line)
    return found[0] if found else ""


def _plain(text: str) -> list[str]:
    return [line.removesuffix(_end(line)) for line in split(text.removeprefix("\ufeff"))]
