"""Interpreters that installers wrote into the registry of Windows (PEP 514)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from venvlens.core.environment import Kind
from venvlens.core.python_version import parse
from venvlens.system.locators import prefix as prefix_
from venvlens.system.locators.interpreter import describe

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import PurePath

    from venvlens.core.environment import Environment
    from venvlens.core.machine import Machine
    from venvlens.core.python_version import PythonVersion

ORIGIN = "in the registry of Windows"
_ROOTS = (
    r"HKCU\Software\Python",
    r"HKLM\Software\Python",
    r"HKLM\Software\WOW6432Node\Python",
)
"""A user's own come first; the last has 32-bit interpreters of a 64-bit Windows."""
_NO_INTERPRETERS = frozenset({"pylauncher"})
"""PEP 514: the launcher's own settings."""


def locate(machine: Machine) -> Iterator[Environment]:
    """Find what each tag of each company says is installed, each executable once."""
    seen: set[PurePath] = set()
    for tag in _tags(machine):
        executable = _executable(tag, machine)
        if executable is not None and executable not in seen:
            seen.add(executable)
            if found := _describe(executable, tag, machine):
                yield found


def _tags(machine: Machine) -> Iterator[str]:
    registry = machine.registry
    for root in _ROOTS:
        for company in registry.keys(root):
            if company.lower() not in _NO_INTERPRETERS:
                for tag in registry.keys(f"{root}\\{company}"):
                    yield f"{root}\\{company}\\{tag}"


def _executable(tag: str, machine: Machine) -> PurePath | None:
    """Return what is started; a key may stay when its interpreter was deleted by hand."""
    make = machine.home.__class__
    place = f"{tag}\\InstallPath"
    folder = machine.registry.value(place, "")
    written = machine.registry.value(place, "ExecutablePath")
    names = [make(written)] if written else []
    names += [make(folder) / "python.exe"] if folder else []
    found = (path for path in names if path.is_absolute() and not _is_of_store(path))
    return next(filter(machine.files.is_program, found), None)


def _is_of_store(path: PurePath) -> bool:
    """Tell whether a path is in ``WindowsApps``, which only the store may start from."""
    return any(part.lower() == "windowsapps" for part in path.parts)


def _describe(executable: PurePath, tag: str, machine: Machine) -> Environment | None:
    folder = executable.parent
    if machine.files.is_folder(folder / "conda-meta"):
        return prefix_.describe(folder, machine, ORIGIN)
    if machine.files.exists(folder / "pyvenv.cfg"):
        return None
    found = describe(executable, Kind.REGISTRY, ORIGIN, machine, told=_version(tag, machine))
    return replace(found, name=_name(tag, machine)) if found else None


def _version(tag: str, machine: Machine) -> PythonVersion | None:
    """Read ``Version``; ``SysVersion`` has two numbers only, as PythonCore's tags do."""
    values = (machine.registry.value(tag, name) for name in ("Version", "SysVersion"))
    own = tag.rpartition("\\")[2].partition("-")[0]
    return next((version for text in (*values, own) if (version := parse(text or ""))), None)


def _name(tag: str, machine: Machine) -> str | None:
    """Return what a person reads in the list of programs; it tells 32 from 64 bits."""
    name = machine.registry.value(tag, "DisplayName")
    bits = machine.registry.value(tag, "SysArchitecture")
    if name and bits and bits.removesuffix("bit") not in name:
        return f"{name} ({bits})"
    return name
