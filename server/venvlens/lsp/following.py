"""Telling the client which environment belongs to what it shows: open or not, of any language.

A document that is judged is told of when its judgement is made. Of the others no more is known
than their folder: it is looked at as often as judgements are checked, which takes no more than
some dozens of ``stat`` calls while nothing changes.
"""

from __future__ import annotations

import asyncio
import logging
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from venvlens.lsp import protocol, settings
from venvlens.lsp.arguments import BadArgumentsError
from venvlens.lsp.documents import around, path_of
from venvlens.lsp.settings import plain
from venvlens.lsp.wire import Json
from venvlens.system.disk import Looks
from venvlens.system.inspector import Inspector
from venvlens.system.selecting import script_of
from venvlens.system.workspace import workspace_around

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from venvlens.core.survey import Survey
    from venvlens.lsp.server import Server
    from venvlens.lsp.session import Session
    from venvlens.lsp.settings import ClientSettings
    from venvlens.system.selecting import Script
    from venvlens.system.surveyor import Surveyed

logger = logging.getLogger(__name__)

_SCRIPTS = (".py", ".pyw")

_Place = tuple["Path", "Path", "Script | None"]


class Follower:
    """Keeps one client's picture of environments as it is on the disk."""

    def __init__(self, server: Server, session: Session) -> None:
        self._server = server
        self._session = session
        # Of its own, as its thread is: no keystroke waits for what is not judged.
        self._inspector = Inspector(session.inspector.surveyor, session.inspector.disk)
        self._looker = ThreadPoolExecutor(1, "venvlens-follow")
        self._followed: tuple[str, ...] = ()
        self._told: dict[str, dict[str, Any]] = {}
        """What the client knows, by the URI as it spells it."""
        self._task: asyncio.Task[None] | None = None
        self._again = False

    def follow(self, uris: Iterable[str]) -> None:
        """Tell of these from now on, instead of those before; of each at once."""
        for uri in self._followed:
            self.forget(uri)
        self._followed = tuple(dict.fromkeys(uris))
        for uri in self._followed:
            self.forget(uri)
        self.soon()

    def forget(self, uri: str) -> None:
        """Take a client to know nothing of a document."""
        self._told.pop(uri, None)

    def tell(self, uri: str, survey: Survey) -> None:
        """Tell a client that wants it which environment a document has, if it is other news."""
        if uri not in self._followed and not self._session.tells_environments:
            return
        told = protocol.environment_changed(uri, survey)
        if told != self._told.get(uri):
            self._told[uri] = told
            self._server.protocol.notify(protocol.ENVIRONMENT_CHANGED, Json(told))

    def soon(self) -> None:
        """Look again beside everything else."""
        self._again = bool(self._followed)
        if self._task is None and self._again:
            self._task = asyncio.create_task(self._run())

    def close(self) -> None:
        """Follow nothing any more."""
        self._followed = ()
        self._looker.shutdown(wait=False, cancel_futures=True)

    async def _run(self) -> None:
        try:
            while self._again:
                self._again = False
                await self._check()
        except Exception:  # a mistake of ours must not end all checking
            logger.exception("A look at what is followed failed")
        finally:
            self._task = None

    async def _check(self) -> None:
        opened = self._session.opened
        others = [uri for uri in self._followed if uri not in opened]
        judged = [uri for uri in self._followed if uri in opened and uri not in self._told]
        await asyncio.gather(self._survey(others), *map(self._tell_judged, judged))

    async def _tell_judged(self, uri: str) -> None:
        found = await self._session.inspection(uri)
        if found is not None:
            self.tell(uri, found.survey)

    async def _survey(self, uris: Sequence[str]) -> None:
        if not uris:
            return
        folders, known = self._session.folders(), self._session.settings
        # As they are now: they may be changed while a thread reads them.
        wanted = replace(known, folders=dict(known.folders))
        found = await asyncio.get_running_loop().run_in_executor(
            self._looker, self._look, uris, folders, wanted
        )
        for uri, surveyed in found:
            # While we looked it may have been opened, or not be wanted any more.
            if uri in self._followed and uri not in self._session.opened:
                self._session.tell_problems(surveyed.problems)
                self.tell(uri, surveyed.survey)

    def _look(
        self, uris: Sequence[str], folders: Sequence[Path], wanted: ClientSettings
    ) -> list[tuple[str, Surveyed]]:
        """Survey the folder of each; several in one folder are one look."""
        looks = Looks(self._inspector.disk)
        surveyed: dict[_Place, Surveyed] = {}
        found = []
        for uri in uris:
            place = self._place(uri, folders, looks)
            if place is None:
                continue  # neither in a file system nor in a folder: nothing is known of it
            if place not in surveyed:
                folder, workspace, script = place
                known = wanted.of(workspace)
                surveyed[place] = self._inspector.survey(folder, workspace, known, script)
            found.append((uri, surveyed[place]))
        return found

    def _place(self, uri: str, folders: Sequence[Path], looks: Looks) -> _Place | None:
        path = path_of(uri)
        if path is None:
            return (folders[0], folders[0], None) if folders else None
        folder = path if looks.is_folder(path) else path.parent
        home = self._inspector.surveyor.host.home
        workspace = around(folder, folders) or workspace_around(folder, home, looks)
        text = looks.text(path) if path.suffix in _SCRIPTS else None
        return folder, workspace, script_of(text, path) if text else None


def handle(server: Server, follower: Follower) -> None:
    """Let a server take the notifications of what is shown and what is trusted."""

    @server.feature(protocol.FOLLOW)
    def follow(params: Any) -> None:
        try:
            follower.follow(protocol.follow_params(plain(params)))
        except BadArgumentsError as error:
            logger.info("%s: %s", protocol.FOLLOW, error)

    @server.feature(protocol.TRUST)
    async def trust(_: Any) -> None:
        server.session.trusted = True
        # Clients tell more settings of a workspace that is trusted.
        await settings.fetch(server, server.session)
        server.recheck_all()
