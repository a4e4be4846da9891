"""Environments that tox and nox make for their runs: ``.tox/*`` and ``.nox/*``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from venvlens.core.environment import Kind
from venvlens.system.locators import prefix
from venvlens.system.locators.stores import folders_in

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import PurePath

    from venvlens.core.environment import Environment
    from venvlens.core.machine import Machine

_FOLDERS = ((".tox", Kind.TOX), (".nox", Kind.NOX))


def below(folder: PurePath, machine: Machine) -> Iterator[Environment]:
    """Find what tox and nox made in a folder; hidden ones are tox's own (``.pkg``)."""
    here = machine.names(folder)
    for name, kind in _FOLDERS:
        if name not in here:
            continue
        for place in folders_in(folder / name, machine):
            reason = f"{kind.value} made it in {folder}"
            found = prefix.describe(place, machine, reason, kind, project=folder)
            if found is not None and not place.name.startswith("."):
                yield found
