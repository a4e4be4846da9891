"""What uv installs and makes: Pythons, and the environments of projects and workspaces."""

from __future__ import annotations

from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

from venvlens.core import uv_names
from venvlens.core.environment import Kind
from venvlens.core.layout import normalised
from venvlens.system.locators import installed, prefix
from venvlens.system.locators.dot_venv import dot_venv
from venvlens.system.locators.uv_folders import pythons, uv_table

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import PurePath

    from venvlens.core.environment import Environment
    from venvlens.core.machine import Machine

ORIGIN = "installed by uv"


def locate(machine: Machine) -> Iterator[Environment]:
    """Find the Pythons that uv installed; links that follow a series are left out."""
    for store in pythons(machine):
        exact = (
            f for f in installed.folders_in(store, machine) if uv_names.is_installation(f.name)
        )
        yield from installed.described(exact, Kind.UV_PYTHON, ORIGIN, machine)


def of_project(project: PurePath, machine: Machine) -> Iterator[Environment]:
    """Find the environment that uv uses for a project where that is not its own ``.venv``.

    It is that of the workspace which the project is a member of, or the one that
    ``UV_PROJECT_ENVIRONMENT`` names: for projects of uv only, since a variable says nothing
    of who it is meant for. A centralised environment is what ``.venv`` leads to.
    """
    listing = machine.files.listing(project)
    if listing is None or "pyproject.toml" not in listing.files:
        return
    root = workspace_root(project, machine)
    named = named_by_variable(project, machine)
    if named is not None:
        reason = f"UV_PROJECT_ENVIRONMENT names it for {root or project}"
        place: PurePath | str = named
    elif root is not None and root != project:
        reason, place = f"uv keeps it for the workspace {root}", dot_venv(root, machine)
    else:
        return
    if isinstance(place, str):
        return
    found = prefix.describe(place, machine, reason, Kind.UV, project=root or project)
    if found is not None:
        yield found


def named_by_variable(project: PurePath, machine: Machine) -> PurePath | None:
    """Return what ``UV_PROJECT_ENVIRONMENT`` names for a project of uv; it need not be there."""
    named = machine.environ.get("UV_PROJECT_ENVIRONMENT")
    if not named or not machine.files.is_file(project / "pyproject.toml"):
        return None
    owner = workspace_root(project, machine) or project
    return normalised(owner / named) if is_of_uv(owner, machine) else None


def is_of_uv(project: PurePath, machine: Machine) -> bool:
    """Tell whether a project's own files say that it is uv's."""
    if machine.files.is_file(project / "uv.lock"):
        return True
    return bool(uv_table(project / "pyproject.toml", machine))


def workspace_root(project: PurePath, machine: Machine) -> PurePath | None:
    """Return the root of the workspace that a project is in, which may be the project itself.

    The nearest ``pyproject.toml`` above decides: a project between a folder and a workspace
    keeps the folder out of it (``uv-workspace``, ``find_workspace``).
    """
    for place in (project, *project.parents):
        file = place / "pyproject.toml"
        if not machine.files.is_file(file):
            continue
        workspace = uv_table(file, machine).get("workspace")
        if isinstance(workspace, dict):
            return place if place == project or _holds(place, project, workspace) else None
        if place != project:
            return None
    return None


def _holds(root: PurePath, project: PurePath, workspace: dict[str, object]) -> bool:
    """Tell whether a project is a member: what is excluded is none, whatever else is said."""
    path = project.relative_to(root).as_posix()

    def among(key: str) -> bool:
        globs = workspace.get(key)
        written = globs if isinstance(globs, list) else []
        return any(_matches(glob, path) for glob in written if isinstance(glob, str))

    return not among("exclude") and among("members")


def _matches(glob: str, path: str) -> bool:
    """Match as the crate ``glob`` does: a star stays within one component, two do not."""
    wanted = [part for part in glob.replace("\\", "/").split("/") if part not in ("", ".")]
    return _parts_match(wanted, path.split("/"))


def _parts_match(wanted: list[str], parts: list[str]) -> bool:
    # Which numbers of components the parts of the glob so far can stand for.
    reached = {0}
    for part in wanted:
        if part == "**":
            reached = set(range(min(reached, default=len(parts) + 1), len(parts) + 1))
            continue
        # Braces mean nothing to the crate; what is left is what fnmatch knows.
        reached = {n + 1 for n in reached if n < len(parts) and fnmatchcase(parts[n], part)}
    return len(parts) in reached
