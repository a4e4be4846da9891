"""Everything on the machine and in some folders that a person would call "my Python"."""

from __future__ import annotations

from dataclasses import replace
from itertools import chain
from typing import TYPE_CHECKING

from venvlens.core.inventory import Group, Listed, Section
from venvlens.system.activated import is_declared
from venvlens.system.locators import neighbours, prefix, projects, stores, venv
from venvlens.system.locators.environments import environments
from venvlens.system.locators.interpreters import installed
from venvlens.system.mending.removable import hindrance
from venvlens.system.workspace import way_up

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import PurePath

    from venvlens.core.environment import Environment
    from venvlens.core.machine import Machine

_ACTIVATED = ("VIRTUAL_ENV", "CONDA_PREFIX")
_SECTIONS = tuple(Section)


def inventory(
    machine: Machine,
    folders: Iterable[PurePath],
    project: PurePath | None = None,
    chosen: PurePath | None = None,
    named: Iterable[PurePath] = (),
    used: Environment | None = None,
) -> Iterator[Listed]:
    """Yield each environment and interpreter once, in the order of a list to choose from.

    What belongs to ``project`` comes first, ``chosen`` (its user's choice) before all, then what
    is in the workspace ``folders``, what tools keep elsewhere, what is in the folders that the
    user ``named``, and global interpreters, the newest of each section first. Each is looked for
    only when it is its turn, so that the first come at once. The project uses ``used`` now.
    """
    around = tuple(folders)
    mark = used and _who(used, machine)
    for one in _listed(machine, around, project, chosen, named):
        environment = one.environment
        selected = mark is not None and _who(environment, machine) == mark
        removable = not environment.kind.is_global and not hindrance(environment, machine, around)
        yield replace(one, selected=selected, removable=removable)


def _who(environment: Environment, machine: Machine) -> tuple[bool, PurePath]:
    """Return what is the same wherever an environment or interpreter is found."""
    is_global = environment.kind.is_global
    path = (environment.executable if is_global else None) or environment.prefix
    return is_global, machine.files.resolved(path)


def _listed(
    machine: Machine,
    around: tuple[PurePath, ...],
    project: PurePath | None,
    chosen: PurePath | None,
    named: Iterable[PurePath],
) -> Iterator[Listed]:
    seen = _Seen(machine)
    for environment in _recommended(machine, around, project, chosen):
        if seen.is_new(environment):
            belongs = environment.project or project
            yield Listed(environment, Group.RECOMMENDED, belongs)
    for folder in around:
        for environment in _below(machine, folder):
            if seen.is_new(environment):
                belongs = environment.project or environment.prefix.parent
                yield Listed(environment, Group.WORKSPACE, belongs)
    for environment in chain(environments(machine), _named(machine, named), _activated(machine)):
        if seen.is_new(environment):
            yield Listed(environment, Group.KEPT, environment.project)
    rest = (Listed(environment, Group.GLOBAL, None) for environment in installed(machine))
    for one in sorted(rest, key=lambda one: _SECTIONS.index(one.section)):
        if seen.is_new(one.environment):
            yield one


class _Seen:
    """What was listed already: environments by their prefix, installations by what runs."""

    def __init__(self, machine: Machine) -> None:
        self._files = machine.files
        self._prefixes: set[PurePath] = set()
        self._executables: set[PurePath] = set()

    def is_new(self, environment: Environment) -> bool:
        """Tell whether this one was not listed yet, and note it."""
        executable = environment.executable and self._files.resolved(environment.executable)
        if environment.kind.is_global:
            # Many versions share /usr, and one may be found by several names.
            known: set[PurePath] = self._executables
            key = executable or environment.prefix
        else:
            known, key = self._prefixes, self._files.resolved(environment.prefix)
            if executable and executable.is_relative_to(key):
                self._executables.add(executable)  # conda's, which PATH may lead to as well
        is_new = key not in known
        known.add(key)
        return is_new


def _recommended(
    machine: Machine,
    folders: tuple[PurePath, ...],
    project: PurePath | None,
    chosen: PurePath | None,
) -> Iterator[Environment]:
    if project is None:
        return
    if chosen is not None and (found := prefix.describe(chosen, machine, "you chose it")):
        yield found
    around = [folder for folder in folders if project.is_relative_to(folder)]
    workspace = max(around, key=lambda folder: len(folder.parts), default=project)
    for place in way_up(project, workspace):
        for path in venv.prefixes_in(place, machine.files):
            if path.suffix not in venv.SET_ASIDE:
                yield from _described(path, machine, f"found in {place}")
        yield from projects.below(place, machine)
        yield from projects.of_project(place, machine)


def _below(machine: Machine, folder: PurePath) -> Iterator[Environment]:
    """Yield what belongs to a workspace folder, nearest first; a walk's bounds hold."""
    for place in neighbours.folders_below(folder, machine.files):
        for path in venv.prefixes_in(place, machine.files):
            yield from _described(path, machine, f"found in {place}")
        yield from projects.below(place, machine)
        if is_declared(place, machine):
            yield from projects.of_project(place, machine)


def _named(machine: Machine, folders: Iterable[PurePath]) -> Iterator[Environment]:
    for folder in folders:
        yield from stores.in_store(folder, machine, f"in {folder}, a folder that you named")


def _activated(machine: Machine) -> Iterator[Environment]:
    for variable in _ACTIVATED:
        path = machine.named(variable)
        if path is not None:
            yield from _described(path, machine, f"{variable} names it")


def _described(path: PurePath, machine: Machine, origin: str) -> Iterator[Environment]:
    found = prefix.describe(path, machine, origin)
    if found is not None:
        yield found
