"""A look at one folder of one project: which environment, which search path, which settings."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from venvlens.core import settings as settings_
from venvlens.core.project import DECLARATIONS, WEAK_DECLARATIONS, Pyproject, read_pyproject
from venvlens.core.python_version import PythonVersion
from venvlens.core.search_path import SearchPath, Target
from venvlens.core.survey import Survey
from venvlens.system import declared_roots, first_party
from venvlens.system import search_path as search_path_
from venvlens.system.locators import venv
from venvlens.system.real_machine import machine_of
from venvlens.system.selecting import Decision, Wishes
from venvlens.system.workspace import way_up

if TYPE_CHECKING:
    from pathlib import PurePath

    from venvlens.core.search_path import Entry
    from venvlens.core.selection import Selection
    from venvlens.core.settings import Settings
    from venvlens.core.tree import Tree
    from venvlens.system.disk import Looks
    from venvlens.system.host import Host
    from venvlens.system.selecting import Script
    from venvlens.system.state import Choices


@dataclass(frozen=True, slots=True)
class Surveyed:
    """A survey, and what was wrong with the settings on the way."""

    survey: Survey
    problems: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Surveyor:
    """Looks at folders; remembers nothing."""

    host: Host
    choices: Choices

    def survey(
        self,
        folder: PurePath,
        workspace: PurePath,
        client: Settings,
        looks: Looks,
        script: Script | None = None,
    ) -> Surveyed:
        """Look at the files of a folder in a workspace folder, with the editor's settings.

        A script that says what it needs is looked at by itself.
        """
        project = project_of(folder, workspace, looks)
        pyproject, problems = pyproject_of(project, workspace, looks)
        read = settings_.read(pyproject.tool, "[tool.venvlens] in pyproject.toml")
        wanted = client.over(read.settings)
        wishes = Wishes(pyproject.requires_python, client.environment, client.interpreter, script)
        machine = machine_of(self.host, looks)
        decision = Decision(machine, self.choices, folder, workspace, project, wishes)
        selection = decision.selection()
        pythonpath = first_party.pythonpath(project, client.pythonpath, read.settings.pythonpath)
        search_path = self._search_path(selection, pythonpath, looks)
        declared = declared_roots.below(way_up(project, workspace), workspace, looks)
        roots = first_party.roots(folder, project, wanted.roots, declared, looks)
        survey = Survey(
            workspace,
            project,
            selection,
            search_path_.with_roots(search_path, *roots),
            wanted,
            pyproject.name,
        )
        return Surveyed(survey, (*problems, *read.problems, *decision.problems))

    def _search_path(
        self, selection: Selection, pythonpath: tuple[Entry, ...], looks: Looks
    ) -> SearchPath:
        interpreter = selection.interpreter
        if interpreter is None:
            return SearchPath(Target(PythonVersion(3, 13), self.host.platform), (), (".so", ".pyd"))
        found = looks.recall(
            ("search path", interpreter, pythonpath),
            lambda inner: search_path_.build(interpreter, self.host, inner, pythonpath),
        )
        return replace(found, opaque=(selection.open, *found.opaque)) if selection.open else found


def project_of(folder: PurePath, workspace: PurePath, tree: Tree) -> PurePath:
    """Return the project of a folder: the nearest that declares one or holds an environment."""
    weak: PurePath | None = None
    for place in way_up(folder, workspace):
        listing = tree.listing(place)
        if listing is None:
            continue
        if not listing.files.isdisjoint(DECLARATIONS) or any(venv.prefixes_in(place, tree)):
            return place
        if weak is None and not listing.files.isdisjoint(WEAK_DECLARATIONS):
            weak = place
    return weak or workspace


def pyproject_of(
    project: PurePath, workspace: PurePath, tree: Tree
) -> tuple[Pyproject, tuple[str, ...]]:
    """Read the nearest ``pyproject.toml`` from a project upward, with what is wrong with it."""
    key = ("pyproject", project, workspace)
    return tree.recall(key, lambda inner: _pyproject(project, workspace, inner))


def _pyproject(
    project: PurePath, workspace: PurePath, tree: Tree
) -> tuple[Pyproject, tuple[str, ...]]:
    for place in way_up(project, workspace):
        text = tree.text(place / "pyproject.toml")
        if text is not None:
            found = read_pyproject(text)
            if found.problem is None:
                return found, ()
            return found, (f"{place / 'pyproject.toml'} is not valid TOML: {found.problem}",)
    return Pyproject(), ()
