"""What can be asked for, as commands that a client runs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from venvlens.core.requests import (
    CreateRequest,
    InstallRequest,
    IsolateRequest,
    RepairRequest,
    SelectRequest,
    SetAsideRequest,
)
from venvlens.lsp import protocol
from venvlens.lsp.arguments import to_wire

if TYPE_CHECKING:
    from venvlens.core.next_steps import NextStep
    from venvlens.core.requests import Request

_COMMANDS: dict[type[Request], str] = {
    CreateRequest: protocol.CREATE_ENVIRONMENT,
    RepairRequest: protocol.RECREATE_ENVIRONMENT,
    SetAsideRequest: protocol.SET_LEFTOVERS_ASIDE,
    IsolateRequest: protocol.TURN_OFF_SYSTEM_SITE,
    InstallRequest: protocol.INSTALL,
    SelectRequest: protocol.SELECT_ENVIRONMENT,
}


def command_of(request: Request) -> tuple[str, dict[str, Any]]:
    """Return the command that carries a request out, and its argument."""
    return _COMMANDS[type(request)], to_wire(request)


def next_step(step: NextStep) -> dict[str, Any]:
    """Return a way on as a client shows it, as a button."""
    command, argument = command_of(step.request)
    return {"title": step.title, "command": command, "arguments": [argument]}
