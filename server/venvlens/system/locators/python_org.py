"""Interpreters that the installers of python.org put into ``/Library/Frameworks``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from venvlens.core.environment import Kind
from venvlens.system.locators.interpreter import describe

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import PurePath

    from venvlens.core.environment import Environment
    from venvlens.core.machine import Machine

ORIGIN = "installed from python.org"
_FRAMEWORKS = "/Library/Frameworks"
_NAMES = ("Python.framework", "PythonT.framework")
"""The second has the free-threaded build."""


def locate(machine: Machine) -> Iterator[Environment]:
    """Find one interpreter for each version; ``Current`` is a link to one of them."""
    if machine.platform != "darwin":
        return
    for name in _NAMES:
        versions = machine.home.__class__(_FRAMEWORKS) / name / "Versions"
        for version in sorted(machine.names(versions) - {"Current"}):
            executable = _executable(versions / version, machine)
            found = executable and describe(executable, Kind.PYTHON_ORG, ORIGIN, machine)
            if found:
                yield found


def _executable(prefix: PurePath, machine: Machine) -> PurePath | None:
    exact = f"python{prefix.name}"
    names = (exact, f"{exact}t", "python3", "python")
    paths = (prefix / "bin" / name for name in names)
    return next(filter(machine.files.is_program, paths), None)
