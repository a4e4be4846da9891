"""Remove an environment that the user named and confirmed in the client."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING

from venvlens.core.plans import Cannot, Plan
from venvlens.core.plans.telling import told
from venvlens.lsp import arguments, protocol
from venvlens.lsp.settings import plain
from venvlens.system.disk import Disk, Looks
from venvlens.system.mending import removing
from venvlens.system.real_machine import machine_of

if TYPE_CHECKING:
    from pathlib import Path

    from venvlens.lsp.commands.running import Answer, Running
    from venvlens.system.mending.removing import Removal


@dataclass(frozen=True, slots=True)
class Removing:
    """The command ``removeEnvironment``."""

    running: Running

    async def remove(self, *sent: object) -> Answer:
        """Remove an environment, when no plan is at work in it."""
        value = plain(arguments.only(sent))
        prefix = arguments.path_of(arguments.table_of(value), "environment")
        queue = self.running.session.runner.queue(prefix)
        if queue.locked():
            return self.running.refuse(f"{prefix} is being worked on: wait until that is done.")
        async with queue:
            removal = await asyncio.to_thread(self._plan, prefix)
            if isinstance(removal, Cannot):
                return self.running.refuse(f"{removal.reason}.")
            if arguments.is_dry(value):
                nothing = told(Plan(removal.title, (), prefix))
                shown = {**nothing, "removes": [str(prefix)]}
                return {**protocol.answer("planned", removal.title), "plan": shown}
            return await self._carry_out(removal)

    def _plan(self, prefix: Path) -> Removal | Cannot:
        """Look as if for the first time: nothing that is remembered decides what is removed."""
        session = self.running.session
        machine = machine_of(session.inspector.surveyor.host, Looks(Disk()))
        return removing.plan(prefix, machine, session.folders())

    async def _carry_out(self, removal: Removal) -> Answer:
        work = asyncio.ensure_future(asyncio.to_thread(self._remove, removal))
        try:
            problem = await asyncio.shield(work)
        except asyncio.CancelledError:
            await work  # half an environment is worse than none
            raise
        finally:
            self.running.settled()
        if problem:
            return self.running.fail(problem)
        return protocol.answer("done", removal.title)

    def _remove(self, removal: Removal) -> str:
        """Remove it; first forget that it was chosen, so that nobody is told that it is gone."""
        choices = self.running.session.inspector.surveyor.choices
        forgotten = choices.forget(removal.prefix)
        problem = removing.carry_out(removal)
        if problem and removal.prefix.exists():
            for project in forgotten:
                choices.choose(project, removal.prefix)
        return problem
