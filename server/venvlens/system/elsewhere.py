"""Where else a missing module is: other interpreters and environments, read only on demand."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from venvlens.core.resolution import Provided, Resolver
from venvlens.core.search_path import EntryKind
from venvlens.core.survey import Elsewhere, Place
from venvlens.system import distributions, search_path
from venvlens.system.disk import Looks
from venvlens.system.locators import interpreters as interpreters_
from venvlens.system.locators import neighbours, venv
from venvlens.system.real_machine import machine_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path, PurePath

    from venvlens.core.environment import Environment
    from venvlens.core.names import ImportName
    from venvlens.core.survey import Survey
    from venvlens.system.disk import Disk, Stamp
    from venvlens.system.host import Host


@dataclass(frozen=True, slots=True)
class Looked:
    """What a look elsewhere has told, and what it was told from."""

    elsewhere: Elsewhere
    siblings: tuple[Environment, ...]
    """Environments of sibling projects in the workspace, nearest first."""
    interpreters: tuple[Environment, ...]
    """Global interpreters, newest first."""
    notes: Mapping[PurePath, Stamp | None]


def look(
    names: Iterable[ImportName],
    survey: Survey,
    workspaces: Iterable[Path],
    host: Host,
    disk: Disk,
) -> Looked:
    """Look for top-level modules in every interpreter and environment but the selected one."""
    looks = Looks(disk)
    selected = survey.selection.interpreter
    siblings = tuple(_siblings(workspaces, selected, host, looks))
    interpreters = interpreters_.interpreters(machine_of(host, looks))
    others = [e for e in (*siblings, *interpreters) if not _same(e, selected)]
    resolvers = [(e, Resolver(search_path.build(e, host, looks), looks)) for e in others]
    places: dict[ImportName, tuple[Place, ...]] = {}
    for name in names:
        found: list[Place] = []
        for environment, resolver in resolvers:
            match resolver.resolve(name):
                case Provided(module=module) if module.entry and module.file:
                    if module.entry.kind is not EntryKind.STDLIB:
                        owner = distributions.owner(module, looks)
                        found.append(Place(environment, module.file, owner))
        places[name] = tuple(found)
    return Looked(Elsewhere(places), siblings, interpreters, looks.notes)


def _siblings(
    workspaces: Iterable[Path], selected: Environment | None, host: Host, looks: Looks
) -> Iterator[Environment]:
    machine = machine_of(host, looks)
    for workspace in workspaces:
        for prefix in neighbours.prefixes_below(workspace, looks):
            found = venv.describe(prefix, machine, f"found in {prefix.parent}")
            if found is not None and found.runs and not _same(found, selected):
                yield found


def _same(one: Environment, other: Environment | None) -> bool:
    return other is not None and one.prefix == other.prefix and one.kind == other.kind
