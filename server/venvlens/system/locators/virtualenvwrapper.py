"""Environments in the folder of virtualenvwrapper, which notes a project in each.

Sources: ``virtualenvwrapper.sh`` and ``virtualenvwrapper-win``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from venvlens.core.environment import Kind
from venvlens.system.locators import prefix, stores
from venvlens.system.locators.tool_files import expanded, folder

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import PurePath

    from venvlens.core.environment import Environment
    from venvlens.core.machine import Machine


def locate(machine: Machine) -> Iterator[Environment]:
    """Find the environments in virtualenvwrapper's folder."""
    store = home(machine)
    for place in stores.folders_in(store, machine):
        project = stores.project_of(place, machine, _mark(machine))
        reason = f"virtualenvwrapper keeps it in {store}"
        found = prefix.describe(place, machine, reason, Kind.VIRTUALENVWRAPPER, project=project)
        if found is not None:
            yield found


def of_project(project: PurePath, machine: Machine) -> Iterator[Environment]:
    """Find the environments that name a project as theirs, by name.

    Nothing in a project says that it has one, so every environment of the folder is asked.
    """
    reason = f"its .project file says that it is for {project}"
    for place in stores.kept_for(project, home(machine), machine, _mark(machine)):
        found = prefix.describe(place, machine, reason, Kind.VIRTUALENVWRAPPER, project=project)
        if found is not None:
            yield found


def home(machine: Machine) -> PurePath:
    """Return the folder of environments; a relative one is below the user's home.

    As ``virtualenvwrapper_derive_workon_home`` has it: what begins with a variable is relative,
    even if its value is not.
    """
    text = machine.environ.get("WORKON_HOME", "")
    if text and not machine.is_windows and text[0] not in "/~":
        text = f"{machine.home}/{text}"
    if named := folder(expanded(text, machine), machine.home, machine):
        return named
    usual = machine.home / ".virtualenvs"
    if not machine.is_windows:
        return usual
    folders = (machine.home / "Envs", usual, machine.home / "virtualenvs")
    return next((folder for folder in folders if machine.files.is_folder(folder)), usual)


def _mark(machine: Machine) -> str:
    return machine.environ.get("VIRTUALENVWRAPPER_PROJECT_FILENAME") or stores.MARK
