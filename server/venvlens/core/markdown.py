"""Text from files as Markdown in which nothing but our own marks means anything."""

from __future__ import annotations

import re

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")
# Between letters an underscore is one; elsewhere it may begin or end emphasis.
_MEANS_SOMETHING = re.compile(r"[\\`*\[\]<>&~$]|(?<![^\W_])_|_(?![^\W_])")
_TICKS = re.compile(r"`+")


def printable(text: str) -> str:
    """Return a text on one line, without what would disturb where it is shown."""
    return _CONTROL.sub("\N{REPLACEMENT CHARACTER}", text)


def escaped(text: str) -> str:
    """Return a sentence as Markdown; what stands between backticks is code."""
    parts = text.split("`")
    if len(parts) % 2 == 0:  # a path with a backtick in it: nothing is code then
        return _MEANS_SOMETHING.sub(r"\\\g<0>", text)
    prose = (_MEANS_SOMETHING.sub(r"\\\g<0>", part) for part in parts[::2])
    parts[::2] = prose
    return "`".join(parts)


def code(text: object) -> str:
    """Return a text, such as a path, as code: within more backticks than it holds in a row."""
    plain = printable(str(text))
    longest = max(map(len, _TICKS.findall(plain)), default=0)
    fence = "`" * (longest + 1)
    room = " " if plain.startswith("`") or plain.endswith("`") else ""
    return f"{fence}{room}{plain}{room}{fence}"


def line(sentence: str) -> str:
    """Return a sentence that may hold anything as one line of Markdown."""
    return escaped(printable(sentence))
