"""What is wrong with the environments of open documents, pushed to the files at fault.

These files need not be open, so nobody would pull for them. A file is told of when what is
wrong with it changes, and cleared when it is mended or no open document has that environment.
"""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lsprotocol import types

from venvlens.core.findings import Code
from venvlens.core.source import lines
from venvlens.lsp import to_lsp, units
from venvlens.lsp.wire import Json
from venvlens.system import checkup
from venvlens.system.disk import Looks, unchanged

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import PurePath

    from pygls.lsp.server import LanguageServer

    from venvlens.core.health.trouble import Trouble
    from venvlens.core.survey import Survey
    from venvlens.lsp.session import Session
    from venvlens.system.disk import Stamp

logger = logging.getLogger(__name__)

_Key = tuple["PurePath", "PurePath"]


@dataclass(frozen=True, slots=True)
class _Kept:
    survey: Survey
    troubles: tuple[Trouble, ...]
    notes: Mapping[PurePath, Stamp | None]
    texts: Mapping[PurePath, str]
    """Of the files at fault, to tell columns in the client's units."""

    def is_of(self, survey: Survey) -> bool:
        """Tell whether a survey would be judged alike, as long as the disk stays as it is."""
        ours = self.survey.selection.environment, self.survey.settings
        return ours == (survey.selection.environment, survey.settings)


class HealthTeller:
    """Keeps the client's picture of the environments' health as it is on the disk."""

    def __init__(
        self, server: LanguageServer, session: Session, to_json: Callable[[object], Any]
    ) -> None:
        self._server = server
        self._session = session
        self._to_json = to_json
        self._kept: dict[_Key, _Kept] = {}
        self._told: dict[str, list[dict[str, Any]]] = {}
        self._task: asyncio.Task[None] | None = None
        self._again = False

    def soon(self) -> None:
        """Look again beside everything else: no finding at an import has to wait for this."""
        self._again = True
        if self._task is None:
            self._task = asyncio.create_task(self._run())

    def of(self, file: PurePath) -> tuple[tuple[Survey, tuple[Trouble, ...]], ...]:
        """Return the environments that have a fault at a file, each with all its faults."""
        return tuple(
            (kept.survey, kept.troubles)
            for kept in self._kept.values()
            if any(trouble.file == file for trouble in kept.troubles)
        )

    async def _run(self) -> None:
        try:
            while self._again:
                self._again = False
                await self._check()
        except Exception:  # a mistake of ours must not end all checking
            logger.exception("A look at the health of environments failed")
        finally:
            self._task = None

    async def _check(self) -> None:
        """Look again at what has changed, and tell what is different now."""
        surveys = self._surveys()
        if not surveys and not self._told:
            return
        kept = dict(self._kept)
        self._kept = await asyncio.to_thread(self._look, surveys, kept)
        self._tell()

    def _surveys(self) -> dict[_Key, Survey]:
        found: dict[_Key, Survey] = {}
        for state in self._session.opened.values():
            survey = state.inspection.survey if state.inspection else None
            environment = survey.selection.environment if survey else None
            if survey and environment:
                found.setdefault((survey.project, environment.prefix), survey)
        return found

    def _look(
        self, surveys: Mapping[_Key, Survey], kept: Mapping[_Key, _Kept]
    ) -> dict[_Key, _Kept]:
        disk = self._session.inspector.disk
        found: dict[_Key, _Kept] = {}
        for key, survey in surveys.items():
            before = kept.get(key)
            if before and before.is_of(survey) and unchanged(before.notes, disk):
                found[key] = before
            else:
                found[key] = self._judge(survey)
        return found

    def _judge(self, survey: Survey) -> _Kept:
        inspector = self._session.inspector
        looks = Looks(inspector.disk)
        checked = checkup.of_survey(survey, inspector.surveyor.host, looks)
        every = checked.troubles if checked else ()
        # It is told already, at an import of each file that it concerns.
        troubles = tuple(one for one in every if one.code is not Code.ENVIRONMENT_BROKEN)
        texts = {one.file: looks.text(one.file) or "" for one in troubles}
        return _Kept(survey, troubles, looks.notes, texts)

    def _tell(self) -> None:
        wanted = self._wanted()
        for uri in [*wanted, *(uri for uri in self._told if uri not in wanted)]:
            items = wanted.get(uri, [])
            if items != self._told.get(uri, []):
                params = {"uri": uri, "diagnostics": items}
                self._server.protocol.notify(types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS, Json(params))
        self._told = wanted

    def _wanted(self) -> dict[str, list[dict[str, Any]]]:
        encoding = units.agreed(self._server.workspace.position_encoding)
        found: dict[str, list[dict[str, Any]]] = {}
        for kept in self._kept.values():
            for trouble in kept.troubles:
                uri = Path(trouble.file).as_uri()
                said = self._to_json(to_lsp.trouble(trouble))
                place = to_lsp.range_(trouble.span, lines(kept.texts[trouble.file]), encoding)
                told = found.setdefault(uri, [])
                if (item := said | {"range": place}) not in told:
                    told.append(item)
        return {uri: items for uri, items in found.items() if uri not in self._session.opened}
