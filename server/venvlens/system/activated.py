"""The environments that are activated where the program was started."""

from __future__ import annotations

from typing import TYPE_CHECKING

from venvlens.core.project import DECLARATIONS, WEAK_DECLARATIONS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import PurePath

    from venvlens.core.machine import Machine

_VARIABLES = ("VIRTUAL_ENV", "CONDA_PREFIX")
_DECLARATIONS = DECLARATIONS | WEAK_DECLARATIONS


def activated(machine: Machine) -> Iterator[tuple[str, PurePath]]:
    """Yield each variable that names an environment, with what it names."""
    for variable in _VARIABLES:
        path = machine.named(variable)
        if path is not None:
            yield variable, path


def belongs(prefix: PurePath, folder: PurePath, top: PurePath, machine: Machine) -> bool:
    """Tell whether an environment is in a workspace, and of no other project there.

    ``folder`` is that of the file, ``top`` the workspace; either may be written with links.
    """
    inside = _inside(prefix, top, machine)
    if inside is None:
        return False
    for outer in inside.parents:
        if folder.is_relative_to(outer):
            return True
        if is_declared(outer, machine):
            return False
    return False


def is_declared(folder: PurePath, machine: Machine) -> bool:
    """Tell whether the files in a folder say that it is a project, or may be one."""
    listing = machine.files.listing(folder)
    return listing is not None and not listing.files.isdisjoint(_DECLARATIONS)


def _inside(prefix: PurePath, top: PurePath, machine: Machine) -> PurePath | None:
    """Return where an environment is below a folder, as the folder is written."""
    if prefix.is_relative_to(top):
        return prefix
    resolved, real_top = machine.files.resolved(prefix), machine.files.resolved(top)
    return top / resolved.relative_to(real_top) if resolved.is_relative_to(real_top) else None
