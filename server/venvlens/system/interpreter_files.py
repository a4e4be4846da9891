"""What the files around an executable tell: which implementation, installed where."""

from __future__ import annotations

from typing import TYPE_CHECKING

from venvlens.core import implementation

if TYPE_CHECKING:
    from pathlib import PurePath

    from venvlens.core.machine import Machine


def implementation_of(resolved: PurePath, machine: Machine) -> str:
    """Tell which implementation an executable, with all links followed, is."""
    prefix = usual_prefix(resolved)
    if implementation.in_name(resolved.name) or implementation.is_exact(resolved.name):
        return implementation.of_installation(resolved.name, (), (), ())
    folders = (resolved.parent, prefix, prefix / "lib")
    return implementation.of_installation(resolved.name, *(machine.names(path) for path in folders))


def usual_prefix(resolved: PurePath) -> PurePath:
    """Return the folder that an executable, with all links followed, is usually installed in.

    Only a place to look for signs of a version: getpath needs the version to tell the prefix.
    """
    for folder in resolved.parents:
        if folder.parent.name == "Versions" and folder.parents[1].suffix == ".framework":
            return folder
    folder = resolved.parent
    # On Windows the executable is in the prefix itself.
    return folder.parent if folder.name in ("bin", "sbin") else folder
