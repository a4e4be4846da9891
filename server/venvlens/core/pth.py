"""Files ``*.pth``: text to facts. Source: ``addpackage`` in CPython's ``Lib/site.py``.

An import line is never run. What it would do is recognised from its text, for the
spellings that tools write; any other makes a missing module unknown, not missing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PathLine:
    """A line that names a folder or an archive, relative to the file's folder."""

    path: str


@dataclass(frozen=True, slots=True)
class HookLine:
    """A line that imports a module which installs a finder (an editable install)."""

    module: str


@dataclass(frozen=True, slots=True)
class NamespaceLine:
    """A ``-nspkg.pth`` line of setuptools: makes a package of a folder without ``__init__``."""

    parts: tuple[str, ...]
    """Name of the package, which is also its folder below the file's folder."""


@dataclass(frozen=True, slots=True)
class HarmlessLine:
    """A line known to leave the search path as it is."""


@dataclass(frozen=True, slots=True)
class OpaqueLine:
    """A line that may do anything."""

    text: str


PthLine = PathLine | HookLine | NamespaceLine | HarmlessLine | OpaqueLine

_HOOK = re.compile(
    r"import\s+(?P<module>__editable__\w+|_editable_\w+|_\w+_editable_loader)"
    r"\s*(?:;\s*(?P=module)\.install\(.*\)\s*)?"
)
_NAMESPACE = re.compile(
    r"import sys,\s*types,\s*os;.*\['sitedir'\],\s*\*\((?P<parts>(?:\s*'\w+',?)+)\)\).*"
)
_HARMLESS = re.compile(
    r"import (?:"
    r"_virtualenv"  # virtualenv: patches distutils
    r"|os; var = 'SETUPTOOLS_USE_DISTUTILS';.*_distutils_hack.*"  # setuptools
    r"|sys; exec\('try: import coverage; coverage\.process_startup\(\).*"
    r"|coverage; coverage\.process_startup\(\)"
    r"|os, sys;exec\('if \\'COV_CORE_SOURCE\\'.*"  # pytest-cov
    r"|pywin32_bootstrap"
    r")\s*"
)


def parse(text: str) -> tuple[PthLine, ...]:
    """Read the lines of a ``.pth`` file, blank ones and comments left out.

    Leading blanks belong to a path: only a line's end is stripped.
    """
    meant = (line for line in text.splitlines() if line.strip() and not line.startswith("#"))
    return tuple(_read(line) for line in meant)


def _read(line: str) -> PthLine:
    if not line.startswith(("import ", "import\t")):
        return PathLine(line.rstrip())
    if hook := _HOOK.fullmatch(line.rstrip()):
        return HookLine(hook["module"])
    if namespace := _NAMESPACE.fullmatch(line.rstrip()):
        return NamespaceLine(tuple(re.findall(r"'(\w+)'", namespace["parts"])))
    if _HARMLESS.fullmatch(line.rstrip()):
        return HarmlessLine()
    return OpaqueLine(line.rstrip())
