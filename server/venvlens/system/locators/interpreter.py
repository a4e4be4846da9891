"""From the path of a global interpreter to an environment."""

from __future__ import annotations

from typing import TYPE_CHECKING

from venvlens.core import externally_managed
from venvlens.core.environment import Environment, Kind
from venvlens.system import installations
from venvlens.system.interpreter_files import implementation_of
from venvlens.system.interpreter_version import read_version

if TYPE_CHECKING:
    from pathlib import PurePath

    from venvlens.core.installation import Layout
    from venvlens.core.machine import Machine


def describe(executable: PurePath, kind: Kind, origin: str, machine: Machine) -> Environment | None:
    """Describe a global interpreter; Python 2 and what tells no version give None."""
    resolved = machine.files.resolved(executable)
    version = read_version(resolved, machine)
    if version is None or version.major < 3:
        return None
    shown = _shown(executable, resolved, machine)
    made = implementation_of(resolved, machine)
    found = installations.at(shown, version, machine, made=made)
    return Environment(
        prefix=found.prefix,
        kind=kind,
        origin=origin,
        executable=shown,
        version=version,
        base_prefix=found.prefix,
        base_executable=shown,
        externally_managed=_externally_managed(found, machine),
        implementation=made,
    )


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
