"""Environments that pipenv keeps in the folder ``WORKON_HOME`` or in its own.

Sources: pipenv's ``utils/venv_locator.py``, ``utils/shell.py`` and ``environments.py``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from venvlens.core import kept_names
from venvlens.core.environment import Kind
from venvlens.core.shares import may_be_asked
from venvlens.system.locators import prefix, stores
from venvlens.system.locators.tool_files import as_seen, folder, folder_of, switch, table, toml

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import PurePath

    from venvlens.core.environment import Environment
    from venvlens.core.machine import Machine

_FILE = "Pipfile"
_DOT_VENV = ".venv"


def locate(machine: Machine) -> Iterator[Environment]:
    """Find the environments that pipenv made: others may be in the same folder."""
    store = home(machine)
    for place in stores.folders_in(store, machine):
        project = stores.project_of(place, machine)
        if not _is_made_by_pipenv(place, project, machine):
            continue
        reason = f"pipenv keeps it for {project}" if project else f"pipenv keeps it in {store}"
        found = prefix.describe(place, machine, reason, Kind.PIPENV, project=project)
        if found is not None:
            yield found


def of_project(project: PurePath, machine: Machine) -> Iterator[Environment]:
    """Find the environment that pipenv uses for a project with a ``Pipfile``."""
    reason = f"pipenv keeps it for {project}"
    for pipfile in _pipfiles(project, machine):
        for place in _places(pipfile, machine):
            # Any tool may have made the folder beside the Pipfile: its files tell which.
            kind = None if place == pipfile.parent / _DOT_VENV else Kind.PIPENV
            found = prefix.describe(place, machine, reason, kind, project=project)
            if found is not None:
                yield found
                return


def place_for(project: PurePath, machine: Machine) -> PurePath | None:
    """Return where pipenv would put the environment of a project."""
    for pipfile in _pipfiles(project, machine):
        beside = pipfile.parent / _DOT_VENV
        if _in_project(pipfile, machine) is None and machine.files.is_folder(beside):
            return beside
        return next(_places(pipfile, machine))
    return None


def home(machine: Machine) -> PurePath:
    """Return the folder in which pipenv keeps environments."""
    named = folder_of("WORKON_HOME", machine)
    if named is not None:
        return named
    if machine.is_windows:
        return machine.home / ".virtualenvs"
    # XDG's folder on macOS too: pipenv does not ask platformdirs.
    data = folder_of("XDG_DATA_HOME", machine) or machine.home / ".local" / "share"
    return data / "virtualenvs"


def _is_made_by_pipenv(place: PurePath, project: PurePath | None, machine: Machine) -> bool:
    if project is None:
        # Before 2018.11 none was written.
        return kept_names.is_pipenv(place.name)
    start = kept_names.pipenv(project / _FILE)
    return place.name.startswith(start) or machine.files.is_file(project / _FILE)


def _pipfiles(project: PurePath, machine: Machine) -> Iterator[PurePath]:
    """Yield the paths by which pipenv may know a project's ``Pipfile``."""
    named = machine.named("PIPENV_PIPFILE")
    if named is not None and named.parent in as_seen(project, machine):
        if machine.files.is_file(named):
            yield named
    elif machine.files.is_file(project / _FILE):
        yield from (place / _FILE for place in as_seen(project, machine))


def _places(pipfile: PurePath, machine: Machine) -> Iterator[PurePath]:
    """Yield where the environment is, as ``VenvLocator.get_location`` decides."""
    store, beside = home(machine), pipfile.parent / _DOT_VENV
    if machine.files.is_file(beside):
        yield _written(beside, machine) or store / _name(pipfile, store, machine)
        return
    wanted = _in_project(pipfile, machine)
    if wanted:
        yield beside
        return
    yield store / _name(pipfile, store, machine)
    if wanted is None:
        # A folder of that name is taken, unless pipenv made one of its own before.
        yield beside


def _written(dot_venv: PurePath, machine: Machine) -> PurePath | None:
    """Return what a file ``.venv`` names: a path from the project, or a name in the store."""
    text = (machine.files.text(dot_venv) or "").strip()
    is_path = "/" in text or (machine.is_windows and "\\" in text)
    named = folder(text, dot_venv.parent if is_path else home(machine), machine)
    return named if named and may_be_asked(named, (dot_venv, home(machine))) else None


def _in_project(pipfile: PurePath, machine: Machine) -> bool | None:
    """Return whether the environment is to be beside the ``Pipfile``; None if nothing says it."""
    said = machine.environ.get("PIPENV_VENV_IN_PROJECT")
    unsaid = machine.environ.get("PIPENV_NO_VENV_IN_PROJECT")
    if said is not None and (value := switch(said)) is not None:
        return value
    if said is None and unsaid is not None and (value := switch(unsaid)) is not None:
        return not value
    setting = table(toml(pipfile, machine), "pipenv").get("venv_in_project")
    return None if setting is None else bool(setting)


def _name(pipfile: PurePath, store: PurePath, machine: Machine) -> str:
    custom = machine.environ.get("PIPENV_CUSTOM_VENV_NAME")
    if custom:
        return custom
    python = machine.environ.get("PIPENV_PYTHON", "")
    suffix = f"-{machine.home.__class__(python).name}" if python else ""
    usual = kept_names.pipenv(pipfile)
    if machine.is_windows and not machine.files.is_folder(store / usual):
        usual = _name_in_other_case(pipfile, store, machine) or usual
    return usual + suffix


def _name_in_other_case(pipfile: PurePath, store: PurePath, machine: Machine) -> str | None:
    """Find a folder that was named when the project's was written in another case."""
    name = pipfile.parent.name
    for place in stores.folders_in(store, machine):
        spelt, dash, digest = place.name.rpartition("-")
        if dash and len(digest) == 8 and spelt.lower() == name.lower():
            other = pipfile.__class__(str(pipfile).replace(name, spelt))
            return kept_names.pipenv(other)
    return None
