"""What a machine and a project have to mend a finding with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from venvlens.core import layout, metadata
from venvlens.core.fixes import Possibilities, best_first
from venvlens.core.fixes.repair import can_be_recreated
from venvlens.core.freeze import NOTHING, Frozen
from venvlens.core.names import distribution_name
from venvlens.core.project import read_pyproject
from venvlens.core.search_path import EntryKind
from venvlens.core.survey import Place
from venvlens.system import distributions
from venvlens.system.declared import requirements
from venvlens.system.freezing import frozen
from venvlens.system.import_table import shipped
from venvlens.system.locators.interpreters import interpreters
from venvlens.system.mending.declaring import targets
from venvlens.system.workspace import way_up

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import PurePath

    from venvlens.core.environment import Environment
    from venvlens.core.import_table import ImportTable
    from venvlens.core.machine import Machine
    from venvlens.core.names import ImportName
    from venvlens.core.survey import Survey
    from venvlens.core.tree import Tree
    from venvlens.system.elsewhere import Looked


def possibilities(
    name: ImportName,
    survey: Survey,
    looked: Looked,
    tree: Tree,
    platform: str,
    *,
    has_uv: bool,
    adder: str | None = None,
    file: PurePath | None = None,
) -> Possibilities:
    """Gather what could mend a finding about one top-level import of a file."""
    environment = survey.selection.environment
    in_conda = environment is not None and environment.is_condas
    is_broken = environment is not None and not environment.runs
    table = shipped()
    asked_for = requirements(survey.project, survey.workspace, tree)
    bases, pinned = _bases(looked.interpreters, survey, tree, has_uv=has_uv)
    return Possibilities(
        bases,
        looked.siblings,
        looked.elsewhere.places.get(name, ()),
        asked_for.declared,
        asked_for.locked,
        tuple(_claims(name, survey, table, tree)),
        table,
        targets(survey.project, tree, file, in_conda=in_conda),
        adder,
        pinned,
        _installed(survey, tree, platform) if is_broken else NOTHING,
    )


def for_repair(survey: Survey, machine: Machine, *, has_uv: bool) -> Possibilities:
    """Gather what could make the selected environment anew."""
    tree = machine.files
    bases, pinned = _bases(interpreters(machine), survey, tree, has_uv=has_uv)
    installed = _installed(survey, tree, machine.platform)
    return Possibilities(bases, (), (), pinned=pinned, frozen=installed)


def _bases(
    known: Iterable[Environment], survey: Survey, tree: Tree, *, has_uv: bool
) -> tuple[tuple[Environment, ...], str | None]:
    """Return the Pythons that a project allows, best first, and the one that it names."""
    requires = read_pyproject(_nearest(survey, "pyproject.toml", tree) or "").requires_python
    pinned = next(iter((_nearest(survey, ".python-version", tree) or "").split()), None)
    able = [one for one in known if has_uv or makes_environments(one, tree)]
    return best_first(able, requires, pinned), pinned


def _installed(survey: Survey, tree: Tree, platform: str) -> Frozen:
    """Return what an environment has, which is what a new one in its place is to have."""
    environment = survey.selection.environment
    if environment is None or not can_be_recreated(environment):
        return NOTHING
    return frozen(environment, tree, platform)


def _nearest(survey: Survey, file: str, tree: Tree) -> str | None:
    texts = (tree.text(place / file) for place in way_up(survey.project, survey.workspace))
    return next((text for text in texts if text is not None), None)


def makes_environments(interpreter: Environment, tree: Tree) -> bool:
    """Tell whether an interpreter has ``venv`` with pip: Debian's has only with python3-venv."""
    if interpreter.base_prefix is None or interpreter.version is None:
        return False
    platform = "win32" if interpreter.base_prefix.drive else "posix"
    for lib in ("lib", "lib64"):
        library = layout.library(
            interpreter.base_prefix, interpreter.version, platform, lib, interpreter.implementation
        )
        if all(tree.exists(library / name / "__init__.py") for name in ("venv", "ensurepip")):
            return True
    return False


def _claims(name: ImportName, survey: Survey, table: ImportTable, tree: Tree) -> Iterator[Place]:
    """Yield what the selected environment's own metadata has a module from that is not there.

    Only the metadata of distributions that may be meant is read.
    """
    environment = survey.selection.environment
    if environment is None:
        return
    wanted = {distribution_name(name), *(one.distribution for one in table.listed(name))}
    for entry in survey.search_path.entries:
        listing = tree.listing(entry.path) if entry.kind is EntryKind.SITE_PACKAGES else None
        for folder in sorted(listing.folders) if listing else ():
            if metadata.folder_name(folder) in wanted:
                owner = distributions.claimed(entry.path / folder, name)
                if owner is not None:
                    yield Place(environment, entry.path / folder, owner)
