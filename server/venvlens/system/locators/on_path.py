"""Interpreters in the folders of ``PATH``."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from venvlens.core.environment import Kind
from venvlens.system.locators.interpreter import describe

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import PurePath

    from venvlens.core.environment import Environment
    from venvlens.core.machine import Machine

ORIGIN = "found on PATH"

_NAME = re.compile(r"(?:python|pypy|graalpy)(?:3(?:\.\d+t?)?)?(?P<suffix>\.exe)?")
_STARTS = ("python", "pypy", "graalpy")


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
        if found and not _is_store(folder) and not _is_in_virtual_environment(folder, machine):
            yield path


def holds_shims(folder: PurePath) -> bool:
    """Tell whether a folder on ``PATH`` is one that pyenv or asdf fills with scripts."""
    return folder.name == "shims"


def _programs(machine: Machine) -> Iterator[PurePath]:
    for folder in machine.path:
        if holds_shims(folder) or _is_store(folder):
            continue
        found = [folder / name for name in _interpreter_names(folder, machine)]
        if found and not _is_in_virtual_environment(folder, machine):
            yield from filter(machine.files.is_program, found)


def _interpreter_names(folder: PurePath, machine: Machine) -> list[str]:
    """List the names that interpreters have, the most exact first."""
    names = [name for name in machine.names(folder) if name.startswith(_STARTS)]
    matches = ((name, _NAME.fullmatch(name)) for name in names)
    return sorted(
        (name for name, match in matches if match and bool(match["suffix"]) == machine.is_windows),
        reverse=True,
    )


def _is_store(folder: PurePath) -> bool:
    """Tell whether a folder holds the stubs that open the store of Windows."""
    return folder.name.lower() == "windowsapps"


def _is_in_virtual_environment(folder: PurePath, machine: Machine) -> bool:
    # PEP 405: the file is beside the executable or one folder above it.
    places = (folder, folder.parent)
    return any(machine.files.is_file(place / "pyvenv.cfg") for place in places)
