"""The request behind a document that tells at length: why this environment, and what is wrong."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING

from venvlens.core import markdown_reports
from venvlens.lsp import protocol
from venvlens.lsp.arguments import BadArgumentsError
from venvlens.lsp.wire import Json
from venvlens.system import checkup
from venvlens.system.disk import Looks

if TYPE_CHECKING:
    from venvlens.core.markdown_reports import Report
    from venvlens.core.settings import Settings
    from venvlens.core.survey import Survey
    from venvlens.lsp.picker import Picker
    from venvlens.lsp.session import Session


class Reporting:
    """Answers ``venvlens/report`` for one client."""

    def __init__(self, session: Session, picker: Picker) -> None:
        self._session = session
        self._picker = picker

    async def report(self, params: object) -> Json:
        """Answer with a document."""
        wanted = protocol.report_params(params)
        report = await (self._why if wanted.about == "why" else self._doctor)(wanted.uri)
        return Json({"title": report.title, "text": report.text})

    async def _why(self, uri: str) -> Report:
        path, surveyed = await self._picker.surveyed(uri)
        return markdown_reports.why(path, surveyed.survey, surveyed.problems)

    async def _doctor(self, uri: str) -> Report:
        survey = await self._picker.survey(uri, None)
        if survey is None:
            raise BadArgumentsError(f"{uri} is neither a file nor in a workspace folder")
        settings = self._session.settings.of(Path(survey.workspace))
        return await asyncio.to_thread(self._look, survey, settings)

    def _look(self, survey: Survey, settings: Settings) -> Report:
        inspector = self._session.inspector
        around = survey.project, survey.workspace, settings, inspector.surveyor
        found = checkup.of_folder(*around, Looks(inspector.disk))
        return markdown_reports.doctor(survey, found)
