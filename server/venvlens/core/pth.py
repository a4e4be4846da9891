"""Files ``*.pth``: text to facts. Source: ``addpackage`` in CPython's ``Lib/site.py``.

An import line is never run. What it would do is recognised from its text, for the
spellings that tools write; any other makes a missing module unknown, not missing.
"""

from __future__ import annotations

import io
import re
from ast import literal_eval
from dataclasses import dataclass
from typing import TYPE_CHECKING

from venvlens.core import pth_code

if TYPE_CHECKING:
    from collections.abc import Iterator

    from venvlens.core.pth_code import PlainCode
    from venvlens.core.site_rules import SiteRules


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
    """A ``-nspkg.pth`` line of setuptools: puts a package into ``sys.modules``."""

    parts: tuple[str, ...]
    """Name of the package, which is also its folder below the root."""
    root: str
    """Folder that holds it; empty for the file's own."""
    found: bool
    """Whether the import system is asked for it; older lines make an empty module."""


@dataclass(frozen=True, slots=True)
class DistutilsLine:
    """The line of setuptools that puts its own ``distutils`` before the library's."""

    default: str
    """What counts where ``SETUPTOOLS_USE_DISTUTILS`` is not set: ``local`` or ``stdlib``."""


@dataclass(frozen=True, slots=True)
class SiteLine:
    """A line that makes another folder a site folder, as uv's overlays do."""

    folder: str


@dataclass(frozen=True, slots=True)
class MarkLine:
    """The head of an old ``easy-install.pth``: remembers how long the path is."""


@dataclass(frozen=True, slots=True)
class MoveLine:
    """Its foot: moves what was added since to the front."""


@dataclass(frozen=True, slots=True)
class ImportLine:
    """A line that leaves the path alone, unless the modules do that it imports."""

    code: PlainCode


@dataclass(frozen=True, slots=True)
class OpaqueLine:
    """A line that may do anything."""

    text: str


PthLine = (
    PathLine
    | HookLine
    | NamespaceLine
    | DistutilsLine
    | SiteLine
    | MarkLine
    | MoveLine
    | ImportLine
    | OpaqueLine
)

_CODE = ("import ", "import\t")
"""How a line of code begins."""
_MOST_LINES = 10_000
_LONGEST_CODE = 4_000
"""Characters of an import line that is compared with known ones."""

_CALL = (
    r"site\.addsitedir\((?:(?:__import__\([\"']os[\"']\)\.|os\.)?fsdecode\()?"
    r"([bB]?(?:'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\"))\)?\)"
)
_OVERLAY = re.compile(_CALL)
_OVERLAY_LINE = re.compile(rf"import site(?:; ?{_CALL})+;?")
_HOOK = re.compile(
    r"import\s+(?P<module>__editable__\w+|_editable_\w+|_\w+_editable_loader)"
    r"\s*(?:;\s*(?P=module)\.\w+\(.*\)\s*)?"
)
_NAMESPACE = re.compile(
    r"import sys,\s*types,\s*os;.*?os\.path\.join\("
    r"(?:sys\._getframe\(1\)\.f_locals\['sitedir'\]|(?P<root>'[^'\\]+'))"
    r",\s*\*\((?P<parts>(?:\s*'\w+',?)+)\)\)(?P<rest>.*)"
)
_DISTUTILS = re.compile(
    r"import os; var = 'SETUPTOOLS_USE_DISTUTILS';"
    r".*\.get\(var, '(?P<default>\w+)'\).*_distutils_hack.*"
)
_MARK = re.compile(r"import sys; ?sys\.__plen = len\(sys\.path\)")
_MOVE = re.compile(r"import sys; ?new=sys\.path\[sys\.__plen:\];.*sys\.path\[p:p\]=new;.*")


def parse(text: str, rules: SiteRules) -> tuple[PthLine, ...]:
    """Read the lines of a ``.pth`` file as one version of ``site.py`` does.

    Leading blanks belong to a path before Python 3.15: only a line's end is stripped.
    """
    found: list[PthLine] = []
    for line in _lines(text, rules):
        if line.startswith("#") or not line.strip():
            continue
        if not rules.runs_imports and line.startswith(_CODE):
            continue
        if len(found) >= _MOST_LINES:
            found.append(OpaqueLine("its many further lines are not read"))
            break
        found += _read(line)
    return tuple(found)


def _lines(text: str, rules: SiteRules) -> Iterator[str]:
    if rules.decodes_whole:
        # It may begin with a byte order mark, and form feeds end lines too.
        lines = text.removeprefix("\ufeff").splitlines()
        yield from (line.strip() for line in lines) if rules.reads_start else lines
    else:
        yield from (line.rstrip("\n") for line in io.StringIO(text, newline=None))


def _read(line: str) -> tuple[PthLine, ...]:
    if not line.startswith(_CODE):
        return (PathLine(line.rstrip()),)
    return read_code(line.rstrip())


def read_code(code: str) -> tuple[PthLine, ...]:
    """Read one line of code."""
    if len(code) > _LONGEST_CODE:
        return (OpaqueLine(code[:_LONGEST_CODE]),)
    return _overlays(code) or (_code(code),)


def _overlays(code: str) -> tuple[PthLine, ...]:
    if not _OVERLAY_LINE.fullmatch(code):
        return ()
    return tuple(SiteLine(_string(match[1])) for match in _OVERLAY.finditer(code))


def _string(literal: str) -> str:
    """Return what a literal of text or bytes means; a broken one stays as written."""
    try:
        value = literal_eval(literal)
    except (SyntaxError, ValueError):
        return literal
    return value.decode("utf-8", "surrogateescape") if isinstance(value, bytes) else str(value)


def _code(code: str) -> PthLine:
    if hook := _HOOK.fullmatch(code):
        return HookLine(hook["module"])
    if namespace := _NAMESPACE.fullmatch(code):
        parts = tuple(re.findall(r"'(\w+)'", namespace["parts"]))
        root = (namespace["root"] or "").strip("'")
        return NamespaceLine(parts, root, "PathFinder.find_spec" in namespace["rest"])
    if distutils := _DISTUTILS.fullmatch(code):
        return DistutilsLine(distutils["default"])
    for pattern, line in _KNOWN:
        if pattern.fullmatch(code):
            return line
    plain = pth_code.read(code)
    return ImportLine(plain) if plain else OpaqueLine(code)


_KNOWN: tuple[tuple[re.Pattern[str], PthLine], ...] = (
    (_MARK, MarkLine()),
    (_MOVE, MoveLine()),
)
