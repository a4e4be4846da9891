"""What a machine and a project have to mend a finding with."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from venvlens.core import metadata, stdlib
from venvlens.core.fixes import Possibilities
from venvlens.core.fixes.repair import can_be_recreated
from venvlens.core.freeze import NOTHING, Frozen
from venvlens.core.installable import installable
from venvlens.core.names import distribution_name
from venvlens.core.plans.by_tool import CHOOSE_PYTHON, command
from venvlens.core.search_path import EntryKind
from venvlens.core.survey import Place
from venvlens.system import distributions
from venvlens.system.declared import requirements
from venvlens.system.freezing import frozen
from venvlens.system.import_table import shipped
from venvlens.system.locators import uv
from venvlens.system.locators.interpreters import interpreters
from venvlens.system.mending.bases import allowed, has_venv, pinned
from venvlens.system.mending.declaring import targets
from venvlens.system.mending.placing import by_lock, managed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import PurePath

    from venvlens.core.declarations.declared import Declared
    from venvlens.core.environment import Environment
    from venvlens.core.import_table import ImportTable
    from venvlens.core.machine import Machine
    from venvlens.core.names import DistributionName, ImportName
    from venvlens.core.survey import Survey
    from venvlens.core.tree import Tree
    from venvlens.system.elsewhere import Looked
    from venvlens.system.toolbox import Toolbox


def possibilities(
    name: ImportName,
    survey: Survey,
    looked: Looked,
    machine: Machine,
    toolbox: Toolbox,
    *,
    adder: str | None = None,
    file: PurePath | None = None,
) -> Possibilities:
    """Gather what could mend a finding about one top-level import of a file."""
    environment = survey.selection.environment
    in_conda = environment is not None and environment.is_condas
    tree, table = machine.files, shipped()
    asked_for = requirements(survey.project, survey.workspace, tree, file)
    is_broken = environment is not None and not environment.runs
    return replace(
        for_creation(survey, looked.interpreters, machine, toolbox),
        siblings=looked.siblings,
        places=looked.elsewhere.places.get(name, ()),
        declared=asked_for.declared,
        locked=asked_for.locked,
        claims=tuple(_claims(name, survey, table, tree)),
        modules=frozenset(_modules(survey, (*asked_for.declared, *asked_for.locked), table, tree)),
        table=table,
        targets=targets(survey.project, tree, file, in_conda=in_conda),
        adder=adder,
        frozen=_installed(survey, machine) if is_broken else NOTHING,
        by_lock=_by_lock(survey, machine, toolbox),
    )


def for_creation(
    survey: Survey, known: Iterable[Environment], machine: Machine, toolbox: Toolbox
) -> Possibilities:
    """Gather what could make an environment for a project; ``known`` are the machine's Pythons."""
    tree, own = machine.files, managed(survey.project, machine)
    is_there = own is not None and toolbox.find(own.tool.value) is not None
    is_workspace = uv.workspace_root(survey.project, machine) is not None
    return Possibilities(
        _bases(known, survey, tree, toolbox, needs_venv=not is_there),
        (),
        (),
        pinned=pinned(survey.project, survey.workspace, tree),
        command=command(own.tool, is_workspace=is_workspace) if own and is_there else None,
        chooses_python=own is not None and own.tool in CHOOSE_PYTHON,
        absent=None if own is None or is_there else own.tool.value,
        installable=installable(survey.project, tree),
    )


def for_repair(survey: Survey, machine: Machine, toolbox: Toolbox) -> Possibilities:
    """Gather what could make the selected environment anew."""
    tree = machine.files
    return Possibilities(
        _bases(interpreters(machine), survey, tree, toolbox),
        (),
        (),
        pinned=pinned(survey.project, survey.workspace, tree),
        frozen=_installed(survey, machine),
        by_lock=_by_lock(survey, machine, toolbox),
    )


def _bases(
    known: Iterable[Environment],
    survey: Survey,
    tree: Tree,
    toolbox: Toolbox,
    *,
    needs_venv: bool = True,
) -> tuple[Environment, ...]:
    """Return the Pythons that a project allows, best first, and that can make environments."""
    pythons = allowed(known, survey.project, survey.workspace, tree)
    needs_venv = needs_venv and not (toolbox.find("uv") or toolbox.find("virtualenv"))
    able = tuple(one for one in pythons if has_venv(one, tree)) if needs_venv else pythons
    return able or pythons  # where all lack something, the plan says what


def _by_lock(survey: Survey, machine: Machine, toolbox: Toolbox) -> str | None:
    """Return what would make the selected environment anew from the project's lock."""
    environment = survey.selection.environment
    if environment is None:
        return None
    return by_lock(survey.project, environment.prefix, machine, toolbox)


def _installed(survey: Survey, machine: Machine) -> Frozen:
    """Return what an environment has, which is what a new one in its place is to have."""
    environment = survey.selection.environment
    if environment is None or not can_be_recreated(environment):
        return NOTHING
    return frozen(environment, machine.files, machine.platform)


def _claims(name: ImportName, survey: Survey, table: ImportTable, tree: Tree) -> Iterator[Place]:
    """Yield what the selected environment's own metadata has a module from that is not there.

    Only the metadata of distributions that may be meant is read.
    """
    environment = survey.selection.environment
    if environment is None:
        return
    wanted = {distribution_name(name), *(one.distribution for one in table.listed(name))}
    for entry in survey.search_path.entries:
        if entry.kind is EntryKind.SITE_PACKAGES:
            site = entry.path
            folders = tree.recall(("metadata folders", site), partial(_metadata_folders, site))
            for folder in (folders[one] for one in sorted(wanted & folders.keys())):
                owner = distributions.claimed(site / folder, name)
                if owner is not None:
                    yield Place(environment, site / folder, owner)


def _metadata_folders(site: PurePath, tree: Tree) -> dict[DistributionName, str]:
    listing = tree.listing(site)
    folders = sorted(listing.folders) if listing else ()
    named = ((metadata.folder_name(folder), folder) for folder in folders)
    return {name: folder for name, folder in named if name}


def _modules(
    survey: Survey, declared: Iterable[Declared], table: ImportTable, tree: Tree
) -> Iterator[str]:
    """Yield the top-level modules that a file can import, or could once all is installed."""
    yield from stdlib.names_of_any_version()
    for entry in survey.search_path.entries:
        if not entry.kind.is_first_party and entry.kind is not EntryKind.STDLIB:
            listing = tree.listing(entry.path)
            yield from listing.stems if listing else ()
    for one in declared:
        yield from (name.partition(".")[0] for name in table.modules(one.distribution))
