"""``venvlens fix``: from what is wrong to nothing, by the fixes that need no choice."""

from __future__ import annotations

from typing import TYPE_CHECKING

from venvlens.cli import arguments
from venvlens.cli.output import COULD_NOT_RUN, deliver, say
from venvlens.cli.paths import absolute, current_folder, what_hinders
from venvlens.cli.running import run_plan
from venvlens.core.fixes import title
from venvlens.system.checking import check_files
from venvlens.system.disk import Disk, Looks
from venvlens.system.host import read_host
from venvlens.system.inspector import Inspector
from venvlens.system.mending.asking import request_of
from venvlens.system.mending.planning import plan_of
from venvlens.system.mending.whole import Lacking, Mending, lacking, mending
from venvlens.system.real_machine import machine_of
from venvlens.system.state import user_choices
from venvlens.system.surveyor import Surveyor
from venvlens.system.toolbox import Toolbox
from venvlens.system.walk import python_files
from venvlens.system.workspace import workspace_around

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from venvlens.cli.arguments import Given
    from venvlens.system.host import Host

_HELP = """\
Usage: venvlens fix [PATH ...] [options]

Mends what the files of a folder lack: makes the environment that is missing, or
makes a broken one anew, then installs what is missing from it, as far as no
choice is left to a person. Each step is shown before it is done.

Options:
  --dry-run             show the first step of each environment, and do nothing
  -y, --yes             do not ask, also at a terminal
  -h, --help            show this text

Exit status: 0 if nothing that it could mend is left, 1 if something is, or did
not work, 2 if nothing could be done, 130 if it was interrupted.
"""
_LEFT = 1
_MOST_ROUNDS = 3
"""An environment is made, it is filled, and what came to light by that is filled in."""


def main(words: Sequence[str]) -> int:
    """Run the command and return its exit status."""
    known = ("--yes" if word == "-y" else word for word in words)
    match arguments.read(known, {}, ("--dry-run", "--yes")):
        case arguments.Refused(sentence):
            return _refuse(sentence)
        case given:
            return deliver(_HELP) if arguments.HELP in given.switches else _run(given)


def _run(given: Given) -> int:
    if current_folder() is None:
        return _refuse("The current folder no longer exists.")
    words = given.paths or (".",)
    for word in words:
        if hindrance := what_hinders(word):
            return _refuse(hindrance)
    paths = [absolute(word) for word in words]
    dry, yes = "--dry-run" in given.switches, "--yes" in given.switches
    return _Fixing(read_host(), dry=dry, yes=yes).all_of(paths)


class _Fixing:
    """One run; what was tried and what a person has to choose is said once."""

    def __init__(self, host: Host, *, dry: bool, yes: bool) -> None:
        self._host, self._dry, self._yes = host, dry, yes
        self._tried: set[str] = set()

    def all_of(self, paths: Sequence[Path]) -> int:
        for _ in range(_MOST_ROUNDS):
            found = self._lacking(paths)
            steps = [(one, self._mending(one)) for one in found]
            status = self._carry_out(steps)
            if status is not None:
                return status
        return _LEFT

    def _lacking(self, paths: Sequence[Path]) -> tuple[Lacking, ...]:
        inspector = Inspector(Surveyor(self._host, user_choices()), Disk())
        return lacking(check_files(python_files(paths), inspector).checked)

    def _mending(self, one: Lacking) -> Mending:
        workspace = self._workspace(one)
        return mending(one, [workspace], self._host, Disk(), self._toolbox(workspace))

    def _carry_out(self, steps: Sequence[tuple[Lacking, Mending]]) -> int | None:
        """Do what can be done now; return how it ended, None if there may be more to do."""
        new = [(one, step.fix) for one, step in steps if step.fix is not None]
        new = [(one, fix) for one, fix in new if title(fix, one.survey) not in self._tried]
        if not new:
            return self._say_what_is_left(steps)
        for one, fix in new:
            self._tried.add(title(fix, one.survey))
            workspace = self._workspace(one)
            machine = machine_of(self._host, Looks(Disk()))
            request = request_of(fix, one.survey.project)
            plan = plan_of(request, workspace, machine, self._toolbox(workspace))
            status = run_plan(plan, dry=self._dry, yes=self._yes, json=False)
            if status:
                return status
        return 0 if self._dry else None

    def _say_what_is_left(self, steps: Sequence[tuple[Lacking, Mending]]) -> int:
        for one, step in steps:
            for name in step.undecided:
                say(f"`{name}` is left: `venvlens provides {name}` tells what may be installed.")
            if step.fix is None and not step.undecided:
                say(f"{one.survey.project}: nothing is known that would help.")
        return _LEFT if steps else 0

    def _workspace(self, one: Lacking) -> Path:
        project = absolute(str(one.survey.project))
        return workspace_around(project, self._host.home, Looks(Disk()))

    def _toolbox(self, workspace: Path) -> Toolbox:
        return Toolbox(self._host, lambda: (workspace,))


def _refuse(sentence: str) -> int:
    say(sentence)
    return COULD_NOT_RUN
