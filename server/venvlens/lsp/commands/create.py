"""Create an environment."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from lsprotocol import types
from pygls.exceptions import JsonRpcException

from venvlens.core.display import python
from venvlens.lsp import arguments, protocol
from venvlens.lsp.settings import plain
from venvlens.system.disk import Looks
from venvlens.system.locators.interpreters import interpreters
from venvlens.system.mending.creating import Creation
from venvlens.system.real_machine import machine_of

if TYPE_CHECKING:
    from pathlib import PurePath

    from venvlens.core.environment import Environment
    from venvlens.core.requests import CreateRequest
    from venvlens.lsp.commands.running import Answer, Running
    from venvlens.lsp.commands.tools import Tools


@dataclass(frozen=True, slots=True)
class Creating:
    """The command ``createEnvironment``."""

    running: Running
    tools: Tools

    async def create(self, *sent: object) -> Answer:
        """Create an environment, asking for its Python where none is named."""
        value = plain(arguments.only(sent))
        wanted = arguments.create_arguments(value)
        creation = self._creation(wanted)
        if wanted.interpreter is None and await asyncio.to_thread(lambda: creation.needs_python):
            chosen = await self._chosen(creation)
            if isinstance(chosen, dict):
                return chosen
            wanted = replace(wanted, interpreter=chosen)
            creation = self._creation(wanted)
        plan = await asyncio.to_thread(creation.plan)
        return await self.running.answer(plan, wanted, dry=arguments.is_dry(value))

    def _creation(self, wanted: CreateRequest) -> Creation:
        session = self.running.session
        project = Path(wanted.project or wanted.prefix.parent)
        around = [folder for folder in session.folders() if project.is_relative_to(folder)]
        workspace = max(around, key=lambda folder: len(folder.parts), default=project)
        machine = machine_of(session.inspector.surveyor.host, Looks(session.inspector.disk))
        prefer = session.settings.of(workspace).create_with
        return Creation(wanted, workspace, machine, self.tools.box, prefer)

    async def _chosen(self, creation: Creation) -> PurePath | Answer:
        """Return the Python that the user chooses now."""
        known = await asyncio.to_thread(interpreters, creation.machine)
        if not known:
            return self.running.refuse("No Python was found on this machine: install one first.")
        try:
            found = await self._ask_for(known)
        except JsonRpcException:
            return self.running.refuse("The editor cannot ask which Python to use.")
        if found is None or found.executable is None:
            return protocol.answer("cancelled", "No Python was chosen")
        return found.executable

    async def _ask_for(self, known: tuple[Environment, ...]) -> Environment | None:
        titles = {f"{python(i)} ({i.executable})": i for i in known}
        question = types.ShowMessageRequestParams(
            type=types.MessageType.Info,
            message="Which Python should the new environment be made from?",
            actions=[types.MessageActionItem(title=title) for title in titles],
        )
        chosen = await self.running.server.window_show_message_request_async(question)
        return titles.get(chosen.title) if chosen else None
