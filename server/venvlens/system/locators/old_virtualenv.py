"""Environments of virtualenv before version 20, which wrote no ``pyvenv.cfg``.

Source: ``virtualenv.py`` and ``virtualenv_embedded/site.py`` of 16.7. Part of the standard library
is in the environment, and beside it two files: ``orig-prefix.txt`` names the base, whose library
the ``site.py`` there adds, and ``no-global-site-packages.txt`` keeps its packages out.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from venvlens.core import layout
from venvlens.core.environment import Fault, FaultCode, Kind
from venvlens.system.locators import interpreter

if TYPE_CHECKING:
    from pathlib import PurePath

    from venvlens.core.environment import Environment
    from venvlens.core.machine import Machine
    from venvlens.core.python_version import PythonVersion


def describe(prefix: PurePath, machine: Machine, origin: str) -> Environment | None:
    """Describe a folder with an interpreter and a script that activates it; else None."""
    candidates = layout.executables(prefix, machine.platform)
    executable = next((path for path in candidates if machine.files.is_program(path)), None)
    if executable is None or not _has_activate(prefix, machine):
        return None
    found = interpreter.describe(executable, Kind.VIRTUALENV, origin, machine)
    if found is None or found.version is None:
        return None
    version, made = found.version, found.implementation
    library = layout.library(prefix, version, machine.platform, implementation=made)
    found = replace(found, prefix=prefix, executable=executable)
    written = (machine.files.text(library / "orig-prefix.txt") or "").strip()
    base = prefix.__class__(written) if written.isprintable() else prefix
    if not base.is_absolute() or base == prefix:
        return found
    kept_out = machine.files.exists(library / "no-global-site-packages.txt")
    started = _executable(base, version, machine)
    gone = () if machine.files.is_folder(base) else (Fault(FaultCode.BASE_GONE, started),)
    return replace(
        found, base_prefix=base, base_executable=started, system_site=not kept_out, faults=gone
    )


def _executable(base: PurePath, version: PythonVersion, machine: Machine) -> PurePath:
    if machine.is_windows:
        return base / "python.exe"
    return base / "bin" / f"python{version.major}.{version.minor}"


def _has_activate(prefix: PurePath, machine: Machine) -> bool:
    names = machine.names(layout.bin_folder(prefix, machine.platform))
    return any(name.partition(".")[0] == "activate" for name in names)
