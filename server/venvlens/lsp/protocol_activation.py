"""The ids and payloads that are about activating an environment in a terminal.

Nothing is run for any of them. In a workspace that is not trusted, the commands only set variables.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from venvlens.core.activation_shells import NAMES, Shell
from venvlens.lsp.arguments import BadArgumentsError

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
    table = {} if value is None else value
    if not isinstance(table, dict):
        raise BadArgumentsError("the argument must be an object")
    texts = {key: table.get(key) for key in ("uri", "environment", "shell")}
    for key, text in texts.items():
        if not (text is None or isinstance(text, str)):
            raise BadArgumentsError(f"{key} must be a string or null")
    prefix, shell = texts["environment"], texts["shell"]
    if prefix is not None and not Path(prefix).is_absolute():
        raise BadArgumentsError(f"{prefix!r} is not an absolute path")
    if shell is not None and shell not in NAMES:
        raise BadArgumentsError(f"{shell!r} is none of {', '.join(NAMES)}")
    named = Path(prefix) if prefix is not None else None
    return ActivationParams(texts["uri"], named, NAMES[shell] if shell is not None else None)
