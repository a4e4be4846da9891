"""Folders in which people and tools keep environments side by side, and whose they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from venvlens.system.locators import prefix
from venvlens.system.locators.tool_files import folder as folder_
from venvlens.system.locators.tool_files import folder_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import PurePath

    from venvlens.core.environment import Environment, Kind
    from venvlens.core.machine import Machine
    from venvlens.core.tree import Tree

MARK = ".project"
"""File in an environment that holds the path of its project: pipenv, virtualenvwrapper and others
write it."""

_MOST = 2_000
"""Folders of one store that are looked into."""


def locate(machine: Machine) -> Iterator[Environment]:
    """Find the environments in the folders that people usually keep them in."""
    for store in _usual(machine):
        yield from in_store(store, machine)


def in_store(
    store: PurePath, machine: Machine, origin: str = "", kind: Kind | None = None
) -> Iterator[Environment]:
    """Find the environments directly in a folder, by name; it may be one itself."""
    said = origin or f"found in {store}"
    itself = prefix.describe(store, machine, said, kind)
    if itself is not None:
        yield itself
        return
    for place in folders_in(store, machine):
        project = project_of(place, machine)
        found = prefix.describe(place, machine, said, kind, project=project)
        if found is not None:
            yield found


def folders_in(store: PurePath, machine: Machine) -> tuple[PurePath, ...]:
    """Return the folders in a folder by name, within bounds."""
    listing = machine.files.listing(store)
    names = sorted(listing.folders)[:_MOST] if listing else ()
    return tuple(store / name for name in names)


def project_of(place: PurePath, machine: Machine, mark: str = MARK) -> PurePath | None:
    """Return the project that an environment says it was made for."""
    if not machine.files.is_file(place / mark):
        return None
    return _written(place / mark, machine.files, machine)


def kept_for(
    project: PurePath, store: PurePath, machine: Machine, mark: str = MARK
) -> Iterator[PurePath]:
    """Yield the folders of a store that say that they are for a project, by name."""
    table = machine.files.recall(
        ("projects of", store, mark), lambda inner: _projects(store, mark, inner, machine)
    )
    wanted = machine.files.resolved(project)
    for place, named in table:
        if named == project or machine.files.resolved(named) == wanted:
            yield place


def _projects(
    store: PurePath, mark: str, files: Tree, machine: Machine
) -> tuple[tuple[PurePath, PurePath], ...]:
    listing = files.listing(store)
    places = [store / name for name in sorted(listing.folders)[:_MOST]] if listing else []
    marked = ((place, _written(place / mark, files, machine)) for place in places)
    return tuple((place, named) for place, named in marked if named is not None)


def _written(file: PurePath, files: Tree, machine: Machine) -> PurePath | None:
    text = (files.text(file) or "").strip()
    return folder_(text.splitlines()[0], None, machine) if text else None


def _usual(machine: Machine) -> Iterator[PurePath]:
    named = (folder_of(name, machine) for name in ("WORKON_HOME", "VIRTUALFISH_HOME"))
    yield from (store for store in named if store)
    data = machine.named("XDG_DATA_HOME")
    if data is not None:
        yield data / "virtualenvs"
    names = ("envs", ".direnv", ".venvs", ".virtualenvs", ".local/share/virtualenvs")
    yield from (machine.home / name for name in names)
    if machine.platform == "linux":
        yield machine.home / "Envs"
