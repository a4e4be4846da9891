"""How an environment is activated: as data for the client's terminals, and as a command to type."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from lsprotocol import types
from pygls.exceptions import JsonRpcException, JsonRpcInvalidParams

from venvlens.core.activation import CannotActivate, activation
from venvlens.core.activation_commands import NoCommand, commands
from venvlens.core.activation_report import told, without_environment
from venvlens.core.activation_shells import Shell, guess
from venvlens.core.display import with_version
from venvlens.lsp import arguments, protocol
from venvlens.lsp.arguments import BadArgumentsError
from venvlens.lsp.protocol_activation import ACTIVATION, SHOW_ACTIVATION, activation_params
from venvlens.lsp.settings import plain
from venvlens.lsp.wire import Json
from venvlens.system.activation import activatable
from venvlens.system.disk import Looks
from venvlens.system.locators import prefix
from venvlens.system.real_machine import machine_of

if TYPE_CHECKING:
    from pathlib import Path, PurePath

    from pygls.lsp.server import LanguageServer

    from venvlens.core.activation import Activatable
    from venvlens.core.environment import Environment
    from venvlens.lsp.picker import Picker
    from venvlens.lsp.protocol_activation import ActivationParams
    from venvlens.lsp.session import Session

_NO_DOCUMENT = "No file is open: open one first."


class Activator:
    """Answers for one client."""

    def __init__(self, server: LanguageServer, session: Session, picker: Picker) -> None:
        self._server = server
        self._session = session
        self._picker = picker

    async def answer(self, params: object) -> Json:
        """Answer ``venvlens/activation``."""
        wanted = activation_params(params)
        shell = wanted.shell or self._shell()
        found = await self._activatable(wanted)
        if isinstance(found, str):
            return Json(without_environment(shell, found))
        return Json(told(found, shell, () if wanted.shell else Shell))

    async def show(self, *sent: object) -> dict[str, str]:
        """Show the command to type, or answer with it where the client names a shell."""
        wanted = activation_params(plain(arguments.only(sent)) if sent else None)
        found = await self._activatable(wanted)
        if isinstance(found, str):
            return self.refuse(found)
        said = _said(found, wanted.shell or self._shell())
        if isinstance(said, NoCommand):
            return self.refuse(said.reason)
        if wanted.shell is None:
            said = await self._ask(found, self._shell(), said)
        return protocol.answer("done", said)

    async def _ask(self, found: Activatable, shell: Shell, command: str) -> str:
        """Show the command of a shell, and that of another one if the user wants it."""
        others = [one for one in Shell if one is not shell and isinstance(_said(found, one), str)]
        question = types.ShowMessageRequestParams(
            type=types.MessageType.Info,
            message=self._shown(found, shell, command),
            actions=[types.MessageActionItem(title=one.value) for one in others],
        )
        try:
            chosen = await self._server.window_show_message_request_async(question)
        except JsonRpcException:
            self._show(question.message, types.MessageType.Info)
            return command
        other = next((one for one in others if chosen and one.value == chosen.title), None)
        said = _said(found, other) if other else None
        if other is None or not isinstance(said, str):
            return command
        self._show(self._shown(found, other, said), types.MessageType.Info)
        return said

    async def _activatable(self, wanted: ActivationParams) -> Activatable | str:
        """Return the environment that is meant, or why there is none, as a sentence."""
        if wanted.environment is not None:
            found = await asyncio.to_thread(self._read, wanted.environment)
            return found or f"{wanted.environment} is not an environment: choose another one."
        uri = wanted.uri or next(reversed(self._session.opened), None)
        if uri is None:
            return _NO_DOCUMENT
        path, surveyed = await self._picker.surveyed(uri)
        environment = surveyed.survey.selection.interpreter
        if environment is None:
            return f"{path} has no environment, and no Python was found on PATH."
        return await asyncio.to_thread(self._activatable_of, environment)

    def _read(self, folder: Path) -> Activatable | None:
        host, looks = self._session.inspector.surveyor.host, Looks(self._session.inspector.disk)
        environment = prefix.describe(folder, machine_of(host, looks), "named by the user")
        return self._activatable_of(environment) if environment else None

    def _activatable_of(self, environment: Environment) -> Activatable:
        host, looks = self._session.inspector.surveyor.host, Looks(self._session.inspector.disk)
        found = activatable(environment, machine_of(host, looks))
        return replace(found, trusted=self._session.trusted)

    def _shell(self) -> Shell:
        host = self._session.inspector.surveyor.host
        return guess(host.environ, host.platform)

    def _shown(self, found: Activatable, shell: Shell, command: str) -> str:
        name = with_version(found.environment, self._folder(found.environment.prefix))
        return f"To activate {name} in {shell.value}:\n{command}"

    def _folder(self, inside: PurePath) -> PurePath:
        folders = self._session.folders()
        return next((one for one in folders if one in inside.parents), inside.parent)

    def refuse(self, reason: str) -> dict[str, str]:
        """Say why there is nothing to type."""
        if not self._session.answers:
            self._show(reason, types.MessageType.Warning)
        return protocol.answer("refused", reason)

    def _show(self, message: str, kind: types.MessageType) -> None:
        self._server.window_show_message(types.ShowMessageParams(type=kind, message=message))


def _said(found: Activatable, shell: Shell) -> str | NoCommand:
    meant = activation(found)
    if isinstance(meant, CannotActivate):
        return NoCommand(meant.reason)
    known = commands(found, meant, shell)
    return known if isinstance(known, NoCommand) else known.usual.activate


def handle_activation(server: LanguageServer, session: Session, picker: Picker) -> None:
    """Let a server answer the request, and carry out the command."""
    activator = Activator(server, session, picker)

    @server.feature(ACTIVATION)
    async def request(params: Any) -> Json:
        try:
            return await activator.answer(plain(params))
        except BadArgumentsError as error:
            raise JsonRpcInvalidParams(f"{ACTIVATION}: {error}.") from error

    @server.command(SHOW_ACTIVATION)
    async def command(*arguments: Any) -> dict[str, str]:
        try:
            return await activator.show(*arguments)
        except BadArgumentsError as error:
            return activator.refuse(f"{SHOW_ACTIVATION}: {error}.")
