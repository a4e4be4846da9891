"""The request behind a dialog that makes an environment: what it can be made of."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from venvlens.core.display import python, tilde
from venvlens.core.fixes import title
from venvlens.lsp import protocol
from venvlens.lsp.arguments import BadArgumentsError, to_wire
from venvlens.lsp.wire import Json
from venvlens.system.disk import Looks
from venvlens.system.mending.asking import request_of
from venvlens.system.mending.offering import offer
from venvlens.system.real_machine import machine_of

if TYPE_CHECKING:
    from pathlib import PurePath

    from venvlens.core.offer import Offer
    from venvlens.core.survey import Survey
    from venvlens.lsp.picker import Picker
    from venvlens.lsp.session import Session
    from venvlens.system.toolbox import Toolbox


class Offering:
    """Answers ``venvlens/creation`` for one client."""

    def __init__(self, session: Session, picker: Picker, toolbox: Toolbox) -> None:
        self._session = session
        self._picker = picker
        self._toolbox = toolbox

    async def creation(self, params: object) -> Json:
        """Answer with what a new environment of a project can be made of."""
        wanted = protocol.creation_params(params)
        project = wanted.project
        if wanted.uri is None and project is None:
            project = next(iter(self._session.folders()), None)
        survey = await self._picker.survey(wanted.uri, project)
        if survey is None:
            raise BadArgumentsError("neither a project nor a file of one is named")
        return Json(_told(survey, *await asyncio.to_thread(self._look, survey)))

    def _look(self, survey: Survey) -> tuple[Offer, PurePath]:
        host = self._session.inspector.surveyor.host
        machine = machine_of(host, Looks(self._session.inspector.disk))
        return offer(survey, machine, self._toolbox), host.home


def _told(survey: Survey, found: Offer, home: PurePath) -> dict[str, Any]:
    best = found.recommended
    return {
        "project": str(found.project),
        "recommended": best
        and {
            "title": title(best, survey),
            "arguments": to_wire(request_of(best, survey.project)),
        },
        "reason": found.reason,
        "tools": [
            {"tool": one.tool, "label": one.label, "detail": one.detail} for one in found.tools
        ],
        "interpreters": [
            {
                "executable": str(one.executable),
                "label": python(one),
                "path": tilde(one.executable, home),
            }
            for one in found.interpreters
            if one.executable is not None
        ],
        "name": found.name,
        "taken": list(found.taken),
        "contents": [
            {"content": one.content, "label": one.label, "picked": one.picked}
            for one in found.contents
        ],
    }
