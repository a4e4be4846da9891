"""``venvlens activate``: print the command that activates an environment; nothing is run."""

from __future__ import annotations

from typing import TYPE_CHECKING

from venvlens.cli import arguments
from venvlens.cli.activation import asked, refuse, show
from venvlens.cli.output import deliver
from venvlens.cli.paths import absolute, current_folder
from venvlens.cli.surveying import survey
from venvlens.system.disk import Disk, Looks
from venvlens.system.host import read_host
from venvlens.system.locators import prefix
from venvlens.system.real_machine import machine_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from venvlens.cli.activation import Asked
    from venvlens.core.environment import Environment
    from venvlens.core.machine import Machine

_HELP = """\
Usage: venvlens activate [PATH] [options]

Prints the command that activates the environment of a file or folder (without
PATH, of the current folder), or the environment at PATH itself. To run it:

  bash, zsh, sh, ksh   eval "$(venvlens activate)"
  fish                 venvlens activate --shell fish | source
  csh, tcsh            eval "`venvlens activate --shell csh`"
  PowerShell           venvlens activate --shell pwsh | Out-String | iex
  xonsh                execx($(venvlens activate --shell xonsh))
  elvish               eval (venvlens activate --shell elvish | slurp)
  cmd, Nushell         type or paste what `venvlens activate --shell cmd` shows

It is the environment's own script, or conda, where these are there and safe:
scripts of older tools run what stands in the path. Else, and with --set, it
only sets variables.

Options:
  --shell SHELL   bash, zsh, sh, ksh, fish, csh, powershell, cmd, nushell,
                  xonsh or elvish; without it, guessed from the variables that
                  the shell exports, such as SHELL, the login shell
  --set           only set variables, reading no script
  --json          all of it as data, for every shell
  -h, --help      show this text
"""


def main(words: Sequence[str]) -> int:
    """Run the command and return its exit status."""
    match asked(words):
        case arguments.Refused(sentence):
            return refuse(sentence)
        case found:
            return deliver(_HELP) if found.wants_help else _run(found)


def _run(wanted: Asked) -> int:
    here = current_folder()
    if here is None:
        return refuse("The current folder no longer exists.")
    if len(wanted.paths) > 1:
        return refuse("`venvlens activate` takes one file or folder.")
    path = absolute(wanted.paths[0]) if wanted.paths else here
    folder = path if path.is_dir() else path.parent
    if not folder.is_dir():
        return refuse(f"There is no folder {str(folder)!r}.")
    host = read_host()
    machine = machine_of(host, Looks(Disk()))
    environment = _environment(folder, path, machine)
    if environment is None:
        return refuse(f"{path} has no environment, and no Python was found on PATH.")
    return show(wanted, environment, machine)


def _environment(folder: Path, path: Path, machine: Machine) -> Environment | None:
    return (
        prefix.describe(path, machine, "named by the user")
        or survey(folder, path).survey.selection.interpreter
    )
