"""Environments that pyenv-virtualenv made inside of the versions of pyenv."""

from __future__ import annotations

from typing import TYPE_CHECKING

from venvlens.core.environment import Kind
from venvlens.system.locators import prefix as prefix_
from venvlens.system.locators import pyenv

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import PurePath

    from venvlens.core.environment import Environment
    from venvlens.core.machine import Machine

ORIGIN = "made by pyenv virtualenv"
_WITHIN = "envs"
"""``versions/3.12.1/envs/shop``, to which ``versions/shop`` is a link."""


def locate(machine: Machine) -> Iterator[Environment]:
    """Find the environments below ``versions``, each once, by the link that people know."""
    seen: set[PurePath] = set()
    for prefix in _prefixes(machine):
        resolved = machine.files.resolved(prefix)
        if resolved not in seen and (found := _describe(prefix, ORIGIN, machine)):
            seen.add(resolved)
            yield found


def of_project(project: PurePath, machine: Machine) -> Iterator[Environment]:
    """Find what the project's ``.python-version`` names, if that is an environment.

    A name is ``shop`` or ``3.12.1/envs/shop``; what is not there is passed over, as by pyenv.
    """
    for name in pyenv.local_names(project, machine):
        prefix = _named(name, machine)
        origin = f"named by {project / '.python-version'}"
        if prefix is not None and (found := _describe(prefix, origin, machine, project)):
            yield found


def _prefixes(machine: Machine) -> Iterator[PurePath]:
    folders = pyenv.version_folders(machine)
    # Links are last in that order, and are the better known paths.
    yield from reversed(folders)
    for folder in folders:
        within = folder / _WITHIN
        yield from (within / name for name in sorted(machine.names(within)))


def _describe(
    prefix: PurePath, origin: str, machine: Machine, project: PurePath | None = None
) -> Environment | None:
    """Describe a virtual environment; versions and the environments of conda are others' own."""
    if machine.files.is_folder(prefix / "conda-meta") or not _is_made(prefix, machine):
        return None
    kind = Kind.PYENV_VIRTUALENV
    return prefix_.describe(prefix, machine, origin, kind, project=project, name=prefix.name)


def _is_made(prefix: PurePath, machine: Machine) -> bool:
    """Tell an environment from a version, by the files of ``venv`` and of an old virtualenv."""
    if machine.files.exists(prefix / "pyvenv.cfg"):
        return True
    return machine.files.resolved(prefix).parent.name == _WITHIN


def _named(name: str, machine: Machine) -> PurePath | None:
    """Return the folder that a name means; none leads out of ``versions`` (CVE-2022-35861)."""
    parts = name.split("/")
    shape = len(parts) == 1 or (len(parts) == 3 and parts[1] == _WITHIN)
    if not shape or any(not pyenv.is_safe(part) for part in parts):
        return None
    return pyenv.root(machine).joinpath("versions", *parts)
