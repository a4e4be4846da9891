"""Git's configuration, as far as it says what is ignored: text to values (git-config(1))."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_SECTION = re.compile(r"\s*\[\s*([\w.-]+)\s*(\"(?:[^\"\\]|\\.)*\")?\s*\]\s*(.*)")
_ESCAPES = {"n": "\n", "t": "\t", "b": "\b"}

Setting = tuple[str, str]
"""A name such as ``core.excludesfile``, in lower case, and its value."""


def settings(text: str) -> Iterator[Setting]:
    """Yield what a file says in sections without a subsection, in its order.

    A key without ``=`` is true; lines that go on behind a backslash are read to their end only.
    """
    section: str | None = None
    for line in text.splitlines():
        match = _SECTION.match(line)
        rest = line
        if match:
            section, rest = (None if match[2] else match[1].lower()), match[3]
        name, equals, said = rest.partition("=")
        name = name.strip().lower()
        if section and re.fullmatch(r"[a-z][a-z0-9-]*", name):
            yield f"{section}.{name}", _unquoted(said) if equals else "true"


def value(said: Iterable[Setting], name: str) -> str | None:
    """Return the last value of a name; None if it has none, which differs from an empty one."""
    return next((text for key, text in reversed(tuple(said)) if key == name), None)


def _unquoted(said: str) -> str:
    """Return a value without its quotes, escapes and comment."""
    found, kept, quoted = "", 0, False
    characters = iter(said.strip())
    for character in characters:
        if character in "#;" and not quoted:
            break
        if character == '"':
            quoted = not quoted
        elif character == "\\":
            escaped = next(characters, "")
            found += _ESCAPES.get(escaped, escaped)
        else:
            found += character
        if quoted or not character.isspace():
            kept = len(found)
    return found[:kept]
