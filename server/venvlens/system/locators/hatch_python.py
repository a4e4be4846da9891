"""Pythons that ``hatch python install`` put on the machine."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from venvlens.core.environment import Kind
from venvlens.system.locators.interpreter import describe
from venvlens.system.locators.tool_files import of_platformdirs

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import PurePath

    from venvlens.core.environment import Environment
    from venvlens.core.machine import Machine

ORIGIN = "installed by hatch"
_RECORD = "hatch-dist.json"


def locate(machine: Machine) -> Iterator[Environment]:
    """Find the distributions that hatch recorded, each with the path of its interpreter."""
    usual = of_platformdirs(machine.data, "XDG_DATA_HOME", "hatch", machine)
    store = (machine.named("HATCH_DATA_DIR") or usual) / "pythons"
    listing = machine.files.listing(store)
    for name in sorted(listing.folders) if listing else ():
        executable = _executable(store / name, machine)
        if executable is not None and machine.files.is_program(executable):
            found = describe(executable, Kind.HATCH_PYTHON, ORIGIN, machine)
            if found is not None:
                yield found


def _executable(folder: PurePath, machine: Machine) -> PurePath | None:
    """Read ``python_path`` of a record: relative to the distribution's folder, as in hatch."""
    text = machine.files.text(folder / _RECORD)
    try:
        record = json.loads(text or "")
    except (ValueError, RecursionError):
        return None
    path = record.get("python_path") if isinstance(record, dict) else None
    return folder / path if isinstance(path, str) and "\0" not in path else None
