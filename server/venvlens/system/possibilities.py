"""What a machine and a project have to mend a finding with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from venvlens.core import layout
from venvlens.core.fixes import Possibilities, best_first
from venvlens.core.fixes.repair import can_be_recreated
from venvlens.core.freeze import Frozen
from venvlens.core.project import read_pyproject
from venvlens.core.providers import declared_names, lines_of_requirements
from venvlens.system.freezing import frozen
from venvlens.system.workspace import way_up

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import PurePath

    from venvlens.core.environment import Environment
    from venvlens.core.names import DistributionName, ImportName
    from venvlens.core.survey import Survey
    from venvlens.core.tree import Tree
    from venvlens.system.elsewhere import Looked


def possibilities(
    name: ImportName, survey: Survey, looked: Looked, tree: Tree, platform: str, *, has_uv: bool
) -> Possibilities:
    """Gather what could mend a finding about one top-level import."""
    pyproject = read_pyproject(_nearest(survey, "pyproject.toml", tree) or "")
    pinned = (_nearest(survey, ".python-version", tree) or "").split()
    able = [i for i in looked.interpreters if has_uv or makes_environments(i, tree)]
    first = pinned[0] if pinned else None
    return Possibilities(
        best_first(able, pyproject.requires_python, first),
        looked.siblings,
        looked.elsewhere.places.get(name, ()),
        _declared(survey.project, pyproject.dependencies, tree),
        first,
        _installed(survey, tree, platform),
    )


def _installed(survey: Survey, tree: Tree, platform: str) -> Frozen:
    """Return what a broken environment has, which is what a new one is to have."""
    environment = survey.selection.environment
    if environment is None or environment.runs or not can_be_recreated(environment):
        return Frozen()
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


def _declared(
    project: PurePath, dependencies: tuple[str, ...], tree: Tree
) -> tuple[DistributionName, ...]:
    return declared_names((*dependencies, *_requirements_files(project, tree)))


def _requirements_files(project: PurePath, tree: Tree) -> Iterator[str]:
    listing = tree.listing(project)
    for name in sorted(listing.files) if listing else ():
        if "requirements" in name and name.endswith((".txt", ".in")):
            yield from lines_of_requirements(tree.text(project / name) or "")
