"""Environments that direnv makes: ``.direnv/python-*`` and ``.direnv/virtualenv``.

Source: ``layout_python`` and ``layout_pyenv`` of direnv's ``stdlib.sh``.
"""

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

_FOLDER = ".direnv"


def below(folder: PurePath, machine: Machine) -> Iterator[Environment]:
    """Find what direnv made in a folder, by name."""
    if _FOLDER not in machine.names(folder):
        return
    for place in folders_in(folder / _FOLDER, machine):
        if place.name.startswith("python-") or place.name in ("virtualenv", "venv"):
            reason = f"direnv made it in {folder}"
            found = prefix.describe(place, machine, reason, Kind.DIRENV, project=folder)
            if found is not None:
                yield found
