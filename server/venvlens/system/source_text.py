"""The text of a Python file, decoded as Python decodes it (PEP 263)."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

# PEP 263: in a comment of the first line, or of the second below a line without code.
_COOKIE = rb"""(?ax)
    (?: [ \t\f]* (?:\#[^\r\n]*)? (?:\r\n|\n|\r) )?
    [ \t\f]* \# [^\r\n]*? coding [:=] [ \t]* (?P<name>[-\w.]+)
"""


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A file whose text there is no telling."""

    path: Path
    reason: str
    """Why, as a clause."""


def read_source(path: Path) -> str | Unreadable:
    """Read a Python file; without a byte order mark or a coding comment it is UTF-8."""
    try:
        content = path.read_bytes()
    except OSError as error:
        return Unreadable(path, error.strerror or str(error))
    encoding = _encoding(content)
    try:
        return content.decode(encoding)
    except LookupError:
        return Unreadable(path, f"its coding comment names {encoding}, which is no known encoding")
    except UnicodeError as error:
        return Unreadable(path, f"it is not valid {encoding.removesuffix('-sig')}{_place(error)}")


def _encoding(content: bytes) -> str:
    if content.startswith(codecs.BOM_UTF8):
        return "utf-8-sig"
    second_end = content.find(b"\n", content.find(b"\n") + 1)
    if b"coding" not in content[: second_end if second_end >= 0 else None]:
        return "utf-8"
    match = re.match(_COOKIE, content)
    return match["name"].decode("ascii") if match else "utf-8"


def _place(error: UnicodeError) -> str:
    if not isinstance(error, UnicodeDecodeError):
        return ""
    line = error.object.count(b"\n", 0, error.start) + 1
    return f" (line {line})"
