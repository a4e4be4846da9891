"""Activation as a JSON object: the same on the command line and on the wire."""

from __future__ import annotations

from typing import TYPE_CHECKING

from venvlens.core import reports
from venvlens.core.activation import CannotActivate, activation
from venvlens.core.activation_commands import Commands, commands

if TYPE_CHECKING:
    from collections.abc import Iterable

    from venvlens.core.activation import Activatable, Activation
    from venvlens.core.activation_commands import NoCommand, Pair
    from venvlens.core.activation_shells import Shell

Object = dict[str, object]


def told(wanted: Activatable, shell: Shell, others: Iterable[Shell] = ()) -> Object:
    """Return what activates an environment, as data and as commands.

    ``{"environment": object | null, "reason": sentence | null, "shell": name,``
    ``"activation": {"set": {name: value}, "unset": [name], "prepend": {"PATH": [folder]},``
    ``"remarks": [sentence]} | null,``
    ``"deactivation": {"unset": [name], "remove": {"PATH": [folder]}, "remarks": [...]} | null,``
    ``"commands": [{"shell": name, "activate": text | null, "deactivate": text | null,``
    ``"plain": {"activate": text, "deactivate": text} | null, "reason": sentence | null}]}``

    ``environment`` is as :func:`venvlens.core.reports.environment` describes it; ``reason`` tells
    why there is no activation, or no command of a shell. ``activate`` uses the environment's own
    script or conda where that is safe, ``plain`` only sets variables. ``shell`` and the first of
    ``commands`` are what the caller asked for, or what was guessed.
    """
    meant = activation(wanted)
    known: Object = {"environment": reports.environment(wanted.environment), "shell": shell.value}
    if isinstance(meant, CannotActivate):
        return {**known, **_nothing(meant.reason)}
    every = dict.fromkeys((shell, *others))
    return {
        **known,
        "reason": None,
        "activation": _activation(meant),
        "deactivation": _deactivation(meant.undone),
        "commands": [_command(one, commands(wanted, meant, one)) for one in every],
    }


def without_environment(shell: Shell, reason: str) -> Object:
    """Return the same where there is nothing to activate."""
    return {"environment": None, "shell": shell.value, **_nothing(reason)}


def _nothing(reason: str) -> Object:
    return {"reason": reason, "activation": None, "deactivation": None, "commands": []}


def _activation(meant: Activation) -> Object:
    return {
        "set": dict(meant.variables),
        "unset": list(meant.unset),
        "prepend": {"PATH": [str(folder) for folder in meant.folders]},
        "remarks": list(meant.remarks),
    }


def _deactivation(undone: Activation) -> Object:
    return {
        "unset": list(undone.unset),
        "remove": {"PATH": [str(folder) for folder in undone.folders]},
        "remarks": list(undone.remarks),
    }


def _command(shell: Shell, found: Commands | NoCommand) -> Object:
    if isinstance(found, Commands):
        usual = _pair(found.usual)
        return {"shell": shell.value, **usual, "plain": _pair(found.plain), "reason": None}
    nothing = dict.fromkeys(("activate", "deactivate", "plain"))
    return {"shell": shell.value, **nothing, "reason": found.reason}


def _pair(pair: Pair) -> dict[str, str]:
    return {"activate": pair.activate, "deactivate": pair.deactivate}
