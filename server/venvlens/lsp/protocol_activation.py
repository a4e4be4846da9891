"""The ids and payloads that are about activating an environment in a terminal.

Nothing is run for any of them. In a workspace that is not trusted, the commands only set variables.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from venvlens.core.activation_shells import NAMES, Shell
from venvlens.lsp.arguments import BadArgumentsError, absolute, table_of, text_or_none

if TYPE_CHECKING:
    from pathlib import Path

ACTIVATION = "venvlens/activation"
"""Request: how an environment is activated; see :class:`ActivationParams`.

Answers with an object as :func:`venvlens.core.activation_report.told` describes it, the same as
``venvlens activate --json``: ``activation`` is data for terminals of the client (in VS Code, an
``EnvironmentVariableCollection``; one that cannot unset a variable can make it empty), and
``commands`` are for people to type. With ``shell`` there is only that shell's.
"""

SHOW_ACTIVATION = "venvlens.server.showActivation"
"""Command: show what to type; its one argument is as for the request, and none is needed.

With ``shell`` nothing is shown: the ``message`` of the answer is the command. Without, the command
for the user's shell is shown with ``window/showMessageRequest``, whose actions are other shells.
The document that was opened last counts where neither ``uri`` nor ``environment`` is sent.
"""


@dataclass(frozen=True, slots=True)
class ActivationParams:
    """``{"uri": string?, "environment": path?, "shell": name?}``."""

    uri: str | None
    """A document or folder, whose environment is meant."""
    environment: Path | None
    """Prefix of the environment; counts more than ``uri``."""
    shell: Shell | None


def activation_params(value: object) -> ActivationParams:
    """Read the parameters of the request, or the argument of the command."""
    table = {} if value is None else table_of(value)
    shell = text_or_none(table, "shell")
    if shell is not None and shell not in NAMES:
        raise BadArgumentsError(f"{shell!r} is none of {', '.join(NAMES)}")
    environment = absolute(text_or_none(table, "environment"))
    spoken = NAMES[shell] if shell is not None else None
    return ActivationParams(text_or_none(table, "uri"), environment, spoken)
