"""From what a person wrote in a setting, or chose, to the environment or interpreter there."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from venvlens.core.environment import Kind
from venvlens.core.layout import normalised
from venvlens.system.locators import interpreter, on_path, prefix

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import PurePath

    from venvlens.core.environment import Environment
    from venvlens.core.machine import Machine

_VARIABLE = re.compile(r"\$\{([^{}]*)\}")
_PROGRAMS = frozenset({"bin", "scripts"})


def path_of(text: str, base: PurePath, workspace: PurePath, machine: Machine) -> PurePath:
    """Read a path as editors' settings have it: relative, with ``~`` and ``${workspaceFolder}``.

    A bare ``python3.12`` that is no file below ``base`` is what ``PATH`` has by that name.
    """
    values = {
        "workspaceFolder": str(workspace),
        "workspaceRoot": str(workspace),
        "userHome": str(machine.home),
        **{f"env:{name}": value for name, value in machine.environ.items()},
    }
    text = _VARIABLE.sub(lambda found: values.get(found[1], found[0]), text)
    if text == "~" or text.startswith(("~/", "~\\")):
        return machine.home / text[2:]
    path = normalised(base / text)
    if path.parent == base and not machine.files.exists(path):
        return next(on_path.commands(machine, text), path)
    return path


def at(path: PurePath, machine: Machine, origin: str) -> Environment | None:
    """Describe what a path names: an environment, its folder of programs, or an interpreter."""
    for place in _prefixes(path):
        if found := prefix.describe(place, machine, origin):
            return found
    for program in (path, path / "bin" / "python3", path / "bin" / "python", path / "python.exe"):
        if machine.files.is_program(program):
            return interpreter.describe(program, Kind.GLOBAL, origin, machine)
    return None


def _prefixes(path: PurePath) -> Iterator[PurePath]:
    """Yield the prefixes that a path may mean, also where its program is gone."""
    yield path
    if path.name.lower() in _PROGRAMS:
        yield path.parent
    elif path.parent.name.lower() in _PROGRAMS:
        yield path.parent.parent
    elif path.name == "python.exe":
        yield path.parent
