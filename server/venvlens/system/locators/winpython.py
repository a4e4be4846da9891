"""Interpreters of WinPython, a Python for Windows that is unpacked and not installed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from venvlens.core.environment import Kind
from venvlens.core.python_version import parse
from venvlens.system.locators.interpreter import describe

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import PurePath

    from venvlens.core.environment import Environment
    from venvlens.core.machine import Machine

ORIGIN = "part of WinPython"
_DISTRIBUTION = re.compile(r"WPy(?:64|32)?-?\d+.*", re.IGNORECASE)
_MARKS = frozenset({".winpython", "winpython.ini"})
_PYTHON = re.compile(
    r"python(?:-(?P<version>\d+\.\d+\.\d+(?:(?:a|b|rc)\d+)?)(?:\.(?:amd64|win32|arm64))?)?",
    re.IGNORECASE,
)
"""``python-3.12.1.amd64``; releases since 2024 have ``python`` alone."""


def locate(machine: Machine) -> Iterator[Environment]:
    """Find those in ``WINPYTHON_HOME`` and in the folder ``WinPython`` of the user's home."""
    if not machine.is_windows:
        return
    named = machine.named("WINPYTHON_HOME")
    for home in dict.fromkeys((*([named] if named else []), machine.home / "WinPython")):
        children = (home / name for name in sorted(machine.names(home)))
        for folder in (home, *children):
            if _is_distribution(folder, machine):
                yield from _in(folder, machine)


def _is_distribution(folder: PurePath, machine: Machine) -> bool:
    by_name = _DISTRIBUTION.fullmatch(folder.name) is not None
    return by_name or any(machine.files.exists(folder / mark) for mark in _MARKS)


def _in(folder: PurePath, machine: Machine) -> Iterator[Environment]:
    for name in sorted(machine.names(folder)):
        match = _PYTHON.fullmatch(name)
        executable = folder / name / "python.exe"
        if match is not None and machine.files.is_program(executable):
            told = parse(match["version"] or "")
            if found := describe(executable, Kind.WINPYTHON, ORIGIN, machine, told=told):
                yield found
