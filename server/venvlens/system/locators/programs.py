"""Interpreters in a folder of programs, told by their names."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from venvlens.system.locators import command_line_tools, conda_prefix

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import PurePath

    from venvlens.core.machine import Machine

_NAME = re.compile(
    r"(?:python|pypy|graalpy)(?P<series>(?:2(?:\.7)?|3(?:\.\d+t?)?)?)(?P<suffix>\.exe)?"
)
_STARTS = ("python", "pypy", "graalpy")


def interpreters_in(folder: PurePath, machine: Machine) -> Iterator[PurePath]:
    """Yield the programs of a folder that are named like interpreters, the most exact name first.

    What is in a virtual environment is none of them, and neither are the stubs of macOS. The
    launcher ``py`` starts interpreters and is none itself.
    """
    found = [folder / name for name in _names(folder, machine)]
    if found and not is_virtual(folder, machine):
        usable = (path for path in found if not command_line_tools.is_stub(path, machine))
        yield from filter(machine.files.is_program, usable)


def is_virtual(folder: PurePath, machine: Machine) -> bool:
    """Tell whether programs in a folder run in a virtual environment, or in one of conda."""
    # PEP 405: the file is beside the executable or one folder above it.
    places = (folder, folder.parent)
    if any(machine.files.is_file(place / "pyvenv.cfg") for place in places):
        return True
    return any(conda_prefix.is_environment(place, machine.files) for place in places)


def _names(folder: PurePath, machine: Machine) -> list[str]:
    names = [name for name in machine.names(folder) if name.startswith(_STARTS)]
    matches = ((name, _NAME.fullmatch(name)) for name in names)
    found = [
        name for name, match in matches if match and bool(match["suffix"]) == machine.is_windows
    ]
    # Links lead to the exact name; on Windows there are copies, and python.exe is the usual one.
    return sorted(found, reverse=not machine.is_windows)
