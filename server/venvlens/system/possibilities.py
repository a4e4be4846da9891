"""What a machine and a project have to mend a finding with."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from venvlens.core import layout, metadata, stdlib
from venvlens.core.fixes import Possibilities, best_first
from venvlens.core.names import distribution_name
from venvlens.core.project import read_pyproject
from venvlens.core.search_path import EntryKind
from venvlens.core.survey import Place
from venvlens.system import distributions
from venvlens.system.declared import requirements
from venvlens.system.import_table import shipped
from venvlens.system.workspace import way_up

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import PurePath

    from venvlens.core.declarations.declared import Declared
    from venvlens.core.environment import Environment
    from venvlens.core.import_table import ImportTable
    from venvlens.core.names import DistributionName, ImportName
    from venvlens.core.survey import Survey
    from venvlens.core.tree import Tree
    from venvlens.system.elsewhere import Looked


def possibilities(
    name: ImportName,
    survey: Survey,
    looked: Looked,
    tree: Tree,
    *,
    has_uv: bool,
    script: PurePath | None = None,
) -> Possibilities:
    """Gather what could mend a finding about one top-level import.

    ``script`` is the file that has it, where it may say itself what it needs.
    """
    table = shipped()
    asked_for = requirements(survey.project, survey.workspace, tree, script)
    pyproject = read_pyproject(_nearest(survey, "pyproject.toml", tree) or "")
    pinned = (_nearest(survey, ".python-version", tree) or "").split()
    able = [i for i in looked.interpreters if has_uv or _makes_environments(i, tree)]
    return Possibilities(
        best_first(able, pyproject.requires_python, pinned[0] if pinned else None),
        looked.siblings,
        looked.elsewhere.places.get(name, ()),
        asked_for.declared,
        asked_for.locked,
        tuple(_claims(name, survey, table, tree)),
        frozenset(_modules(survey, (*asked_for.declared, *asked_for.locked), table, tree)),
        table,
    )


def _nearest(survey: Survey, file: str, tree: Tree) -> str | None:
    texts = (tree.text(place / file) for place in way_up(survey.project, survey.workspace))
    return next((text for text in texts if text is not None), None)


def _makes_environments(interpreter: Environment, tree: Tree) -> bool:
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
