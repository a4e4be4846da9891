"""``venvlens install``: distributions into the environment of a folder, declared if wanted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from venvlens.cli import arguments
from venvlens.cli.output import COULD_NOT_RUN, deliver, say
from venvlens.cli.paths import absolute, current_folder, what_hinders
from venvlens.cli.running import run_plan
from venvlens.cli.surveying import survey
from venvlens.core import declare
from venvlens.core.declare import Target, unified
from venvlens.core.plans.adding import group_of, reaches
from venvlens.core.requests import Declare, InstallRequest
from venvlens.system import editing
from venvlens.system.disk import Disk, Looks
from venvlens.system.host import read_host
from venvlens.system.mending.declaring import Declaration, declaration, targets, wire_format
from venvlens.system.mending.installing import Installation, manager
from venvlens.system.real_machine import machine_of
from venvlens.system.toolbox import Toolbox

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path, PurePath

    from venvlens.cli.arguments import Given
    from venvlens.core.environment import Environment
    from venvlens.core.survey import Survey

_HELP = """\
Usage: venvlens install DISTRIBUTION ... [options]

Installs distributions into the environment of the current folder, with uv or
with its own pip. Names may have versions: "requests>=2.32". `venvlens provides`
tells which distribution provides an import, `venvlens fix` installs what the
files of a folder lack.

Options:
  --add                 declare them too: with the project's own tool (uv add,
                        poetry add, ...), else in the project's file
  --group NAME          the same, in a group such as dev
  --in PATH             another folder, or an environment
  --dry-run             show what would be done, and do nothing
  -y, --yes             do not ask, also at a terminal
  --json                answer with one object for programs
  -h, --help            show this text

Exit status: 0 if it is done, 1 if that did not work and all is as before,
2 if nothing could be done, 130 if it was interrupted.
"""
_SWITCHES = ("--dry-run", "--yes", "--json", "--add")


def main(words: Sequence[str]) -> int:
    """Run the command and return its exit status."""
    known = ("--yes" if word == "-y" else word for word in words)
    match arguments.read(known, {}, _SWITCHES, ("--in", "--group")):
        case arguments.Refused(sentence):
            return _refuse(sentence)
        case given:
            return deliver(_HELP) if arguments.HELP in given.switches else _run(given)


def _run(given: Given) -> int:
    if current_folder() is None:
        return _refuse("The current folder no longer exists.")
    if not given.paths:
        return _refuse("`venvlens install` takes the names of distributions.")
    word = (given.repeated["--in"] or (".",))[-1]
    if hindrance := what_hinders(word):
        return _refuse(hindrance)
    path = absolute(word)
    folder = path if path.is_dir() else path.parent
    surveyed = survey(folder, path).survey
    environment = surveyed.selection.environment
    if environment is None:
        return _refuse(f"{folder} has no environment: `venvlens create` makes one.")
    group = (given.repeated["--group"] or (None,))[-1]
    wanted = _Wanted(surveyed, environment, given.paths, group)
    return wanted.carry_out(given, adds="--add" in given.switches or group is not None)


@dataclass(frozen=True, slots=True)
class _Wanted:
    """What is to be installed, and where."""

    survey: Survey
    environment: Environment
    names: tuple[str, ...]
    group: str | None

    def carry_out(self, given: Given, *, adds: bool) -> int:
        host = read_host()
        machine = machine_of(host, Looks(Disk()))
        toolbox = Toolbox(host, lambda: (absolute(str(self.survey.workspace)),))
        into = self._target() if adds else None
        if adds and into is None:
            where = f"a group {self.group}" if self.group else "requirements"
            return _refuse(f"{self.survey.project} has no file that declares {where}.")
        tool = None
        if into is not None and reaches(into.keys):
            found = manager(self.survey.project, self.environment, machine, toolbox)
            tool = found.name if found else None
        request = self._request(into, tool)
        declared = self._declaration(request) if tool is None else None
        if isinstance(declared, str):
            return _refuse(declared)
        dry, yes, json = (switch in given.switches for switch in _SWITCHES[:3])
        status = run_plan(
            Installation(request, machine, toolbox).plan(), dry=dry, yes=yes, json=json
        )
        return status or _declare(declared, dry=dry, quiet=json)

    def _target(self) -> Target | None:
        found = targets(self.survey.project, Looks(Disk()), in_conda=self.environment.is_condas)
        if self.group is None:
            return next((one for one in found if one.is_main), None)
        named = (one for one in found if group_of(one.keys) == self.group)
        return next(named, next((o for o in found if self.group in o.keys), None))

    def _request(self, into: Target | None, tool: str | None) -> InstallRequest:
        place = Declare(into.file, wire_format(into), into.keys) if into else None
        return InstallRequest(self.environment.prefix, self.names, self.survey.project, place, tool)

    def _declaration(self, request: InstallRequest) -> Declaration | str | None:
        if request.declare is None:
            return None
        found = declaration(request.declare, self.names, Looks(Disk()).text)
        return found if isinstance(found, Declaration) else found.message


def _declare(declared: Declaration | None, *, dry: bool, quiet: bool) -> int:
    """Write the declaration after the installation, or show what would be written."""
    if declared is None or not declared.edits:
        return 0
    file = absolute(str(declared.target.file))
    if dry:
        shown = unified(file.name, declared.text, declared.edits)
        return 0 if quiet else deliver(shown)
    return _written(file, declared)


def _written(file: Path, declared: Declaration) -> int:
    original = editing.read(file, file.parent)
    if isinstance(original, editing.Refused):
        return _refuse(original.message)
    if original.text != declared.text:
        return _refuse(f"{_shown(file)} has changed meanwhile: nothing was declared.")
    refused = editing.write(original, declare.apply(original.text, declared.edits))
    return _refuse(refused.message) if refused else 0


def _shown(file: PurePath) -> str:
    return file.name


def _refuse(sentence: str) -> int:
    say(sentence)
    return COULD_NOT_RUN
