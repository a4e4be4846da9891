"""Make an environment anew, set leftovers aside, switch the base's site-packages off."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from lsprotocol import types
from pygls.exceptions import JsonRpcException

from venvlens.core.plans import Cannot, Plan
from venvlens.core.plans.telling import told
from venvlens.lsp import arguments, protocol
from venvlens.lsp.settings import plain
from venvlens.system.disk import Looks
from venvlens.system.mending import isolating, leftovers, set_aside
from venvlens.system.mending.repairing import Repair
from venvlens.system.real_machine import machine_of

if TYPE_CHECKING:
    from pathlib import PurePath

    from venvlens.core.machine import Machine
    from venvlens.core.requests import RepairRequest
    from venvlens.lsp.commands.running import Answer, Running
    from venvlens.lsp.commands.tools import Tools
    from venvlens.system.process.folders import Identity

_REMOVE = "Remove the old environment"
_KEEP = "Keep it"


@dataclass(frozen=True, slots=True)
class Repairing:
    """The commands ``recreateEnvironment``, ``setLeftoversAside`` and ``turnOffSystemSite``."""

    running: Running
    tools: Tools
    asked: set[asyncio.Task[None]] = field(default_factory=set)
    """Questions that wait for the user: no command waits with them."""

    async def recreate(self, *sent: object) -> Answer:
        """Put a new environment into the place of another, with the same distributions."""
        value = plain(arguments.only(sent))
        wanted = arguments.repair_arguments(value)
        workspace = self._workspace(wanted.prefix)
        repair = Repair(wanted, workspace, self._machine(), self.tools.box)
        plan = await asyncio.to_thread(repair.plan)
        known = set_aside.identity(wanted.prefix)
        said = await self.running.answer(plan, wanted, dry=arguments.is_dry(value))
        if said["status"] != "done" or not isinstance(plan, Plan) or plan.aside is None:
            return said
        if plan.remarks:
            self.running.show(" ".join(plan.remarks), types.MessageType.Warning)
        return {**said, "aside": await self._settle(wanted, plan.aside, known)}

    async def set_aside(self, *sent: object) -> Answer:
        """Move leftovers to where nothing imports them."""
        value = plain(arguments.only(sent))
        wanted = arguments.set_aside_arguments(value)
        host, looks = self.running.session.inspector.surveyor.host, self._looks()
        moves = await asyncio.to_thread(leftovers.plan, wanted, host, looks)
        if isinstance(moves, Cannot):
            return self.running.refuse(f"{moves.reason}.")
        names = ", ".join(move.source.name for move in moves)
        title = f"Set {names} aside in {moves[0].target.relative_to(wanted.environment).parts[0]}"
        if arguments.is_dry(value):
            listed = [
                {"from": str(move.source), "to": str(move.target), "stamp": move.stamp}
                for move in moves
            ]
            nothing = told(Plan(title, (), wanted.environment))
            return {**protocol.answer("planned", title), "plan": {**nothing, "moves": listed}}
        return self._said(title, await asyncio.to_thread(leftovers.carry_out, moves))

    async def isolate(self, *sent: object) -> Answer:
        """Switch the base's site-packages off."""
        value = plain(arguments.only(sent))
        wanted = arguments.isolate_arguments(value)
        edit = await asyncio.to_thread(isolating.plan, wanted, self._machine())
        if isinstance(edit, Cannot):
            return self.running.refuse(f"{edit.reason}.")
        title = f"Turn off system site-packages in {edit.original.path}. {isolating.UNDO}"
        if arguments.is_dry(value):
            edits = [{"file": str(edit.original.path), "diff": edit.diff}]
            nothing = told(Plan(title, (), wanted.environment))
            return {**protocol.answer("planned", title), "plan": {**nothing, "edits": edits}}
        return self._said(title, await asyncio.to_thread(isolating.carry_out, edit))

    def _said(self, title: str, problem: str) -> Answer:
        self.running.settled()
        return self.running.fail(problem) if problem else protocol.answer("done", title)

    async def _settle(
        self, wanted: RepairRequest, aside: PurePath, known: Identity | None
    ) -> str | None:
        """Keep or remove the former environment as the user says; return where it is for now."""
        kept = f"The former environment is kept as {aside}."
        if wanted.keep is None and known is not None:
            task = asyncio.create_task(self._ask(kept, aside, known))
            self.asked.add(task)
            task.add_done_callback(self.asked.discard)
        elif wanted.keep is False:
            return None if await self._removed(aside, known) else str(aside)
        else:
            self.running.show(kept, types.MessageType.Info)
        return str(aside)

    async def _ask(self, kept: str, aside: PurePath, known: Identity) -> None:
        question = types.ShowMessageRequestParams(
            type=types.MessageType.Info,
            message=kept,
            actions=[types.MessageActionItem(title=title) for title in (_REMOVE, _KEEP)],
        )
        try:
            chosen = await self.running.server.window_show_message_request_async(question)
        except JsonRpcException:
            self.running.show(kept, types.MessageType.Info)
            return
        if chosen is not None and chosen.title == _REMOVE:
            await self._removed(aside, known)

    async def _removed(self, aside: PurePath, known: Identity | None) -> bool:
        problem = await asyncio.to_thread(set_aside.remove_old, aside, known)
        if problem:
            self.running.show(problem, types.MessageType.Warning)
        self.running.settled()
        return not problem

    def _workspace(self, prefix: PurePath) -> PurePath:
        around = (f for f in self.running.session.folders() if prefix.is_relative_to(f))
        return max(around, key=lambda folder: len(folder.parts), default=Path(prefix.parent))

    def _looks(self) -> Looks:
        return Looks(self.running.session.inspector.disk)

    def _machine(self) -> Machine:
        return machine_of(self.running.session.inspector.surveyor.host, self._looks())
