"""From a path that a person picked or typed to what a project can use, or why it cannot."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from venvlens.core.display import clause, python
from venvlens.core.environment import Kind
from venvlens.system.locators import on_path, venv
from venvlens.system.named_path import at

if TYPE_CHECKING:
    from pathlib import PurePath

    from venvlens.core.environment import Environment
    from venvlens.core.machine import Machine

_PYTHONS = ("python", "pypy", "graalpy")
"""How the names of interpreters begin, on every system."""


@dataclass(frozen=True, slots=True)
class Picked:
    """What a path means."""

    environment: Environment
    path: PurePath
    """What the choice is kept as: a prefix, or the executable of a global interpreter."""


def picked(path: PurePath, machine: Machine) -> Picked | str:
    """Return what a path means by looking only, or a sentence that says why it is nothing."""
    if why := _why_not_at_all(path, machine):
        return why
    found = at(path, machine, "named by the user")
    if found is None:
        return _why_nothing(path, machine)
    if not found.runs:
        return f"{path} cannot run, {clause(found.faults[0])}: choose another one, or repair it."
    if not found.judges:
        return f"{path} is {python(found)}: choose a Python 3."
    if not found.kind.is_global or found.kind is Kind.CONDA_BASE:
        return Picked(found, found.prefix)
    return Picked(found, path if machine.files.is_file(path) else found.executable or path)


def _why_not_at_all(path: PurePath, machine: Machine) -> str | None:
    files = machine.files
    if on_path.holds_shims(path.parent):
        return (
            f"{path} is a shim, which starts another Python in each folder: choose the Python "
            "itself."
        )
    if not files.is_file(path):
        return None
    if not path.name.lower().startswith(_PYTHONS):
        return f"{path} is no Python: choose an environment, or the Python in it."
    if files.is_script(path):
        return f"{path} is a script that starts a Python: choose the Python itself."
    return None


def _why_nothing(path: PurePath, machine: Machine) -> str:
    if not machine.files.exists(path):
        return f"There is no file or folder {path}: choose another one."
    inside = venv.prefixes_in(path, machine.files)
    if inside:
        named = " and ".join(prefix.name for prefix in inside[:2])
        more = f" and {len(inside) - 2} more" if len(inside) > 2 else ""
        return f"{path} is not an environment, but holds {named}{more}: choose one of them."
    return f"{path} is not an environment: choose another one."
