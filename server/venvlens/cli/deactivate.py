"""``venvlens deactivate``: print the command that takes an activation back; nothing is run."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from venvlens.cli import arguments
from venvlens.cli.activation import asked, refuse, show
from venvlens.cli.output import deliver
from venvlens.core.environment import Environment, Kind
from venvlens.system.activated import activated
from venvlens.system.disk import Disk, Looks
from venvlens.system.host import read_host
from venvlens.system.locators import prefix
from venvlens.system.real_machine import machine_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from venvlens.cli.activation import Asked
    from venvlens.core.machine import Machine

_HELP = """\
Usage: venvlens deactivate [options]

Prints the command that takes back what `venvlens activate` did, with the same
options; see `venvlens activate --help` for how to run it. The environment is
the one that VIRTUAL_ENV or CONDA_PREFIX names.

Options:
  --shell SHELL   the shell to write it for; without it, guessed
  --set           of an environment that `venvlens activate --set` activated
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
    if wanted.paths:
        return refuse("`venvlens deactivate` takes no path.")
    machine = machine_of(read_host(), Looks(Disk()))
    environment = _activated(machine)
    if environment is None:
        return refuse("Nothing is activated here: neither VIRTUAL_ENV nor CONDA_PREFIX is set.")
    return show(wanted, environment, machine, back=True)


def _activated(machine: Machine) -> Environment | None:
    """Return the environment that is activated; it may be broken or gone meanwhile."""
    for variable, folder in activated(machine):
        kind = Kind.CONDA if variable == "CONDA_PREFIX" else Kind.VENV
        found = prefix.describe(folder, machine, variable)
        return replace(found or Environment(folder, kind, variable), faults=())
    return None
