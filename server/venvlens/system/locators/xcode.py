"""Interpreters inside of Xcode, of which there may be several."""

from __future__ import annotations

from typing import TYPE_CHECKING

from venvlens.core.environment import Kind
from venvlens.system.locators.command_line_tools import in_developer_folder

if TYPE_CHECKING:
    from collections.abc import Iterator

    from venvlens.core.environment import Environment
    from venvlens.core.machine import Machine

ORIGIN = "part of Xcode"


def locate(machine: Machine) -> Iterator[Environment]:
    """Find the interpreters of each ``/Applications/Xcode*.app``."""
    if machine.platform != "darwin":
        return
    applications = machine.home.__class__("/Applications")
    for name in sorted(machine.names(applications)):
        if name.startswith("Xcode") and name.endswith(".app"):
            developer = applications / name / "Contents/Developer"
            yield from in_developer_folder(developer, Kind.XCODE, ORIGIN, machine)
