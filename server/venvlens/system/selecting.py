"""Which environment a file runs in: candidates asked of a machine in order, the first that fits.

Each candidate leaves a reason, taken or refused: the decision can be told from them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from venvlens.core import settings as settings_
from venvlens.core.environment import Kind
from venvlens.core.layout import normalised
from venvlens.core.project import read_pyproject
from venvlens.core.selection import Considered, Selection, best_in_folder
from venvlens.system.locators import default_interpreter, interpreter, prefix, projects, uv, venv
from venvlens.system.locators.dot_venv import dot_venv
from venvlens.system.locators.uv_script import of_script
from venvlens.system.workspace import way_up

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import PurePath

    from venvlens.core.environment import Environment
    from venvlens.core.machine import Machine
    from venvlens.system.state import Choices

_FOR_TOOLS = {Kind.TOX: "tox keeps it for its runs", Kind.NOX: "nox keeps it for its sessions"}
"""Environments that belong to a runner of tests, and are never chosen for a project."""
_ACTIVATED = ("VIRTUAL_ENV", "CONDA_PREFIX")


@dataclass(frozen=True, slots=True)
class Script:
    """A file that says what it needs in a block of its own (PEP 723)."""

    file: PurePath
    block: str
    """The text that holds the block."""


def script_of(text: str, file: PurePath | None) -> Script | None:
    """Return a file as a script if its text has a block of metadata.

    Only its comments are kept: nothing else in it decides which environment it has.
    """
    if file is None or "# /// script" not in text:
        return None
    lines = (line if line.startswith("#") else "" for line in text.split("\n"))
    return Script(file, re.sub(r"\n{3,}", "\n\n", "\n".join(lines)))


@dataclass(frozen=True, slots=True)
class Wishes:
    """What decides besides the disk."""

    requires_python: str | None = None
    environment: PurePath | None = None
    """A prefix that the editor's settings name for the project."""
    interpreter: PurePath | None = None
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
        return Selection(None, found or self._default(), tuple(self.considered))

    def _taken(self, found: Environment) -> Selection:
        self._activated_elsewhere(found)
        if found.kind.is_global:
            return Selection(None, found, tuple(self.considered))
        return Selection(found, None, tuple(self.considered))

    def _note(self, place: PurePath, reason: str, *, taken: bool = False) -> None:
        self.considered.append(Considered(place, taken, reason))

    def _of_script(self, script: Script) -> Selection:
        """Choose for a script: its project's environment does not hold what it asks for."""
        found = of_script(script.file, script.block, self.machine)
        if found is None or isinstance(found, str):
            self._note(script.file, found or "it has no metadata of a script")
            return Selection(None, self._default(), tuple(self.considered), open=found)
        self._note(found.prefix, found.origin, taken=True)
        return Selection(found, None, tuple(self.considered))

    def _chosen(self, place: PurePath) -> Environment | None:
        chosen = self.choices.of(place, self.machine.files)
        if chosen is None:
            return None
        said = f"you chose it for {place}"
        found = self._at(place.__class__(chosen), said)
        if found is not None and found.runs:
            self._note(found.prefix, said, taken=True)
            return found
        state = "it is gone" if found is None else "it cannot run"
        self._note(place.__class__(chosen), f"{said}, but {state}")
        self.problems.append(
            f"The environment {chosen} was chosen for {place}, but {state}: it is passed over."
        )
        return None

    def _named(self, place: PurePath) -> Environment | None:
        """Return what settings name: the editor's for the project, a folder's own for it."""
        named, where = self._settings(place)
        if named is None:
            return None
        found = self._at(named, f"{where} names it")
        if found is None:
            self._note(named, f"{where} names it, but no environment is there")
            self.problems.append(f"{where} names {named}, where no environment is.")
        else:
            self._note(found.prefix, f"{where} names it", taken=True)
        return found

    def _settings(self, place: PurePath) -> tuple[PurePath | None, str]:
        if place == self.project and self.wishes.environment is not None:
            return self.wishes.environment, "the editor's settings"
        file = place / "pyproject.toml"
        if not self.machine.files.is_file(file):
            return None, ""
        key = ("environment named in", file)
        named = self.machine.files.recall(key, lambda tree: _named_in(tree.text(file) or ""))
        return normalised(place / named) if named else None, f"[tool.venvlens] in {file}"

    def _at(self, path: PurePath, origin: str) -> Environment | None:
        """Describe a prefix or an interpreter that somebody named."""
        if found := prefix.describe(path, self.machine, origin):
            return found
        named = (path / "bin" / "python3", path / "bin" / "python", path / "python.exe")
        for program in (path, *named):
            if self.machine.files.is_program(program):
                owner = prefix.describe(program.parent.parent, self.machine, origin)
                return owner or interpreter.describe(program, Kind.GLOBAL, origin, self.machine)
        return None

    def _of_place(self, place: PurePath) -> Environment | None:
        """Return the best of what is in a folder, or of what tools keep for it elsewhere."""
        if self.machine.environ.get("UV_PROJECT_ENVIRONMENT") and (found := self._of_uv(place)):
            return found
        candidates = list(self._candidates(place))
        if candidates:
            return self._best(candidates)
        for found in projects.of_project(place, self.machine):
            self._note(found.prefix, found.origin, taken=True)
            return found
        self._note(place, self._why_none(place))
        return None

    def _of_uv(self, place: PurePath) -> Environment | None:
        for found in uv.of_project(place, self.machine):
            self._note(found.prefix, found.origin, taken=True)
            return found
        return None

    def _candidates(self, place: PurePath) -> Iterator[Environment]:
        """Yield the environments of a folder: `.venv` whatever it is, then others by name."""
        files = self.machine.files
        first = dot_venv(place, self.machine) if files.is_file(place / ".venv") else ""
        found = () if isinstance(first, str) else (first,)
        prefixes = dict.fromkeys((*found, *venv.prefixes_in(place, files)))
        origin = f"found in {place}"
        described = [prefix.describe(one, self.machine, origin) for one in prefixes]
        known = {one.prefix: one for one in described if one}
        known |= {one.prefix: one for one in projects.below(place, self.machine)}
        for one in known.values():
            if one.prefix.suffix in venv.SET_ASIDE:
                self._note(one.prefix, "its name says that it was set aside")
            elif one.kind in _FOR_TOOLS:
                self._note(one.prefix, _FOR_TOOLS[one.kind])
            else:
                yield one

    def _best(self, candidates: list[Environment]) -> Environment:
        requires = self.wishes.requires_python
        best, reason = best_in_folder(candidates, venv.USUAL_NAMES[0], requires)
        self._note(best.prefix, reason, taken=True)
        for other in candidates:
            if other is not best:
                self._note(other.prefix, f"{best.prefix.name} comes first")
        return best

    def _why_none(self, place: PurePath) -> str:
        files = self.machine.files
        if files.is_file(place / ".venv") or files.real(place / ".venv") != place / ".venv":
            return str(dot_venv(place, self.machine)).removesuffix(".")
        if files.is_folder(place / ".venv"):
            return "its .venv has no pyvenv.cfg, so it is not an environment"
        return "no environment is in it, and no tool keeps one for it"

    def _activated(self) -> Environment | None:
        """Return the activated environment if it is in the workspace."""
        for variable, path in self._active():
            found = prefix.describe(path, self.machine, f"{variable} names it")
            if found is not None and path.is_relative_to(self.workspace):
                self._note(path, f"{variable} names it, and it is in this workspace", taken=True)
                return found
            why = "it is not of this project" if found else "no environment is there"
            self._note(path, f"{variable} names it, but {why}")
        return None

    def _activated_elsewhere(self, taken: Environment) -> None:
        """Name what is activated and was not taken: it is what a terminal would use."""
        for variable, path in self._active():
            if path != taken.prefix and all(step.place != path for step in self.considered):
                said = f"{variable} names it, but {taken.prefix.name} is nearer to this file"
                self._note(path, said)

    def _active(self) -> Iterator[tuple[str, PurePath]]:
        for variable in _ACTIVATED:
            path = self.machine.named(variable)
            if path is not None:
                yield variable, path

    def _of_editor(self) -> Environment | None:
        named = self.wishes.interpreter
        if named is None:
            return None
        found = self._at(named, "the editor names it")
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
