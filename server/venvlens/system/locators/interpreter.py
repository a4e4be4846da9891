"""From the path of a global interpreter to an environment."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from venvlens.core import externally_managed
from venvlens.core.environment import Environment, Kind
from venvlens.system import installations
from venvlens.system.disk import Disk, Looks
from venvlens.system.interpreter_files import implementation_of
from venvlens.system.interpreter_version import read_version

if TYPE_CHECKING:
    from pathlib import Path

    from venvlens.core.installation import Layout


def describe(executable: Path, kind: Kind, origin: str, platform: str) -> Environment | None:
    """Describe a global interpreter; Python 2 and what tells no version give None."""
    resolved = executable.resolve()
    version = read_version(resolved)
    if version is None or version.major < 3:
        return None
    shown = _shown(executable, resolved)
    looks = Looks(Disk())
    made = implementation_of(resolved)
    found = installations.at(shown, version, platform, looks, made=made)
    return Environment(
        prefix=found.prefix,
        kind=kind,
        origin=origin,
        executable=shown,
        version=version,
        base_prefix=found.prefix,
        base_executable=shown,
        externally_managed=_externally_managed(found, looks),
        implementation=made,
    )


def _externally_managed(installation: Layout, looks: Looks) -> str | None:
    """Read the mark that an operating system's interpreter has (PEP 668)."""
    file = installation.library / externally_managed.FILE
    if not looks.exists(file):
        return None
    return externally_managed.reason(looks.text(file) or "")


def is_program(path: Path) -> bool:
    """Tell whether a path can be started and is not a script.

    Version managers put scripts named ``python`` on ``PATH``, which start another
    interpreter in each folder: they are none themselves.
    """
    try:
        if not path.is_file() or not os.access(path, os.X_OK):
            return False
        with path.open("rb") as file:
            return file.read(2) != b"#!"
    except OSError:
        return False


def _shown(executable: Path, resolved: Path) -> Path:
    """Choose the path that a person would know the interpreter by.

    In its own folder the most exact name is the best one: ``/usr/bin/python3.13``
    rather than ``/bin/python3``. A link from another folder was put there to be used.
    """
    folder = executable.parent
    if folder.resolve() != resolved.parent:
        return executable
    # Where /bin is a link to /usr/bin, the latter is the folder's name.
    return resolved if folder.is_symlink() else folder / resolved.name
