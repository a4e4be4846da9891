"""``venvlens repair``: an environment made anew in its place, with what is installed in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from venvlens.cli import arguments
from venvlens.cli.output import COULD_NOT_RUN, deliver, say
from venvlens.cli.paths import absolute, current_folder, what_hinders
from venvlens.cli.running import run_plan
from venvlens.core.plans import Cannot, Plan
from venvlens.core.requests import RepairRequest
from venvlens.core.settings import Settings
from venvlens.system.disk import Disk, Looks
from venvlens.system.host import read_host
from venvlens.system.locators import venv
from venvlens.system.mending import set_aside
from venvlens.system.mending.repairing import Repair
from venvlens.system.real_machine import machine_of
from venvlens.system.state import user_choices
from venvlens.system.surveyor import Surveyor
from venvlens.system.toolbox import Toolbox
from venvlens.system.workspace import workspace_around

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path, PurePath

    from venvlens.cli.arguments import Given
    from venvlens.system.host import Host

_HELP = """\
Usage: venvlens repair [PATH] [options]

Makes an environment anew in its place, with the same distributions in the same
versions. PATH is an environment, or a file or folder whose environment it is;
without one it is the current folder. The former environment is kept beside the
new one, and is put back if anything fails.

Options:
  --python PYTHON       the base Python: a version such as 3.12, or a path; else
                        one of the same series, else the newest that is allowed
  --dry-run             show what would be done, and do nothing
  --remove-old          remove the former environment when the new one works
  --yes                 do not ask
  --format text|json    an answer for people, or for programs
  -h, --help            show this text

Exit status: 0 if it worked, 1 if it did not and everything is as before,
2 if nothing can be done, 130 if it was interrupted.
"""
_CHOICES = {"--format": ("text", "json")}
_SWITCHES = ("--dry-run", "--remove-old", "--yes")


def main(words: Sequence[str]) -> int:
    """Run the command and return its exit status."""
    match arguments.read(words, _CHOICES, _SWITCHES, ("--python",)):
        case arguments.Refused(sentence):
            return _refuse(sentence)
        case given:
            return deliver(_HELP) if arguments.HELP in given.switches else _run(given)


def _run(given: Given) -> int:
    if current_folder() is None:
        return _refuse("The current folder no longer exists.")
    if len(given.paths) > 1:
        return _refuse("`venvlens repair` takes one environment, or one file or folder.")
    word = given.paths[0] if given.paths else "."
    if hindrance := what_hinders(word):
        return _refuse(hindrance)
    path, host, looks = absolute(word), read_host(), Looks(Disk())
    folder = path if path.is_dir() else path.parent
    workspace = workspace_around(folder, host.home, looks)
    prefix = _environment(folder, workspace, host, looks)
    if prefix is None:
        return _refuse(f"{folder} has no environment: create one.")
    toolbox = Toolbox(host, lambda: (workspace,))
    repair = Repair(_wanted(prefix, given), workspace, machine_of(host, looks), toolbox)
    return _carry_out(repair.plan(), given, prefix)


def _environment(folder: Path, workspace: Path, host: Host, looks: Looks) -> PurePath | None:
    """Return the environment that a folder is, or that its files are judged by."""
    if venv.describe(folder, machine_of(host, looks), "named by the user") is not None:
        return folder
    surveyed = Surveyor(host, user_choices()).survey(folder, workspace, Settings(), looks)
    selected = surveyed.survey.selection.environment
    return selected.prefix if selected else None


def _wanted(prefix: PurePath, given: Given) -> RepairRequest:
    python = (given.repeated["--python"] or (None,))[-1]
    if python is not None and ("/" in python or "\\" in python):
        return RepairRequest(prefix, absolute(python))
    return RepairRequest(prefix, version=python)


def _carry_out(plan: Plan | Cannot, given: Given, prefix: PurePath) -> int:
    dry, known = "--dry-run" in given.switches, set_aside.identity(prefix)
    as_json = given.values["--format"] == "json"
    status = run_plan(plan, dry=dry, yes="--yes" in given.switches, json=as_json)
    if isinstance(plan, Plan) and plan.aside and status == 0 and not dry:
        removes = "--remove-old" in given.switches
        if problem := set_aside.remove_old(plan.aside, known) if removes else "":
            say(problem)
    return status


def _refuse(sentence: str) -> int:
    say(sentence)
    return COULD_NOT_RUN
