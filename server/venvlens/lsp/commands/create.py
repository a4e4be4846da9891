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
    from venvlens.core.environment import Environment
    from venvlens.core.requests import CreateRequest
    from venvlens.lsp.commands.running import Answer, Running
    from venvlens.lsp.commands.tools import Tools


@dataclass(frozen=True, slots=True)
class _Base:
    """The Python that a new environment is made from."""

    executable: Path
    shown: str
    """As in ``Python 3.13.0``."""


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
            base = await self._base(wanted)
            if not isinstance(base, _Base):
                return base
            creation = self._creation(replace(wanted, interpreter=base.executable))
        plan = await asyncio.to_thread(creation.plan)
        return await self.running.answer(plan, dry=arguments.is_dry(value))

    def _creation(self, wanted: CreateRequest) -> Creation:
        session = self.running.session
        project = Path(wanted.project or wanted.prefix.parent)
        around = [folder for folder in session.folders() if project.is_relative_to(folder)]
        workspace = max(around, key=lambda folder: len(folder.parts), default=project)
        machine = machine_of(session.inspector.surveyor.host, Looks(session.inspector.disk))
        prefer = session.settings.of(workspace).create_with
        return Creation(wanted, workspace, machine, self.tools.box, prefer)

    async def _base(self, wanted: CreateRequest) -> _Base | Answer:
        """Return the base Python that was named or is chosen now."""
        inspector = self.running.session.inspector
        machine = machine_of(inspector.surveyor.host, Looks(inspector.disk))
        known = await asyncio.to_thread(interpreters, machine)
        if wanted.interpreter is not None:
            found = next((i for i in known if i.executable == wanted.interpreter), None)
            if found is None:
                return self.running.refuse(
                    f"{wanted.interpreter} is not a Python of this machine: choose another one."
                )
        elif not known:
            return self.running.refuse("No Python was found on this machine: install one first.")
        else:
            found = await self._ask_for(known)
        if found is None or found.executable is None:
            return protocol.answer("cancelled", "No Python was chosen")
        return _Base(Path(found.executable), python(found))

    async def _ask_for(self, known: tuple[Environment, ...]) -> Environment | None:
        titles = {f"{python(i)} ({i.executable})": i for i in known}
        question = types.ShowMessageRequestParams(
            type=types.MessageType.Info,
            message="Which Python should the new environment be made from?",
            actions=[types.MessageActionItem(title=title) for title in titles],
        )
        try:
            chosen = await self.running.server.window_show_message_request_async(question)
        except JsonRpcException:
            cannot = "The editor cannot ask which Python to use."
            self.running.show(cannot, types.MessageType.Warning)
            return None
        return titles.get(chosen.title) if chosen else None
