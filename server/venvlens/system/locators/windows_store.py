"""Interpreters from the store of Windows, and the stubs that only open it."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from venvlens.core.environment import Kind
from venvlens.core.python_version import PythonVersion
from venvlens.system.locators.interpreter import describe

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import PurePath

    from venvlens.core.environment import Environment
    from venvlens.core.machine import Machine

ORIGIN = "installed from the Microsoft Store"
_MODEL = r"HKCU\Software\Classes\Local Settings\Software\Microsoft\Windows\CurrentVersion\AppModel"
_FAMILY = re.compile(r"PythonSoftwareFoundation\.Python\.(?P<major>\d+)\.(?P<minor>\d+)_\w+")
_PACKAGE = re.compile(r"PythonSoftwareFoundation\.Python\.\d+\.\d+_\d+\.\d+\.(?P<third>\d+)\.")
_LEVELS = {10: "a", 11: "b", 12: "rc"}


def locate(machine: Machine) -> Iterator[Environment]:
    """Find the interpreters that have a folder of their own in ``WindowsApps``.

    ``python.exe`` directly in ``WindowsApps`` may be a stub that opens the store, or lead to one
    of these: it is never reported. What is in the folders are reparse points, which can be
    started but not read, so that only names and the registry tell about them.
    """
    if not machine.is_windows:
        return
    applications = machine.data / "Microsoft" / "WindowsApps"
    for name in sorted(machine.names(applications)):
        match = _FAMILY.fullmatch(name)
        executable = applications / name / "python.exe"
        if match is None or not machine.files.exists(executable):
            continue
        series = PythonVersion(int(match["major"]), int(match["minor"]))
        if found := _describe(executable, series, machine):
            yield found


def _describe(executable: PurePath, series: PythonVersion, machine: Machine) -> Environment | None:
    registry, family = machine.registry, executable.parent.name
    key = rf"{_MODEL}\SystemAppData\{family}\Schemas"
    package = registry.value(key, "PackageFullName") or ""
    details = rf"{_MODEL}\Repository\Packages\{package}"
    root = registry.value(details, "PackageRootFolder") if package else None
    folder = machine.home.__class__(root) if root else executable.parent
    told = _version(package, series)
    found = describe(executable, Kind.STORE, ORIGIN, machine, told=told, configured=folder)
    name = registry.value(details, "DisplayName") if package else None
    return replace(found, name=name) if found else None


def _version(package: str, series: PythonVersion) -> PythonVersion:
    """Read the version of a package: ``3.12.2800.0`` is 3.12.10.

    CPython's ``PC/layout/support/appxmanifest.py`` puts ``micro``, level and serial into the
    third number, as ``PY_VERSION_HEX`` has them.
    """
    match = _PACKAGE.match(package)
    if match is None:
        return series
    third = int(match["third"])
    level, serial = third >> 4 & 0xF, third & 0xF
    before = f"{_LEVELS[level]}{serial}" if level in _LEVELS else ""
    return replace(series, micro=third >> 8, prerelease=before)
