"""Environments that hatch keeps in its data folder, or where its settings put them.

Sources: hatch's ``env/virtual.py``, ``cli/application.py`` and ``config/model.py``. A folder for
environments is read from the user's ``config.toml`` only: hatch takes none from a project.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from venvlens.core import kept_names, layout
from venvlens.core.environment import Kind
from venvlens.system.locators import prefix
from venvlens.system.locators.stores import folders_in
from venvlens.system.locators.tool_files import (
    LONGEST_PATH,
    Table,
    as_seen,
    builds_with,
    expanded,
    folder,
    of_platformdirs,
    pyproject,
    table,
    text_of,
    toml,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import PurePath

    from venvlens.core.environment import Environment
    from venvlens.core.machine import Machine

DEFAULT = "default"
"""The environment that commands run in; its folder is named after the project."""
_INTERNAL = "hatch-"
"""Start of the names of environments that hatch makes for its own commands."""


def locate(machine: Machine) -> Iterator[Environment]:
    """Find the environments in hatch's folder: always three deep, by project, id and name.

    Which folder an id stands for is not written there.
    """
    store = _store(machine, None)
    if store is None:
        return
    for owner in folders_in(store, machine):
        for project_id in folders_in(owner, machine):
            for place in folders_in(project_id, machine):
                name = DEFAULT if place.name == owner.name else None
                reason = f"hatch keeps it for {owner.name}"
                found = prefix.describe(place, machine, reason, Kind.HATCH, name=name)
                if found is not None:
                    yield found


def of_project(project: PurePath, machine: Machine) -> Iterator[Environment]:
    """Find the environments that hatch keeps for a project: the default one, then by name.

    Those of its own commands, ``hatch fmt`` and so on, are left out.
    """
    data = pyproject(project, machine)
    if not is_of_hatch(project, data, machine):
        return
    seen: set[PurePath] = set()
    for place, name in _places(project, data, machine):
        reason = f"hatch keeps it for {project}"
        found = prefix.describe(place, machine, reason, Kind.HATCH, project=project, name=name)
        if found is not None and place not in seen:
            seen.add(place)
            yield found


def place_for(project: PurePath, machine: Machine) -> PurePath | None:
    """Return where hatch would put the default environment of a project."""
    places = _places(project, pyproject(project, machine), machine)
    return next((place for place, name in places if name == DEFAULT), None)


def is_of_hatch(project: PurePath, data: Table, machine: Machine) -> bool:
    """Tell whether a project's own files say that it is hatch's."""
    if "hatch" in table(data, "tool") or builds_with(data, "hatchling"):
        return True
    return "hatch.toml" in machine.names(project)


def _places(
    project: PurePath, data: Table, machine: Machine
) -> Iterator[tuple[PurePath, str | None]]:
    """Yield folders and what hatch calls them, by each path that it may know the project by."""
    configured = _configured(project, data, machine)
    for seen in as_seen(project, machine):
        own = _path(DEFAULT, configured, seen, machine)
        owner, store = _owner(seen, data, machine), _store(machine, seen)
        if own is not None:
            yield own, DEFAULT
        if store is None:
            continue
        is_flat = _is_flat(seen, store, machine)
        folder_of_all = (
            store if is_flat else store / owner / kept_names.hatch(seen, machine.platform)
        )
        if own is None:
            yield folder_of_all / owner, DEFAULT
        for place in folders_in(folder_of_all, machine):
            # Others share a flat folder: only what this project configures is its own.
            known = place.name in configured if is_flat else not place.name.startswith(_INTERNAL)
            if known and place.name != owner:
                yield place, None
        for name in configured:
            if name != DEFAULT and (path := _path(name, configured, seen, machine)):
                yield path, name


def _path(name: str, configured: Table, project: PurePath, machine: Machine) -> PurePath | None:
    """Return the folder that is set for one environment, by a variable or by the project."""
    named = machine.environ.get("HATCH_ENV_TYPE_VIRTUAL_PATH")
    written = named or text_of(table(configured, name), "path")
    if not written or "\0" in written or len(written) > LONGEST_PATH:
        return None
    return layout.normalised(project / written)


def _configured(project: PurePath, data: Table, machine: Machine) -> Table:
    """Return the environments that a project configures; those of hatch.toml come first."""
    own = table(toml(project / "hatch.toml", machine), "envs")
    return own or table(data, "tool", "hatch", "envs")


def _owner(project: PurePath, data: Table, machine: Machine) -> str:
    """Return what hatch calls a project; without a table ``[project]`` it goes by its id."""
    if "project" in data:
        return kept_names.canonical(text_of(table(data, "project"), "name"))
    return f"{kept_names.hatch(project, machine.platform)}-unmanaged"


def _is_flat(project: PurePath, store: PurePath, machine: Machine) -> bool:
    """Tell whether the environments are directly in a folder: one that virtualenvwrapper shares."""
    inside = machine.files.resolved(store)
    return store == machine.home / ".virtualenvs" or project in inside.parents


def _store(machine: Machine, project: PurePath | None) -> PurePath | None:
    """Return the folder of virtual environments; a relative one is below the project."""
    settings = table(_settings(machine), "dirs")
    configured = text_of(table(settings, "env"), "virtual")
    if configured:
        return folder(expanded(configured, machine), project, machine)
    data = machine.named("HATCH_DATA_DIR") or _said(text_of(settings, "data"), machine)
    usual = of_platformdirs(machine.data, "XDG_DATA_HOME", "hatch", machine)
    return (data or usual) / "env" / "virtual"


def _said(text: str, machine: Machine) -> PurePath | None:
    return folder(expanded(text, machine), None, machine)


def _settings(machine: Machine) -> Table:
    usual = of_platformdirs(machine.config, "XDG_CONFIG_HOME", "hatch", machine)
    return toml(machine.named("HATCH_CONFIG") or usual / "config.toml", machine)
