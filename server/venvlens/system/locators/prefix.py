"""From a folder that some locator names to an environment, whatever tool made it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from venvlens.core import layout
from venvlens.core.environment import Environment, Kind
from venvlens.system.locators import conda_prefix, interpreter, venv

if TYPE_CHECKING:
    from pathlib import PurePath

    from venvlens.core.machine import Machine


def describe(
    prefix: PurePath,
    machine: Machine,
    origin: str,
    kind: Kind | None = None,
    *,
    project: PurePath | None = None,
    name: str | None = None,
) -> Environment | None:
    """Read what is in a folder; None if it is no environment and holds no interpreter.

    ``kind`` says more than the files do, where a locator knows it.
    """
    found = _read(prefix, machine, origin)
    if found is None:
        return None
    return replace(found, kind=kind or found.kind, project=project, name=name or found.name)


def _read(prefix: PurePath, machine: Machine, origin: str) -> Environment | None:
    if machine.files.exists(prefix / "pyvenv.cfg"):
        return venv.describe(prefix, machine, origin)
    if machine.files.is_folder(prefix / "conda-meta"):
        return conda_prefix.describe(prefix, machine, origin)
    candidates = layout.executables(prefix, machine.platform)
    executable = next((path for path in candidates if machine.files.is_program(path)), None)
    if executable is None or not _has_activate(prefix, machine):
        return None
    # virtualenv before 20 wrote no pyvenv.cfg, and had a library of links.
    found = interpreter.describe(executable, Kind.VIRTUALENV, origin, machine)
    return replace(found, prefix=prefix, executable=executable) if found else None


def _has_activate(prefix: PurePath, machine: Machine) -> bool:
    names = machine.names(layout.bin_folder(prefix, machine.platform))
    return any(name.partition(".")[0] == "activate" for name in names)
