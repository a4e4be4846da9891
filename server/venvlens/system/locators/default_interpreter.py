"""The interpreter that a person gets by typing ``python3`` in a folder."""

from __future__ import annotations

from typing import TYPE_CHECKING

from venvlens.core.environment import Kind
from venvlens.system.locators import on_path, shims
from venvlens.system.locators.interpreter import describe

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import PurePath

    from venvlens.core.environment import Environment
    from venvlens.core.machine import Machine


def default(machine: Machine, folder: PurePath) -> Environment | None:
    """Find what ``python3``, or else ``python``, starts in a folder.

    Virtual environments are passed over, also those that pyenv manages: they are
    found where they are, and not by what happens to be on ``PATH``.
    """
    for name in ("python3", "python"):
        for environment in _started(machine, folder, name):
            if environment is not None and environment.judges:
                return environment
    return None


def _started(machine: Machine, folder: PurePath, name: str) -> Iterator[Environment | None]:
    for path in on_path.commands(machine, name):
        if on_path.holds_shims(path.parent):
            yield from _behind_shim(path, machine, folder)
        else:
            yield describe(path, Kind.GLOBAL, on_path.ORIGIN, machine)


def _behind_shim(
    shim: PurePath, machine: Machine, folder: PurePath
) -> Iterator[Environment | None]:
    """Follow a shim as its manager does; what no manager is known to have made leads nowhere."""
    for started in shims.behind(shim, machine, folder):
        if started is None:
            yield from _system(machine, shim.name)
        else:
            executable, kind, origin = started
            yield describe(executable, kind, origin, machine)


def _system(machine: Machine, name: str) -> Iterator[Environment | None]:
    for path in on_path.commands(machine, name):
        if not on_path.holds_shims(path.parent):
            yield describe(path, Kind.GLOBAL, on_path.ORIGIN, machine)
