"""Environments of applications that pipx installed.

Source: pipx's ``paths.py``. Which of the folders is used depends on its version.
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


def locate(machine: Machine) -> Iterator[Environment]:
    """Find the environments of applications, by name."""
    for home in _homes(machine):
        for place in folders_in(home / "venvs", machine):
            reason = f"pipx installed {place.name} in it"
            found = prefix.describe(place, machine, reason, Kind.PIPX)
            if found is not None:
                yield found


def _homes(machine: Machine) -> tuple[PurePath, ...]:
    named = machine.named("PIPX_HOME")
    shared = machine.named("PIPX_GLOBAL_HOME")
    if shared is None and not machine.is_windows:
        shared = machine.home.__class__("/opt/pipx")
    # Where the data of programs is on Windows by platformdirs, which takes pipx for its author too.
    data = machine.data / "pipx" / ("pipx" if machine.is_windows else "")
    usual = (machine.home / "pipx",) if machine.is_windows else ()
    own = (named,) if named else (*usual, data, machine.home / ".local" / "pipx")
    return (*own, shared) if shared else own
