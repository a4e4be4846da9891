"""From a request to its plan, whatever is asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from venvlens.core.plans import Cannot, Plan
from venvlens.core.requests import CreateRequest, InstallRequest, RepairRequest
from venvlens.system.mending.creating import Creation
from venvlens.system.mending.installing import Installation
from venvlens.system.mending.repairing import Repair

if TYPE_CHECKING:
    from pathlib import PurePath

    from venvlens.core.machine import Machine
    from venvlens.core.requests import Request
    from venvlens.system.toolbox import Toolbox


def plan_of(
    request: Request, workspace: PurePath, machine: Machine, toolbox: Toolbox
) -> Plan | Cannot:
    """Return the plan of a request that runs something."""
    match request:
        case CreateRequest():
            return Creation(request, workspace, machine, toolbox).plan()
        case RepairRequest():
            return Repair(request, workspace, machine, toolbox).plan()
        case InstallRequest():
            return Installation(request, machine, toolbox).plan()
        case _:
            return Cannot("nothing is run for that")
