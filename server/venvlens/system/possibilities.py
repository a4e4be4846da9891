"""What a machine and a project have to mend a finding with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from venvlens.core.fixes import Possibilities
from venvlens.core.installable import installable
from venvlens.core.plans.by_tool import CHOOSE_PYTHON, command
from venvlens.core.project import read_pyproject
from venvlens.core.providers import declared_names, lines_of_requirements
from venvlens.system.locators import uv
from venvlens.system.mending.bases import allowed, has_venv
from venvlens.system.mending.placing import managed
from venvlens.system.workspace import way_up

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import PurePath

    from venvlens.core.machine import Machine
    from venvlens.core.names import DistributionName, ImportName
    from venvlens.core.survey import Survey
    from venvlens.core.tree import Tree
    from venvlens.system.elsewhere import Looked
    from venvlens.system.toolbox import Toolbox


def possibilities(
    name: ImportName, survey: Survey, looked: Looked, machine: Machine, toolbox: Toolbox
) -> Possibilities:
    """Gather what could mend a finding about one top-level import."""
    tree = machine.files
    pyproject = read_pyproject(_nearest(survey, "pyproject.toml", tree) or "")
    pythons = allowed(looked.interpreters, survey.project, survey.workspace, tree)
    own = managed(survey.project, machine)
    is_there = own is not None and toolbox.find(own.tool.value) is not None
    needs_venv = not (toolbox.find("uv") or toolbox.find("virtualenv") or is_there)
    able = tuple(one for one in pythons if has_venv(one, tree)) if needs_venv else pythons
    is_workspace = uv.workspace_root(survey.project, machine) is not None
    return Possibilities(
        able or pythons,  # where all lack something, the plan says what
        looked.siblings,
        looked.elsewhere.places.get(name, ()),
        _declared(survey.project, pyproject.dependencies, tree),
        command(own.tool, is_workspace=is_workspace) if own and is_there else None,
        own is not None and own.tool in CHOOSE_PYTHON,
        None if own is None or is_there else own.tool.value,
        installable(survey.project, tree),
    )


def _nearest(survey: Survey, file: str, tree: Tree) -> str | None:
    texts = (tree.text(place / file) for place in way_up(survey.project, survey.workspace))
    return next((text for text in texts if text is not None), None)


def _declared(
    project: PurePath, dependencies: tuple[str, ...], tree: Tree
) -> tuple[DistributionName, ...]:
    return declared_names((*dependencies, *_requirements_files(project, tree)))


def _requirements_files(project: PurePath, tree: Tree) -> Iterator[str]:
    listing = tree.listing(project)
    for name in sorted(listing.files) if listing else ():
        if "requirements" in name and name.endswith((".txt", ".in")):
            yield from lines_of_requirements(tree.text(project / name) or "")
