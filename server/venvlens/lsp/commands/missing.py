"""Install what all files of a project lack, after the user has seen the list."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING

from lsprotocol import types
from pygls.exceptions import JsonRpcException

from venvlens.core.display import called
from venvlens.core.fixes import Install
from venvlens.lsp import arguments, protocol
from venvlens.lsp.settings import plain
from venvlens.system.checking import check_files
from venvlens.system.disk import Disk, Looks
from venvlens.system.inspector import Inspector
from venvlens.system.mending.asking import request_of
from venvlens.system.mending.planning import plan_of
from venvlens.system.mending.whole import lacking, mending
from venvlens.system.real_machine import machine_of
from venvlens.system.walk import python_files

if TYPE_CHECKING:
    from pathlib import Path

    from venvlens.core.plans import Cannot, Plan
    from venvlens.core.requests import Request
    from venvlens.core.survey import Survey
    from venvlens.lsp.commands.running import Answer, Running
    from venvlens.lsp.commands.tools import Tools

_INSTALL = "Install"


@dataclass(frozen=True, slots=True)
class _Found:
    """What one environment lacks, and the plan that installs it."""

    names: tuple[str, ...]
    shown: str
    """What the environment is called."""
    plan: Plan | Cannot
    request: Request


@dataclass(frozen=True, slots=True)
class InstallingMissing:
    """The command ``installMissing``."""

    running: Running
    tools: Tools

    async def install(self, *sent: object) -> Answer:
        """Judge the files of a project, and install what they lack if the user agrees."""
        value = plain(arguments.only(sent))
        project, dry = arguments.project_argument(value), arguments.is_dry(value)
        found = await asyncio.to_thread(self._look, project)
        if not found:
            return protocol.answer("done", f"Nothing that is known is missing in {project}")
        said: Answer = {}
        for one in found:
            if not dry and not await self._agreed(one):
                return protocol.answer("cancelled", "Nothing was installed")
            said = await self.running.answer(one.plan, one.request, dry=dry)
            if said["status"] not in ("done", "planned"):
                break
        return said

    def _look(self, project: Path) -> tuple[_Found, ...]:
        """Check the files by what is on the disk; another thread's memory is left alone."""
        host = self.running.session.inspector.surveyor.host
        inspector = Inspector(self.running.session.inspector.surveyor, Disk())
        checked = check_files(python_files([project]), inspector).checked
        folders = self.running.session.folders() or (project,)
        found = []
        for one in lacking(checked):
            fix = mending(one, folders, host, Disk(), self.tools.box).fix
            if isinstance(fix, Install):
                found.append(self._planned(fix, one.survey))
        return tuple(found)

    def _planned(self, fix: Install, survey: Survey) -> _Found:
        machine = machine_of(self.running.session.inspector.surveyor.host, Looks(Disk()))
        request = request_of(fix, survey.project)
        plan = plan_of(request, survey.workspace, machine, self.tools.box)
        return _Found(fix.requirements, called(fix.environment, survey.project), plan, request)

    async def _agreed(self, one: _Found) -> bool:
        question = types.ShowMessageRequestParams(
            type=types.MessageType.Info,
            message=f"Install {', '.join(one.names)} into {one.shown}?",
            actions=[types.MessageActionItem(title=_INSTALL), types.MessageActionItem("Cancel")],
        )
        try:
            chosen = await self.running.server.window_show_message_request_async(question)
        except JsonRpcException:
            return False
        return chosen is not None and chosen.title == _INSTALL
