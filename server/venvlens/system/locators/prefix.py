"""From a folder that some locator names to an environment, whatever tool made it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from venvlens.system.locators import conda_prefix, old_virtualenv, venv

if TYPE_CHECKING:
    from pathlib import PurePath

    from venvlens.core.environment import Environment, Kind
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
    return old_virtualenv.describe(prefix, machine, origin)
