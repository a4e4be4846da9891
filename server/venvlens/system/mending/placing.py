"""Where the tool of a project works, and where it puts the environment that it makes."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from venvlens.core.conda_text import environment_name
from venvlens.core.plans.by_tool import Placement, command
from venvlens.core.project_tool import Managed, ProjectTool, tools_of
from venvlens.system.locators import conda_places, hatch, pdm, pipenv, poetry, uv

if TYPE_CHECKING:
    from pathlib import PurePath

    from venvlens.core.machine import Machine
    from venvlens.system.toolbox import Toolbox


def managed(project: PurePath, machine: Machine) -> Managed | None:
    """Return the tool that manages a project; a member of uv's workspace is uv's."""
    found = tools_of(project, machine.files)
    root = uv.workspace_root(project, machine)
    if root is not None and not any(one.tool is ProjectTool.UV for one in found[:1]):
        said = f"it is a member of the workspace {root}"
        return Managed(ProjectTool.UV, said, "pyproject.toml")
    return found[0] if found else None


def placement(
    managed: Managed, project: PurePath, series: str, program: PurePath, machine: Machine
) -> Placement | None:
    """Return where a tool puts a project's environment; None where it would put none.

    ``series`` is that of the Python it is made from, as in ``3.13``; ``program`` is the tool.
    """
    match managed.tool:
        case ProjectTool.UV:
            root = uv.workspace_root(project, machine)
            home = root or project
            return Placement(home, home / ".venv", is_workspace=root is not None, is_filled=True)
        case ProjectTool.PDM:
            prefix = pdm.place_for(project, series, machine)
            saved = (project / ".pdm-python",)
            return Placement(project, prefix, is_filled=prefix.parent == project, writes=saved)
        case ProjectTool.POETRY:
            place = poetry.place_for(project, series, machine)
            chosen = (
                () if place is None or place.parent == project else (place.parent / "envs.toml",)
            )
            return Placement(project, place, writes=chosen) if place else None
        case ProjectTool.PIPENV:
            place = pipenv.place_for(project, machine)
            return Placement(project, place) if place else None
        case ProjectTool.HATCH:
            place = hatch.place_for(project, machine)
            return Placement(project, place) if place else None
        case ProjectTool.PIXI:
            prefix, own = project / ".pixi" / "envs" / "default", project / ".pixi"
            return Placement(project, prefix, makes=None if machine.files.exists(own) else own)
        case ProjectTool.CONDA:
            place = _condas(project, managed.file, program, machine)
            return Placement(project, place, file=managed.file)


def _condas(project: PurePath, file: str, program: PurePath, machine: Machine) -> PurePath:
    """Return the prefix of the environment that a file names, else one in the project."""
    name = environment_name(machine.files.text(project / file) or "")
    if not name or set(name) & set('/\\:# \0"') or name in (".", "..", "base"):
        return project / ".conda"
    own = machine.files.real(program).parent.parent / "envs"
    for store in (own, *conda_places.environment_folders(machine)):
        if machine.files.is_folder(store) and os.access(store, os.W_OK):
            return store / name
    return machine.home / ".conda" / "envs" / name


def by_lock(project: PurePath, prefix: PurePath, machine: Machine, toolbox: Toolbox) -> str | None:
    """Return the command by which a project's tool fills its environment from its lock.

    None where there is no lock, where the tool is not there or keeps another environment, or
    where it takes no folder that is made for it, so that a failure could leave a half-made one.
    """
    own = managed(project, machine)
    program = toolbox.find(own.tool.value) if own and own.file.endswith(".lock") else None
    place = placement(own, project, "", program, machine) if own and program else None
    if own is None or place is None or not place.is_filled or place.prefix != prefix:
        return None
    return command(own.tool, is_workspace=place.is_workspace)
