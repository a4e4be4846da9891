"""Pythons that ``pdm python install`` put on the machine."""

from __future__ import annotations

from typing import TYPE_CHECKING

from venvlens.core import toml_text
from venvlens.core.environment import Kind
from venvlens.system.locators import installed
from venvlens.system.locators.tool_files import of_platformdirs

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import PurePath

    from venvlens.core.environment import Environment
    from venvlens.core.machine import Machine

ORIGIN = "installed by pdm"


def locate(machine: Machine) -> Iterator[Environment]:
    """Find the Pythons in pdm's folder, or in the one that its settings name."""
    folders = installed.folders_in(store(machine), machine)
    yield from installed.described(folders, Kind.PDM_PYTHON, ORIGIN, machine)


def store(machine: Machine) -> PurePath:
    """Return ``python.install_root``, as pdm gets it from platformdirs without an author."""
    data = toml_text.read(machine.files.text(_settings(machine)) or "")
    table = data.get("python") if isinstance(data, dict) else None
    named = table.get("install_root") if isinstance(table, dict) else None
    if isinstance(named, str) and "\0" not in named:
        return machine.home / named.removeprefix("~/").removeprefix("~\\")
    own = of_platformdirs(machine.data, "XDG_DATA_HOME", "pdm", machine)
    return own / ("pdm/" * machine.is_windows + "python")


def _settings(machine: Machine) -> PurePath:
    named = machine.named("PDM_CONFIG_FILE")
    own = of_platformdirs(machine.config, "XDG_CONFIG_HOME", "pdm", machine)
    return named or own / ("pdm/" * machine.is_windows + "config.toml")
