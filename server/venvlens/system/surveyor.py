"""A look at one folder of one project: which environment, which search path, which settings."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

from venvlens.core import settings as settings_
from venvlens.core.project import DECLARATIONS, WEAK_DECLARATIONS, Pyproject, read_pyproject
from venvlens.core.python_version import PythonVersion
from venvlens.core.search_path import SearchPath, Target
from venvlens.core.selection import Considered, Selection, best_in_folder
from venvlens.core.survey import Survey
from venvlens.system import declared_roots, first_party
from venvlens.system import search_path as search_path_
from venvlens.system.locators import default_interpreter, venv
from venvlens.system.locators import prefix as prefix_
from venvlens.system.real_machine import machine_of
from venvlens.system.workspace import way_up

if TYPE_CHECKING:
    from pathlib import PurePath

    from venvlens.core.environment import Environment
    from venvlens.core.search_path import Entry
    from venvlens.core.settings import Settings
    from venvlens.system.disk import Looks
    from venvlens.system.host import Host
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
        self, folder: PurePath, workspace: PurePath, client: Settings, looks: Looks
    ) -> Surveyed:
        """Look at the files of a folder in a workspace folder, with the editor's settings."""
        project = self._project(folder, workspace, looks)
        pyproject, problems = looks.recall(
            ("pyproject", project, workspace),
            lambda inner: _pyproject(project, workspace, inner),
        )
        read = settings_.read(pyproject.tool, "[tool.venvlens] in pyproject.toml")
        selection = self._select(folder, workspace, pyproject.requires_python, looks)
        wanted = client.over(read.settings)
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
        return Surveyed(survey, (*problems, *read.problems))

    def _project(self, folder: PurePath, workspace: PurePath, looks: Looks) -> PurePath:
        weak: PurePath | None = None
        for place in way_up(folder, workspace):
            listing = looks.listing(place)
            if listing is None:
                continue
            if not listing.files.isdisjoint(DECLARATIONS) or any(venv.prefixes_in(place, looks)):
                return place
            if weak is None and not listing.files.isdisjoint(WEAK_DECLARATIONS):
                weak = place
        return weak or workspace

    def _select(
        self, folder: PurePath, workspace: PurePath, requires: str | None, looks: Looks
    ) -> Selection:
        considered: list[Considered] = []
        for place in way_up(folder, workspace):
            found = self._chosen(place, considered, looks)
            found = found or self._nearest(place, requires, considered, looks)
            if found is not None:
                return Selection(found, None, tuple(considered))
        fallback = self._fallback(folder, considered, looks)
        return Selection(None, fallback, tuple(considered))

    def _chosen(
        self, place: PurePath, considered: list[Considered], looks: Looks
    ) -> Environment | None:
        prefix = self.choices.of(place, looks)
        if prefix is None:
            return None
        found = self._describe(prefix, f"you chose it for {place}", looks)
        if found is None:
            considered.append(
                Considered(prefix, False, f"you chose it for {place}, but it is gone")
            )
        elif not found.runs:
            considered.append(
                Considered(prefix, False, f"you chose it for {place}, but it cannot run")
            )
        else:
            considered.append(Considered(prefix, True, f"you chose it for {place}"))
            return found
        return None

    def _nearest(
        self,
        place: PurePath,
        requires: str | None,
        considered: list[Considered],
        looks: Looks,
    ) -> Environment | None:
        candidates: list[Environment] = []
        for prefix in venv.prefixes_in(place, looks):
            if prefix.suffix in venv.SET_ASIDE:
                considered.append(Considered(prefix, False, "its name says that it was set aside"))
            elif found := self._describe(prefix, f"found in {place}", looks):
                candidates.append(found)
        if not candidates:
            considered.append(Considered(place, False, _why_none(place, looks)))
            return None
        best, reason = best_in_folder(candidates, venv.USUAL_NAMES[0], requires)
        considered.append(Considered(best.prefix, True, reason))
        considered.extend(
            Considered(other.prefix, False, f"{best.prefix.name} comes first")
            for other in candidates
            if other is not best
        )
        return best

    def _fallback(
        self, folder: PurePath, considered: list[Considered], looks: Looks
    ) -> Environment | None:
        found = default_interpreter.default(machine_of(self.host, looks), folder)
        if found is not None and found.executable is not None:
            reason = "no environment was found, and this is what `python` starts here"
            considered.append(Considered(found.executable, True, reason))
        activated = self.host.environ.get("VIRTUAL_ENV")
        if activated:
            said = "VIRTUAL_ENV names it, but it is not in this project"
            considered.append(Considered(folder.__class__(activated), False, said))
        return found

    def _describe(self, prefix: PurePath, origin: str, looks: Looks) -> Environment | None:
        return prefix_.describe(prefix, machine_of(self.host, looks), origin)

    def _search_path(
        self, selection: Selection, pythonpath: tuple[Entry, ...], looks: Looks
    ) -> SearchPath:
        interpreter = selection.interpreter
        if interpreter is None:
            return SearchPath(Target(PythonVersion(3, 13), self.host.platform), (), (".so", ".pyd"))
        return looks.recall(
            ("search path", interpreter, pythonpath),
            lambda inner: search_path_.build(interpreter, self.host, inner, pythonpath),
        )


def _pyproject(
    project: PurePath, workspace: PurePath, looks: Looks
) -> tuple[Pyproject, tuple[str, ...]]:
    """Read the nearest ``pyproject.toml`` from the project upward."""
    for place in way_up(project, workspace):
        text = looks.text(place / "pyproject.toml")
        if text is not None:
            found = read_pyproject(text)
            if found.problem is None:
                return found, ()
            return found, (f"{place / 'pyproject.toml'} is not valid TOML: {found.problem}",)
    return Pyproject(), ()


def _why_none(place: PurePath, looks: Looks) -> str:
    listing = looks.listing(place)
    if listing and ".venv" in listing.folders:
        return "its .venv has no pyvenv.cfg, so it is not an environment"
    if listing and ".venv" in listing.files:
        return "its .venv is a file, not a folder"
    if os.path.islink(place / ".venv"):  # noqa: PTH114 - a PurePath cannot ask
        return f"its .venv is a link to {os.path.realpath(place / '.venv')}, which is gone"
    return "no folder in it has a pyvenv.cfg"
