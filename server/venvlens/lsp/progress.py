"""Work that takes a while, shown to the user and cancelled by them."""

from __future__ import annotations

import asyncio
import uuid
from typing import TYPE_CHECKING

from lsprotocol import types
from pygls.exceptions import JsonRpcException

from venvlens.core.plans.progress import Progress, overall, read

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from concurrent.futures import Future

    from pygls.lsp.server import LanguageServer

    from venvlens.system.process import Outcome

_SECONDS = 0.1
"""Between two reports: nobody reads faster, and a tool may print a million lines."""


class Reporter:
    """Tells the client where a plan is, not more often than a person can read."""

    def __init__(self, server: LanguageServer, token: str | None, steps: int) -> None:
        self._server = server
        self._token = token
        self._steps = steps
        self._step = 0
        self._now = self._told = Progress()
        self._later: asyncio.TimerHandle | None = None

    def on_line(self, line: str) -> None:
        """Take a line that a tool has printed."""
        self._now = read(line, self._now)
        if self._now is not self._told and self._later is None:
            self._tell()

    def on_step(self, step: int) -> None:
        """Take that a step begins; the first one is 0."""
        self._step, self._now = step, Progress()

    def close(self) -> None:
        """Tell nothing more."""
        self._token = None
        if self._later is not None:
            self._later.cancel()

    def _tell(self) -> None:
        self._later = None
        if self._token is None or self._now == self._told or not self._now.message:
            return
        self._told = self._now
        share = overall(self._step, self._steps, self._now.percentage)
        report = types.WorkDoneProgressReport(
            message=self._now.message, percentage=share, cancellable=True
        )
        self._server.work_done_progress.report(self._token, report)
        self._later = asyncio.get_running_loop().call_later(_SECONDS, self._tell)


async def with_progress(
    server: LanguageServer, title: str, steps: int, work: Callable[[Reporter], Awaitable[Outcome]]
) -> Outcome:
    """Do some work, telling how far it is; the user can cancel it.

    ``work`` gets what takes its lines. Where the client shows no progress the work is done all
    the same.
    """
    token = await _create(server)
    reporter = Reporter(server, token, steps)
    if token is None:
        return await work(reporter)
    progress = server.work_done_progress
    # Without a percentage here clients show a bar without end, whatever the reports say.
    begin = types.WorkDoneProgressBegin(title=title, percentage=0, cancellable=True)
    progress.begin(token, begin)
    task = asyncio.ensure_future(work(reporter))
    loop = asyncio.get_running_loop()

    def on_cancel(asked: Future[object]) -> None:
        if asked.cancelled():
            loop.call_soon_threadsafe(task.cancel)

    progress.tokens[token].add_done_callback(on_cancel)
    try:
        return await task
    finally:
        reporter.close()
        progress.end(token, types.WorkDoneProgressEnd())
        progress.tokens.pop(token, None)


async def _create(server: LanguageServer) -> str | None:
    window = server.client_capabilities.window
    if window is None or not window.work_done_progress:
        return None
    token = str(uuid.uuid4())
    try:
        await server.work_done_progress.create_async(token)
    except JsonRpcException:
        return None
    return token
