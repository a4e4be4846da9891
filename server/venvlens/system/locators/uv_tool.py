"""Environments of applications that ``uv tool install`` made."""

from __future__ import annotations

from typing import TYPE_CHECKING

from venvlens.core.environment import Kind
from venvlens.system.locators import prefix
from venvlens.system.locators.stores import folders_in
from venvlens.system.locators.uv_folders import tools

if TYPE_CHECKING:
    from collections.abc import Iterator

    from venvlens.core.environment import Environment
    from venvlens.core.machine import Machine


def locate(machine: Machine) -> Iterator[Environment]:
    """Find the environments of applications, by name."""
    for store in tools(machine):
        for place in folders_in(store, machine):
            reason = f"uv tool installed {place.name} in it"
            found = prefix.describe(place, machine, reason, Kind.UV, name=place.name)
            if found is not None:
                yield found
