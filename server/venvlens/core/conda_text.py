"""The few keys that we read of conda's YAML files: text to strings.

``.condarc`` and ``environment.yml`` are YAML, of which people and conda itself write a small part:
a key at the start of a line, and behind or below it a scalar or a list of scalars. Whatever has
another shape counts as not written.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_MOST_CHARACTERS = 200_000
_QUOTED = re.compile(r'"((?:[^"\\]|\\.)*)"|\'((?:[^\']|\'\')*)\'')
_NOT_A_NAME = re.compile(r"[/\\:{}\s]|^\.")


def values(text: str, key: str) -> tuple[str, ...]:
    """Return the strings that a key of the outermost mapping has, one or several."""
    lines = text[:_MOST_CHARACTERS].removeprefix("\ufeff").splitlines()
    starts = (f"{key}:", f'"{key}":', f"'{key}':")
    for at, line in enumerate(lines):
        start = next((start for start in starts if line.startswith(start)), None)
        if start is None or line[len(start) : len(start) + 1].strip():
            continue
        own = _without_comment(line[len(start) :])
        below = [_without_comment(other) for other in _block(lines, at + 1)]
        return tuple(value for value in _read(own, below) if value and value not in ("~", "null"))
    return ()


def environment_name(text: str) -> str | None:
    """Return the environment that an ``environment.yml`` is for; None if it names none."""
    name = next(iter(values(text, "name")), None)
    # conda refuses such names; a template (``{{ name }}``) stands for one that we cannot know.
    return None if name is None or _NOT_A_NAME.search(name) else name


def _block(lines: list[str], at: int) -> Iterator[str]:
    """Yield the lines that belong to a key; a list may stand at its own column."""
    for line in lines[at:]:
        if line[:1].strip() and not line.startswith(("- ", "#", "]")):
            return
        yield line


def _read(own: str, below: list[str]) -> Iterator[str]:
    if own.startswith("["):
        inner = " ".join((own, *below))[1:].partition("]")[0]
        yield from map(_scalar, _split(inner))
    elif own and own[0] not in "{|>&*!":
        yield _scalar(own)
    elif not own:
        yield from (_scalar(line[2:].strip()) for line in below if line.startswith("- "))


def _split(inner: str) -> Iterator[str]:
    """Split at commas, but not at those in quotes."""
    while inner := inner.strip().lstrip(",").strip():
        quoted = _QUOTED.match(inner)
        end = quoted.end() if quoted else (inner + ",").index(",")
        yield inner[:end].strip()
        inner = inner[end:]


def _scalar(text: str) -> str:
    quoted = _QUOTED.fullmatch(text)
    if quoted is None:
        return text
    double, single = quoted.groups()
    return re.sub(r"\\(.)", r"\1", double) if single is None else single.replace("''", "'")


def _without_comment(line: str) -> str:
    """Strip a line, and a comment if it has one: a hash behind a space, outside of quotes."""
    line = line.strip()
    if line.startswith("#"):
        return ""
    dash = 2 if line.startswith("- ") else 0
    quoted = _QUOTED.match(line, dash)
    found = line.find(" #", quoted.end() if quoted else 0)
    return line if found < 0 else line[:found].rstrip()
