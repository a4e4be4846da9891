"""What ``venvlens activate`` and ``venvlens deactivate`` share."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

from venvlens.cli import arguments
from venvlens.cli.json_text import VERSION, encoded
from venvlens.cli.output import COULD_NOT_RUN, deliver, say
from venvlens.core.activation import CannotActivate, activation
from venvlens.core.activation_commands import NoCommand, commands
from venvlens.core.activation_report import told
from venvlens.core.activation_shells import NAMES, Shell, guess
from venvlens.system.activation import activatable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from venvlens.core.environment import Environment
    from venvlens.core.machine import Machine

_GUESSED = "guessed"


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked for."""

    paths: tuple[str, ...]
    shell: Shell | None
    """None where it is to be guessed."""
    only_variables: bool
    as_json: bool
    wants_help: bool


def asked(words: Sequence[str]) -> Asked | arguments.Refused:
    """Read the words behind one of the commands."""
    given = arguments.read(words, {"--shell": (_GUESSED, *NAMES)}, ["--set", "--json"])
    if isinstance(given, arguments.Refused):
        return given
    return Asked(
        given.paths,
        NAMES.get(given.values["--shell"]),
        only_variables="--set" in given.switches,
        as_json="--json" in given.switches,
        wants_help=arguments.HELP in given.switches,
    )


def show(wanted: Asked, environment: Environment, machine: Machine, *, back: bool = False) -> int:
    """Print the command for an environment, or the one that takes it ``back``."""
    shell = wanted.shell or guess(machine.environ, machine.platform)
    found = activatable(environment, machine)
    if wanted.as_json:
        return deliver(encoded({"version": VERSION, **told(found, shell, Shell)}))
    meant = activation(found)
    if isinstance(meant, CannotActivate):
        return refuse(meant.reason)
    known = commands(found, meant, shell)
    if isinstance(known, NoCommand):
        return refuse(known.reason)
    pair = known.plain if wanted.only_variables else known.usual
    for remark in meant.remarks if pair is known.plain and not back else ():
        say(remark)
    return _print(pair.deactivate if back else pair.activate)


def _print(command: str) -> int:
    encoding = sys.stdout.encoding
    try:
        command.encode(encoding)
    except UnicodeEncodeError:
        # An escape in its place would be another path.
        return refuse(f"The output is in {encoding}, which lacks characters of the path.")
    reconfigure = getattr(sys.stdout, "reconfigure", None)
    if reconfigure is not None:
        reconfigure(newline="\n")  # to the shells of MSYS2, "\r" is a part of the command
    return deliver(f"{command}\n")


def refuse(sentence: str) -> int:
    """Say why there is no command; nothing is printed that a shell could run."""
    say(sentence)
    return COULD_NOT_RUN
