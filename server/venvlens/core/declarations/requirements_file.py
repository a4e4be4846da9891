"""Requirements files: text to names, and to the files that they include.

Source: pip's documentation of the format, and ``pip/_internal/req/req_file.py``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from venvlens.core.declarations.declared import Declared, declared

if TYPE_CHECKING:
    from collections.abc import Iterator

_COMMENT = re.compile(r"(?:^|\s)#.*$")
_INCLUDE = re.compile(r"(?:-r|-c|--requirement|--constraint)(?:\s*=\s*|\s+|(?<=-[rc]))(\S.*)")
_CONSTRAINT = re.compile(r"-c|--constraint")
# Options of one requirement, such as --hash, stand behind it.
_OPTIONS = re.compile(r"\s--?[a-z]")
_EGG = re.compile(r"[#&]egg=([A-Za-z0-9._-]+)")
_EDITABLE = re.compile(r"(?:-e|--editable)(?:\s*=\s*|\s+)")
_MOST_LINES = 200_000
"""Of them most hold hashes."""
_MOST_REQUIREMENTS = 5_000


@dataclass(frozen=True, slots=True)
class Read:
    """What one requirements file has."""

    declared: tuple[Declared, ...]
    includes: tuple[str, ...]
    """Further requirements files, as written: relative to the folder of this one."""
    constraints: tuple[str, ...]
    """Files that tell versions and require nothing."""


def read(text: str, file: str) -> Read:
    """Read the text of a requirements file; a line that makes no sense is left out."""
    requirements: list[str] = []
    includes: list[str] = []
    constraints: list[str] = []
    for line in _lines(text):
        included = _INCLUDE.match(line)
        if included:
            target = constraints if _CONSTRAINT.match(line) else includes
            target.append(included[1].strip().strip("'\""))
        else:
            requirements.append(_requirement(line))
    return Read(
        tuple(declared(requirements[:_MOST_REQUIREMENTS], file)),
        tuple(includes),
        tuple(constraints),
    )


def _lines(text: str) -> Iterator[str]:
    """Yield logical lines without comments; a backslash at its end joins a line to the next."""
    parts: list[str] = []
    for line in (*text.removeprefix("\ufeff").splitlines()[:_MOST_LINES], ""):
        if line.endswith("\\") and not line.lstrip().startswith("#"):
            parts.append(line[:-1])
            continue
        whole = _COMMENT.sub("", "".join((*parts, line))).strip()
        parts.clear()
        if whole:
            yield whole


def _requirement(line: str) -> str:
    """Return a line as a requirement; a link is known by the name it says it is an egg of."""
    line = _EDITABLE.sub("", line, count=1)
    egg = None if " @ " in line else _EGG.search(line)
    return egg[1] if egg else _OPTIONS.split(line)[0].strip()
