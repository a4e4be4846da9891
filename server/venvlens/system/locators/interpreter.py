"""From the path of a global interpreter to an environment."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, cast

from venvlens.core import externally_managed
from venvlens.core.environment import Environment, Kind
from venvlens.system import installations
from venvlens.system.interpreter_files import implementation_of
from venvlens.system.interpreter_version import read_version

if TYPE_CHECKING:
    from pathlib import PurePath

    from venvlens.core.installation import Layout
    from venvlens.core.machine import Files, Machine
    from venvlens.core.python_version import PythonVersion


def describe(
    executable: PurePath,
    kind: Kind,
    origin: str,
    machine: Machine,
    *,
    told: PythonVersion | None = None,
    configured: PurePath | None = None,
) -> Environment | None:
    """Describe a global interpreter; what tells no version gives None.

    ``told`` is the version, and ``configured`` the prefix, that whoever installed it wrote down
    elsewhere: they count where the files around it do not tell.

    What was read is remembered for as long as the files are as they were.
    """
    # Stamps do not tell that a link leads to another file which is just like the one before.
    resolved = machine.files.resolved(executable)
    shown = _shown(executable, resolved, machine)
    asked = _Asked(resolved, shown, kind, origin, told, configured)
    return machine.files.recall(
        (asked, machine.platform),
        lambda inner: _read(asked, replace(machine, files=cast("Files", inner))),
    )


@dataclass(frozen=True, slots=True)
class _Asked:
    """An interpreter, and what is known of it from elsewhere."""

    resolved: PurePath
    shown: PurePath
    kind: Kind
    origin: str
    told: PythonVersion | None
    configured: PurePath | None


def _read(asked: _Asked, machine: Machine) -> Environment | None:
    version = _version(read_version(asked.resolved, machine), asked.told)
    if version is None:
        return None
    made = implementation_of(asked.resolved, machine)
    found = installations.at(asked.shown, version, machine, asked.configured, made)
    return Environment(
        prefix=found.prefix,
        kind=asked.kind,
        origin=asked.origin,
        executable=asked.shown,
        version=version,
        base_prefix=found.prefix,
        base_executable=asked.shown,
        externally_managed=_externally_managed(found, machine),
        implementation=made,
    )


def _version(read: PythonVersion | None, told: PythonVersion | None) -> PythonVersion | None:
    """Choose the more exact one; what was written down may be older than the files."""
    if read is None or told is None or read.micro >= 0 or read.series != told.series:
        return read or told
    return replace(told, free_threaded=read.free_threaded or told.free_threaded)


def _externally_managed(installation: Layout, machine: Machine) -> str | None:
    """Read the mark that an operating system's interpreter has (PEP 668)."""
    file = installation.library / externally_managed.FILE
    if not machine.files.exists(file):
        return None
    return externally_managed.reason(machine.files.text(file) or "")


def _shown(executable: PurePath, resolved: PurePath, machine: Machine) -> PurePath:
    """Choose the path that a person would know the interpreter by.

    In its own folder the most exact name is the best one: ``/usr/bin/python3.13``
    rather than ``/bin/python3``. A link from another folder was put there to be used.
    """
    folder = executable.parent
    if machine.files.resolved(folder) != resolved.parent:
        return executable
    # Where /bin is a link to /usr/bin, the latter is the folder's name.
    return resolved if machine.files.real(folder) != folder else folder / resolved.name
