"""Environments that poetry keeps in its cache, or in the folder that its settings name.

Sources: poetry's ``locations.py``, ``config/config.py`` and ``utils/env/env_manager.py``.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from venvlens.core import kept_names
from venvlens.core.environment import Kind
from venvlens.core.selection import allows
from venvlens.core.shares import may_be_asked
from venvlens.system.locators import prefix
from venvlens.system.locators.stores import folders_in
from venvlens.system.locators.tool_files import (
    LONGEST_PATH,
    Table,
    builds_with,
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

_LOCAL = "poetry.toml"
_NAMELESS = "non-package-mode"
"""What poetry calls a project that has no name."""
_MOST_EXPANSIONS = 5
"""Settings may name others, and so each other."""


def locate(machine: Machine) -> Iterator[Environment]:
    """Find the environments in poetry's folder; which project each is for is not written there."""
    store = _store(machine, None, ())
    if store is None:
        return
    for place in folders_in(store, machine):
        if kept_names.is_poetry(place.name):
            found = prefix.describe(place, machine, f"poetry keeps it in {store}", Kind.POETRY)
            if found is not None:
                yield found


def of_project(project: PurePath, machine: Machine) -> Iterator[Environment]:
    """Find the environments that poetry keeps for a project, the one it would use first."""
    data = pyproject(project, machine)
    if not is_of_poetry(project, data, machine):
        return
    local = toml(project / _LOCAL, machine)
    reason = f"poetry keeps it for {project}"
    if _in_project(local, machine) is not False:
        found = prefix.describe(project / ".venv", machine, reason, project=project)
        if found is not None:
            yield found
    store = _store(machine, project, (local,))
    if store is None:
        return
    name = kept_names.poetry(_name(data), machine.files.resolved(project))
    places = (p for p in folders_in(store, machine) if p.name.startswith(f"{name}-py"))
    described = (
        prefix.describe(p, machine, reason, Kind.POETRY, project=project)
        for p in places
        if kept_names.is_poetry(p.name)
    )
    kept = [environment for environment in described if environment]
    activated = _activated(store, name, machine)
    requires = text_of(table(data, "project"), "requires-python")
    # The one that was chosen, then those that the project allows, each by name.
    yield from sorted(
        kept,
        key=lambda one: (one.prefix.name != activated, not allows(requires, one.version)),
    )


def place_for(project: PurePath, series: str, machine: Machine) -> PurePath | None:
    """Return where poetry would put the environment of a project for a series of Python."""
    local = toml(project / _LOCAL, machine)
    beside = project / ".venv"
    wanted = _in_project(local, machine)
    if wanted or (wanted is None and machine.files.is_folder(beside)):
        return beside
    store = _store(machine, project, (local,))
    if store is None:
        return None
    name = kept_names.poetry(_name(pyproject(project, machine)), machine.files.resolved(project))
    return store / f"{name}-py{series}"


def is_of_poetry(project: PurePath, data: Table, machine: Machine) -> bool:
    """Tell whether a project's own files say that it is poetry's."""
    if not data:
        return False
    if "poetry" in table(data, "tool") or builds_with(data, "poetry"):
        return True
    return not machine.names(project).isdisjoint({"poetry.lock", _LOCAL})


def _name(data: Table) -> str:
    for names in (table(data, "project"), table(data, "tool", "poetry")):
        if name := text_of(names, "name"):
            return name
    return _NAMELESS


def _activated(store: PurePath, name: str, machine: Machine) -> str:
    """Return the folder that ``poetry env use`` chose for a project."""
    minor = text_of(table(toml(store / "envs.toml", machine), name), "minor")
    return f"{name}-py{minor.strip()}" if minor else ""


def _in_project(local: Table, machine: Machine) -> bool | None:
    """Return whether environments are to be in their projects; None if nothing says it."""
    if (said := machine.environ.get("POETRY_VIRTUALENVS_IN_PROJECT")) is not None:
        return said.lower() in ("true", "1")
    for settings in (local, _settings(machine)):
        value = table(settings, "virtualenvs").get("in-project")
        if isinstance(value, bool):
            return value
    return None


def _store(machine: Machine, base: PurePath | None, local: tuple[Table, ...]) -> PurePath | None:
    """Return the folder of environments; a relative one is below where poetry is started."""
    settings = (*local, _settings(machine))
    text = _setting(("virtualenvs", "path"), settings, machine)
    for _ in range(_MOST_EXPANSIONS):
        if len(text) > LONGEST_PATH:
            return None
        text = re.sub(r"{(.+?)}", lambda match: _expanded(match, settings, machine), text)
    store = folder(text, base, machine)
    if store is None or base is None:
        return store
    # The project's own file may say it: only the user's leads to another machine.
    users = _store(machine, None, ())
    trusted = (base, machine.home, users or machine.home)
    return store if may_be_asked(store, trusted) else None


def _expanded(match: re.Match[str], settings: tuple[Table, ...], machine: Machine) -> str:
    return _setting(tuple(match[1].split(".")), settings, machine) or match[0]


def _setting(keys: tuple[str, ...], settings: tuple[Table, ...], machine: Machine) -> str:
    """Return a setting as poetry does: its variable, then the project's, then the user's file."""
    variable = "_".join(key.upper().replace("-", "_") for key in keys)
    if (said := machine.environ.get(f"POETRY_{variable}")) is not None:
        return said
    for data in settings:
        if value := text_of(table(data, *keys[:-1]), keys[-1]):
            return value
    return _defaults(machine).get(".".join(keys), "")


def _defaults(machine: Machine) -> dict[str, str]:
    cache = of_platformdirs(machine.cache, "XDG_CACHE_HOME", "pypoetry", machine)
    own = cache / ("Cache" if machine.is_windows else "")
    return {"cache-dir": str(own), "virtualenvs.path": "{cache-dir}/virtualenvs"}


def _settings(machine: Machine) -> Table:
    """Read the user's settings."""
    base = machine.roaming if machine.is_windows else machine.config
    usual = of_platformdirs(base, "XDG_CONFIG_HOME", "pypoetry", machine)
    return toml((machine.named("POETRY_CONFIG_DIR") or usual) / "config.toml", machine)
