"""Interpreters in the folders of ``PATH``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from venvlens.core.environment import Kind
from venvlens.system.locators import command_line_tools, programs
from venvlens.system.locators.interpreter import describe

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import PurePath

    from venvlens.core.environment import Environment
    from venvlens.core.machine import Machine

ORIGIN = "found on PATH"


def locate(machine: Machine) -> Iterator[Environment]:
    """Find the interpreters on ``PATH``, each executable once, first folder first."""
    seen: set[PurePath] = set()
    for executable in _programs(machine):
        resolved = machine.files.resolved(executable)
        if resolved not in seen:
            seen.add(resolved)
            environment = describe(executable, Kind.GLOBAL, ORIGIN, machine)
            if environment is not None:
                yield environment


def commands(machine: Machine, name: str) -> Iterator[PurePath]:
    """Find what ``name`` would start, first folder first.

    Scripts in the folder of a version manager are among them; interpreters of
    virtual environments are not.
    """
    file_name = f"{name}.exe" if machine.is_windows else name
    for folder in machine.path:
        path = folder / file_name
        found = machine.files.is_program(path)
        if holds_shims(folder):
            found = found or machine.files.is_script(path)
        if found and not _is_store(folder) and not programs.is_virtual(folder, machine):
            yield command_line_tools.behind_stub(path, machine)


def holds_shims(folder: PurePath) -> bool:
    """Tell whether a folder on ``PATH`` is one that pyenv or asdf fills with scripts."""
    return folder.name == "shims"


def _programs(machine: Machine) -> Iterator[PurePath]:
    for folder in machine.path:
        if holds_shims(folder) or _is_store(folder):
            continue
        yield from programs.interpreters_in(folder, machine)


def _is_store(folder: PurePath) -> bool:
    """Tell whether a folder holds the stubs that open the store of Windows."""
    return folder.name.lower() == "windowsapps"
