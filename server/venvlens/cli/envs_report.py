"""The list of all environments, in columns for people and as an object for programs."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from venvlens.cli.json_text import VERSION, encoded
from venvlens.cli.printable import shown
from venvlens.core import reports
from venvlens.core.display import clause, tilde
from venvlens.core.implementation import CPYTHON
from venvlens.core.implementation import shown as implementation_shown
from venvlens.core.inventory import Group

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import PurePath

    from venvlens.cli.terminal import Style
    from venvlens.core.environment import Environment
    from venvlens.core.inventory import Listed
    from venvlens.system.disk_usage import Usage

_HEADINGS = {
    Group.RECOMMENDED: "This project's",
    Group.WORKSPACE: "In the workspace",
    Group.KEPT: "Kept elsewhere",
    Group.GLOBAL: "Global interpreters",
}
_UNITS = ("B", "KiB", "MiB", "GiB")
_STEP = 1024


@dataclass(frozen=True, slots=True)
class Line:
    """One environment of the list."""

    listed: Listed
    usage: Usage | None
    """None where nobody asked."""


def as_json(lines: Sequence[Line], folder: PurePath, home: PurePath) -> str:
    """Return the list as one object.

    ``size`` is in bytes, and null where it was not measured; ``sizeIsWhole`` is false where
    there is more than was counted.
    """
    told = [
        {
            **reports.listed(line.listed, folder, home),
            "size": line.usage.size if line.usage else None,
            "sizeIsWhole": line.usage.whole if line.usage else None,
        }
        for line in lines
    ]
    return encoded({"version": VERSION, "environments": told})


def as_text(lines: Sequence[Line], home: PurePath, style: Style) -> Iterator[str]:
    """Yield the lines that a person reads: a part for each group, in columns."""
    if not lines:
        yield "No environments were found."
        return
    cells = {line.listed: _cells(line, home) for line in lines}
    widths = [max(map(len, column)) for column in zip(*cells.values(), strict=True)]
    for number, (group, members) in enumerate(groupby(lines, lambda line: line.listed.group)):
        if number:
            yield ""
        yield style.bold(_HEADINGS[group])
        for line in members:
            padded = [
                cell.ljust(width)
                for cell, width in zip(cells[line.listed], widths, strict=True)
                if width
            ]
            yield f"  {'  '.join(padded)}".rstrip() + _remarks(line.listed, home, style)


def _cells(line: Line, home: PurePath) -> tuple[str, str, str, str]:
    """Return version, kind, size and path."""
    found = line.listed.environment
    path = found.executable if found.kind.is_global and found.executable else found.prefix
    return _version(found), found.kind.value, _size(line.usage), shown(tilde(path, home))


def _version(found: Environment) -> str:
    version = "unknown" if found.version is None else str(found.version)
    if found.implementation == CPYTHON:
        return version
    return f"{implementation_shown(found.implementation)} {version}"


def _size(usage: Usage | None) -> str:
    if usage is None:
        return ""
    size, unit = float(usage.size), 0
    while size >= _STEP and unit + 1 < len(_UNITS):
        size, unit = size / _STEP, unit + 1
    text = f"{size:.0f} {_UNITS[unit]}" if unit < 2 else f"{size:.1f} {_UNITS[unit]}"
    return f"{text if usage.whole else f'> {text}':>10}"


def _remarks(one: Listed, home: PurePath, style: Style) -> str:
    """Return what stands behind the columns: its name, whose it is, and what is broken."""
    found = one.environment
    parts = []
    if found.name and found.name != found.prefix.name:
        parts.append(style.faint(shown(found.name)))
    if one.project is not None and one.project != found.prefix.parent:
        parts.append(style.faint(shown(f"of {tilde(one.project, home)}")))
    faults = "; ".join(clause(fault) for fault in found.faults)
    if faults:
        parts.append(style.severity("error", shown(f"cannot run: {faults}")))
    return "".join(f"  {part}" for part in parts)
