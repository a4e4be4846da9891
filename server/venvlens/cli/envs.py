"""``venvlens envs``: list every environment and interpreter of the machine and of a folder."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from venvlens.cli import arguments
from venvlens.cli.envs_report import Line, as_json, as_text
from venvlens.cli.output import COULD_NOT_RUN, deliver, say
from venvlens.cli.paths import absolute, current_folder
from venvlens.cli.terminal import Style, wants_colors
from venvlens.core.environment import Kind
from venvlens.core.inventory import Group
from venvlens.core.settings import Settings
from venvlens.system.disk import Looks
from venvlens.system.disk_usage import disk_usage
from venvlens.system.host import read_host
from venvlens.system.inventory import inventory
from venvlens.system.real_machine import machine_of
from venvlens.system.state import user_choices
from venvlens.system.still_disk import StillDisk
from venvlens.system.surveyor import Surveyor
from venvlens.system.workspace import workspace_around

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from venvlens.cli.arguments import Given
    from venvlens.core.inventory import Listed
    from venvlens.system.host import Host

_HELP = """\
Usage: venvlens envs [PATH] [options]

Lists the Python environments and interpreters of this machine: those of the
project at PATH first (without it, of the current folder), then those of its
workspace, those that tools keep elsewhere, and the global interpreters.
Nothing is started to find them.

Options:
  --in FOLDER                  also those in a folder of yours; repeatable
  --kind KIND                  only those of a kind, such as venv or pyenv
  --size                       tell what each environment takes on the disk
  --json, --format text|json   a list for people, or for programs
  --color auto|always|never    colour the list
  -h, --help                   show this text
"""
_ANY = "any"
_IN = "--in"
_CHOICES = {
    "--kind": (_ANY, *(kind.value for kind in Kind)),
    "--format": ("text", "json"),
    "--color": ("auto", "always", "never"),
}


def main(words: Sequence[str]) -> int:
    """Run the command and return its exit status."""
    match arguments.read(words, _CHOICES, ["--json", "--size"], [_IN]):
        case arguments.Refused(sentence):
            return _refuse(sentence)
        case given:
            return deliver(_HELP) if arguments.HELP in given.switches else _run(given)


def _run(given: Given) -> int:
    here = current_folder()
    if here is None:
        return _refuse("The current folder no longer exists.")
    if len(given.paths) > 1:
        return _refuse("`venvlens envs` takes one folder.")
    path = absolute(given.paths[0]) if given.paths else here
    folder = path if path.is_dir() else path.parent
    if not folder.is_dir():
        return _refuse(f"There is no folder {str(folder)!r}.")
    named = [absolute(text) for text in given.repeated[_IN]]
    if gone := next((one for one in named if not one.is_dir()), None):
        return _refuse(f"There is no folder {str(gone)!r}.")
    host = read_host()
    kind = given.values["--kind"]
    lines = [
        _line(one, given)
        for one in _listed(folder, host, named)
        if kind in (_ANY, one.environment.kind.value)
    ]
    if "--json" in given.switches or given.values["--format"] == "json":
        return deliver(as_json(lines, folder, host.home))
    colors = wants_colors(given.values["--color"], sys.stdout, host.environ)
    return deliver("".join(f"{line}\n" for line in as_text(lines, host.home, Style(colors=colors))))


def _listed(folder: Path, host: Host, named: Sequence[Path]) -> Iterator[Listed]:
    looks = Looks(StillDisk())
    workspace = workspace_around(folder, host.home, looks)
    machine = machine_of(host, looks)
    choices = user_choices()
    surveyed = Surveyor(host, choices).survey(folder, workspace, Settings(), looks)
    used = surveyed.survey.selection.chosen
    chosen = choices.of(folder, machine.files)
    return inventory(machine, [workspace], folder, chosen, named, used)


def _line(one: Listed, given: Given) -> Line:
    # A global interpreter may share its prefix, such as /usr, with all else that is installed.
    measured = "--size" in given.switches and one.group is not Group.GLOBAL
    return Line(one, disk_usage(one.environment.prefix) if measured else None)


def _refuse(sentence: str) -> int:
    say(sentence)
    return COULD_NOT_RUN
