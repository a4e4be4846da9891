"""What an editor needs to let a person choose: all environments, and why one was taken."""

from __future__ import annotations

import asyncio
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lsprotocol import types

from venvlens.core import reports
from venvlens.lsp import protocol
from venvlens.lsp.arguments import BadArgumentsError
from venvlens.lsp.documents import home_of, path_of
from venvlens.lsp.wire import Json
from venvlens.system import named_path
from venvlens.system.disk import Disk, Looks
from venvlens.system.inventory import inventory
from venvlens.system.real_machine import machine_of
from venvlens.system.selecting import script_of
from venvlens.system.source_text import read_source

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterator

    from pygls.lsp.server import LanguageServer

    from venvlens.core.inventory import Listed
    from venvlens.core.survey import Survey
    from venvlens.lsp.protocol import EnvironmentsParams
    from venvlens.lsp.session import Session
    from venvlens.system.selecting import Script
    from venvlens.system.surveyor import Surveyed

_BATCH_SECONDS = 0.03
"""For so long entries are gathered, so that hundreds take a few messages; the first goes alone."""


class Picker:
    """Answers the requests of one client."""

    def __init__(self, server: LanguageServer, session: Session) -> None:
        self._server = server
        self._session = session

    async def environments(self, params: object) -> Json:
        """Answer ``venvlens/environments``, in parts where the client gave a token for them."""
        wanted = protocol.environments_params(params)
        found: list[dict[str, object]] = []
        home = self._session.inspector.surveyor.host.home
        survey = await self.survey(wanted.uri, wanted.project)
        project = wanted.project or (Path(survey.project) if survey else None)
        folder = project or next(iter(self._session.folders()), home)
        async for batch in self.batches(wanted, survey):
            told = [reports.listed(one, folder, home) for one in batch]
            if wanted.token is None:
                found += told
            else:
                part = Json({"token": wanted.token, "value": told})
                self._server.protocol.notify(types.PROGRESS, part)
        return Json(found)

    async def why(self, params: object) -> Json:
        """Answer ``venvlens/why``: of an open document, or of any other path."""
        path, surveyed = await self.surveyed(protocol.uri_param(params))
        return Json(reports.decision(path, surveyed.survey, surveyed.problems))

    async def surveyed(self, uri: str) -> tuple[Path, Surveyed]:
        """Return what is known about an open document, or about any other path."""
        path, home = path_of(uri), home_of(uri, self._session.folders())
        if home is None:
            raise BadArgumentsError(f"{uri} is neither a file nor in a workspace folder")
        folder, workspace = home
        # A folder will do too; what does not exist yet is taken for a file.
        folder = path if path is not None and await asyncio.to_thread(path.is_dir) else folder
        surveyed = await self._session.survey(folder, workspace, await self._script(uri, path))
        return path or folder, surveyed

    async def _script(self, uri: str, path: Path | None) -> Script | None:
        """Return a file as a script: its text is the editor's if it is open there."""
        document = self._session.documents(uri)
        if document is not None:
            return script_of(document.source, path)
        text = await asyncio.to_thread(read_source, path) if path else ""
        return script_of(text, path) if isinstance(text, str) else None

    async def batches(
        self, wanted: EnvironmentsParams, survey: Survey | None
    ) -> AsyncIterator[list[Listed]]:
        """Yield all environments as they are found in a thread; that ends with who reads them.

        ``survey`` is of the project that they are for.
        """
        loop = asyncio.get_running_loop()
        queue: asyncio.Queue[list[Listed] | BaseException | None] = asyncio.Queue()
        stop = threading.Event()

        def put(batch: list[Listed] | BaseException | None) -> None:
            loop.call_soon_threadsafe(queue.put_nowait, batch)

        looking = loop.run_in_executor(
            None, _look, self._entries(wanted.project, survey, refresh=wanted.refresh), put, stop
        )
        try:
            while (batch := await queue.get()) is not None:
                if isinstance(batch, BaseException):
                    raise batch
                yield batch
            await looking
        finally:
            stop.set()

    async def project(self, wanted: EnvironmentsParams) -> Path | None:
        """Return the project that the environments are for."""
        if wanted.project is not None:
            return wanted.project
        survey = await self.survey(wanted.uri, None)
        return Path(survey.project) if survey else None

    async def survey(self, uri: str | None, project: Path | None) -> Survey | None:
        """Return what is known about a project's folder, or about that of a document or folder.

        None where neither is named, or the document is in no file system and no folder is open.
        """
        folder = project if uri is None or project is not None else path_of(uri)
        if folder is not None and (project or await asyncio.to_thread(folder.is_dir)):
            uri = (folder / "any").as_uri()
        home = home_of(uri, self._session.folders()) if uri is not None else None
        return (await self._session.survey(*home)).survey if home else None

    def _entries(
        self, project: Path | None, survey: Survey | None, *, refresh: bool
    ) -> Callable[[], Iterator[Listed]]:
        project = project or (Path(survey.project) if survey else None)
        used = survey.selection.chosen if survey else None
        inspector = self._session.inspector
        folders, surveyor = self._session.folders(), inspector.surveyor
        disk = Disk() if refresh else inspector.disk
        # Taken here, on the event loop: the entries are made in a thread.
        settings = self._session.settings
        bases = folders or (surveyor.host.home,)
        told = [(base, settings.of(Path(base)).environment_folders) for base in bases]

        def entries() -> Iterator[Listed]:
            looks = Looks(disk)
            machine = machine_of(surveyor.host, looks)
            chosen = surveyor.choices.of(project, machine.files) if project else None
            named = (
                named_path.path_of(text, base, base, machine)
                for base, texts in told
                for text in texts
            )
            return inventory(machine, folders, project, chosen, dict.fromkeys(named), used)

        return entries


def _look(
    entries: Callable[[], Iterator[Listed]],
    put: Callable[[Any], None],
    stop: threading.Event,
) -> None:
    batch: list[Listed] = []
    due = 0.0
    try:
        for one in entries():
            if stop.is_set():
                return
            batch.append(one)
            if time.monotonic() >= due:
                put(batch)
                batch, due = [], time.monotonic() + _BATCH_SECONDS
        if batch:
            put(batch)
        put(None)
    except Exception as error:  # noqa: BLE001 - whoever waits must hear of a mistake of ours
        put(error)
