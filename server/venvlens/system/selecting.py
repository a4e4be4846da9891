"""Which environment a file runs in: candidates asked of a machine in order, the first that fits.

Each candidate leaves a reason, taken or refused: the decision can be told from them.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from venvlens.core import script_metadata
from venvlens.core import settings as settings_
from venvlens.core.project import read_pyproject
from venvlens.core.selection import Considered, Selection, best_in_folder, best_kept, why_not
from venvlens.core.shares import may_be_asked
from venvlens.system.activated import activated, belongs, is_declared
from venvlens.system.in_folder import around, look_into, never, why_none
from venvlens.system.locators import default_interpreter, prefix, projects, uv, venv
from venvlens.system.locators.uv_script import of_script
from venvlens.system.named_path import at, path_of
from venvlens.system.workspace import way_up

if TYPE_CHECKING:
    from pathlib import PurePath

    from venvlens.core.environment import Environment
    from venvlens.core.machine import Machine
    from venvlens.core.script_metadata import ScriptMetadata
    from venvlens.system.in_folder import InFolder
    from venvlens.system.state import Choices

_EDITORS = "the editor's settings"


@dataclass(frozen=True, slots=True)
class Script:
    """A file that says what it needs in a block of its own (PEP 723)."""

    file: PurePath
    metadata: ScriptMetadata


def script_of(text: str, file: PurePath | None) -> Script | None:
    """Return a file as a script if its text has a block of metadata."""
    metadata = None if file is None else script_metadata.read(text)
    return None if file is None or metadata is None else Script(file, metadata)


@dataclass(frozen=True, slots=True)
class Wishes:
    """What decides besides the disk."""

    requires_python: str | None = None
    environment: str | None = None
    """A prefix that the editor's settings name for the project."""
    interpreter: str | None = None
    """An interpreter or a prefix that the editor names."""
    script: Script | None = None


@dataclass(slots=True)
class Decision:
    """One decision as it is made."""

    machine: Machine
    choices: Choices
    folder: PurePath
    workspace: PurePath
    project: PurePath
    wishes: Wishes
    considered: list[Considered] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    """Sentences about what the user wanted and did not get."""

    def selection(self) -> Selection:
        """Return the first that fits, with all that was considered on the way."""
        if self.wishes.script is not None:
            return self._of_script(self.wishes.script)
        for place in way_up(self.folder, self.workspace):
            found = self._chosen(place) or self._named(place) or self._of_place(place)
            if found is not None:
                return self._taken(found)
        found = self._activated() or self._of_editor()
        if found is not None and not found.kind.is_global:
            return self._taken(found)
        if found is not None:
            return Selection(None, found, tuple(self.considered), is_wanted=True)
        return Selection(None, self._default(), tuple(self.considered))

    def _taken(self, found: Environment) -> Selection:
        self._activated_elsewhere(found)
        if found.kind.is_global:
            return Selection(None, found, tuple(self.considered), is_wanted=True)
        return Selection(found, None, tuple(self.considered))

    def _note(self, place: PurePath, reason: str, *, taken: bool = False) -> None:
        self.considered.append(Considered(place, taken, reason))

    def _of_script(self, script: Script) -> Selection:
        """Choose for a script: its project's environment does not hold what it asks for."""
        found = of_script(script.file, script.metadata, self.machine)
        if isinstance(found, str):
            self._note(script.file, found)
            return Selection(None, self._default(), tuple(self.considered), open=found)
        self._note(found.prefix, found.origin, taken=True)
        return self._taken(found)

    def _chosen(self, place: PurePath) -> Environment | None:
        chosen = self.choices.of(place, self.machine.files)
        if chosen is None:
            return None
        said = f"you chose it for {place}"
        found = at(chosen, self.machine, said)
        if found is not None and found.runs:
            self._note(found.prefix, said, taken=True)
            return found
        state = "it is gone" if found is None else "it cannot run"
        kept = f"the choice is kept in {self.choices.file}"
        self._note(chosen, f"{said}, but {state} ({kept})")
        self.problems.append(f"You chose {chosen} for {place}, but {state} ({kept})")
        return None

    def _named(self, place: PurePath) -> Environment | None:
        """Return what settings name: the editor's for the project, a folder's own for it."""
        text, where = self._settings(place)
        if text is None:
            return None
        named = path_of(text, place, self.workspace, self.machine)
        # What somebody else wrote into a project is not to lead to another machine.
        if where != _EDITORS and not may_be_asked(named, (place, self.workspace)):
            self._note(named, f"{where} names it, but it is on another share than the project")
            self.problems.append(f"{where} names {named}, which is on another share than {place}")
            return None
        said = f"{where} name it" if where.endswith("s") else f"{where} names it"
        found = at(named, self.machine, said)
        if found is None:
            self._note(named, f"{said}, but no environment is there")
            verb = said.removeprefix(where).removesuffix(" it")
            self.problems.append(f"{where}{verb} {named}, where no environment is")
        else:
            self._note(found.prefix, said, taken=True)
        return found

    def _settings(self, place: PurePath) -> tuple[str | None, str]:
        if place == self.project and self.wishes.environment is not None:
            return self.wishes.environment, _EDITORS
        file = place / "pyproject.toml"
        listing = self.machine.files.listing(place)
        if listing is None or file.name not in listing.files:
            return None, ""
        key = ("environment named in", file)
        named = self.machine.files.recall(key, lambda tree: _named_in(tree.text(file) or ""))
        return named, f"[tool.venvlens] in {file}"

    def _of_place(self, place: PurePath) -> Environment | None:
        """Return the best of what is in a folder, or of what tools keep for it elsewhere."""
        if self.machine.environ.get("UV_PROJECT_ENVIRONMENT") and (found := self._of_uv(place)):
            return found
        inside = look_into(place, self.machine)
        for refused, why in inside.refused:
            if all(step.place != refused for step in self.considered):
                self._note(refused, why)
        if inside.candidates:
            return self._best(place, inside)
        if kept := self._kept(place):
            best = best_kept(kept, self.wishes.requires_python)
            return self._best_of(kept, best, best.origin)
        found = around(place, self.machine)
        if found is not None:
            self._note(place, "the file is in it", taken=True)
        elif all(path.name != venv.USUAL_NAMES[0] for path, _ in inside.refused):
            self._note(place, why_none(place, self.machine))
        return found

    def _kept(self, place: PurePath) -> tuple[Environment, ...]:
        """Return what tools keep for a folder that is a project, or is taken for one."""
        if place not in (self.project, self.workspace) and not is_declared(place, self.machine):
            return ()
        return tuple({e.prefix: e for e in projects.of_project(place, self.machine)}.values())

    def _of_uv(self, place: PurePath) -> Environment | None:
        for found in uv.of_project(place, self.machine):
            self._note(found.prefix, found.origin, taken=True)
            return found
        named = uv.named_by_variable(place, self.machine)
        if named is not None and all(step.place != named for step in self.considered):
            self._note(named, "UV_PROJECT_ENVIRONMENT names it, but no environment is there")
        return None

    def _best(self, place: PurePath, inside: InFolder) -> Environment:
        if inside.by_file:
            best, reason = inside.candidates[0], f"the file {place / venv.USUAL_NAMES[0]} names it"
        else:
            requires = self.wishes.requires_python
            best, reason = best_in_folder(inside.candidates, venv.USUAL_NAMES[0], requires, place)
        return self._best_of(inside.candidates, best, reason)

    def _best_of(
        self, candidates: tuple[Environment, ...], best: Environment, reason: str
    ) -> Environment:
        self._note(best.prefix, reason, taken=True)
        for other in candidates:
            if other is not best:
                self._note(other.prefix, why_not(other, best, self.wishes.requires_python))
        return best

    @property
    def _is_inside(self) -> bool:
        return self.folder.is_relative_to(self.workspace)

    def _activated(self) -> Environment | None:
        """Return the activated environment if it is of this project."""
        top = self.workspace if self._is_inside else self.folder
        for variable, path in activated(self.machine):
            found = prefix.describe(path, self.machine, f"{variable} names it")
            why = never(found) if found else "no environment is there"
            if found and not why and belongs(path, self.folder, top, self.machine):
                self._note(path, f"{variable} names it, and it is in this workspace", taken=True)
                return found
            self._note(path, f"{variable} names it, but {why or 'it is not of this project'}")
        return None

    def _activated_elsewhere(self, taken: Environment) -> None:
        """Name what is activated and was not taken: it is what a terminal would use."""
        resolved = self.machine.files.resolved
        for variable, path in activated(self.machine):
            if any(step.place == path for step in self.considered):
                continue
            if resolved(path) != resolved(taken.prefix):
                found = prefix.describe(path, self.machine, "")
                nearer = f"{taken.prefix.name} comes before what is activated"
                why = nearer if found else "no environment is there"
                self._note(path, f"{variable} names it, but {why}")

    def _of_editor(self) -> Environment | None:
        text = self.wishes.interpreter
        if text is None:
            return None
        named = path_of(text, self.project, self.workspace, self.machine)
        found = at(named, self.machine, "the editor names it")
        if found is None:
            self._note(named, "the editor names it, but no interpreter is there")
        else:
            self._note(found.prefix, "the editor names it", taken=True)
        return found

    def _default(self) -> Environment | None:
        found = default_interpreter.default(self.machine, self.folder)
        if found is not None and found.executable is not None:
            reason = "no environment was found, and this is what `python` starts here"
            self._note(found.executable, reason, taken=True)
        return found


def _named_in(text: str) -> str | None:
    """Return the environment that ``[tool.venvlens]`` of a ``pyproject.toml`` names."""
    return settings_.read(read_pyproject(text).tool, "").settings.environment
