"""Telling the client what was found: pulled where it can pull, pushed where it cannot."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from lsprotocol import types
from pygls.exceptions import JsonRpcException

from venvlens.lsp import to_lsp, units
from venvlens.lsp.wire import Json

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import PurePath

    from pygls.lsp.server import LanguageServer

    from venvlens.core.findings import Finding
    from venvlens.lsp.documents import Document
    from venvlens.lsp.session import Session
    from venvlens.system.inspector import Inspection


class Teller:
    """Brings findings to one client in the way it wants them."""

    def __init__(
        self, server: LanguageServer, session: Session, to_json: Callable[[object], Any]
    ) -> None:
        self._server = server
        self._session = session
        self._to_json = to_json
        self._templates: dict[tuple[object, ...], dict[str, Any]] = {}
        """What is said of a finding, wherever it is: an edit above it changes its place only."""
        self._due: set[str] = set()
        self._task: asyncio.Task[None] | None = None

    @property
    def pulls(self) -> bool:
        """Whether the client asks for diagnostics, and can be asked to ask again."""
        return can_pull(self._server.client_capabilities)

    async def report(self, uri: str, previous: str | None) -> Json:
        """Answer a pull; ``previous`` is the result that the client still has."""
        return self._report(uri, await self._session.inspection(uri), previous)

    def ready_report(self, uri: str, previous: str | None) -> Json | None:
        """Answer a pull if nothing has to be waited for, else return None."""
        found = self._session.ready(uri)
        return self._report(uri, found, previous) if found else None

    def _report(self, uri: str, found: Inspection | None, previous: str | None) -> Json:
        document, state = self._session.documents(uri), self._session.opened.get(uri)
        if found is None or document is None or state is None:
            return Json({"kind": "full", "items": []})
        state.shown = found.diagnosis.findings
        result = f"{hash((found.diagnosis.findings, document.version)):x}"
        if result == previous:
            return Json({"kind": "unchanged", "resultId": result})
        items = self._diagnostics(found, document)
        return Json({"kind": "full", "resultId": result, "items": items})

    def due(self, uris: Iterable[str]) -> None:
        """See to it that the client learns about these documents, soon and once."""
        self._due.update(uris)
        if self._task is None and self._due:
            self._task = asyncio.create_task(self._tell())

    async def _tell(self) -> None:
        try:
            while self._due:
                uris, self._due = self._due, set()
                await (self._ask_to_pull() if self.pulls else self._push(uris))
        finally:
            self._task = None

    async def _ask_to_pull(self) -> None:
        try:
            await self._server.workspace_diagnostic_refresh_async(None)
        except JsonRpcException:
            return  # The client is free to refuse; it will pull at the next change.

    async def _push(self, uris: Iterable[str]) -> None:
        for uri in uris:
            found = await self._session.inspection(uri)
            document = self._session.documents(uri)
            state = self._session.opened.get(uri)
            if found is None or document is None or state is None:
                continue
            if state.shown == found.diagnosis.findings:
                continue
            state.shown = found.diagnosis.findings
            self._publish(uri, document.version, self._diagnostics(found, document))

    def edited(self, uri: str) -> None:
        """See to it that findings are told again, also if an edit leaves them as they were.

        What the editor drew may have gone with the text, as when a formatter replaced it all.
        """
        state = self._session.opened.get(uri)
        if state and state.shown:
            state.shown = None

    def withdraw(self, uri: str) -> None:
        """Take back what was pushed for a document that is closed now."""
        if not self.pulls:
            self._publish(uri, None, [])

    def _publish(self, uri: str, version: int | None, items: list[dict[str, Any]]) -> None:
        method = types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS
        told: dict[str, Any] = {"uri": uri, "diagnostics": items}
        told |= {} if version is None else {"version": version}
        self._server.protocol.notify(method, Json(told))

    def _diagnostics(self, found: Inspection, document: Document) -> list[dict[str, Any]]:
        encoding = units.agreed(self._server.workspace.position_encoding)
        interpreter = found.survey.selection.interpreter
        prefix = interpreter.prefix if interpreter else None
        lines = document.lines
        return [
            self._template(one, prefix) | {"range": to_lsp.range_(one.span, lines, encoding)}
            for one in found.diagnosis.findings
        ]

    def _template(self, finding: Finding, prefix: PurePath | None) -> dict[str, Any]:
        said = finding.message, finding.code, finding.severity, finding.name
        key = (*said, finding.related, prefix)
        known = self._templates.get(key)
        if known is None:
            if len(self._templates) >= _MOST_TEMPLATES:
                self._templates.clear()
            related = shows_related(self._server.client_capabilities)
            diagnostic = to_lsp.diagnostic(finding, prefix, related=related)
            known = self._templates[key] = self._to_json(diagnostic)
        return known


_MOST_TEMPLATES = 2_000


def can_pull(capabilities: types.ClientCapabilities) -> bool:
    """Tell whether a client pulls diagnostics and lets itself be told to pull again.

    One that cannot be told would never see an installation made in a terminal.
    """
    document, workspace = capabilities.text_document, capabilities.workspace
    refresh = workspace and workspace.diagnostics and workspace.diagnostics.refresh_support
    return bool(document and document.diagnostic and refresh)


def shows_related(capabilities: types.ClientCapabilities) -> bool:
    """Tell whether a client shows related information."""
    document = capabilities.text_document
    published = document and document.publish_diagnostics
    return bool(published and published.related_information)
