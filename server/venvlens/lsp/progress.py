"""Work that takes a while, shown to the user and cancelled by them."""

from __future__ import annotations

import asyncio
import uuid
from typing import TYPE_CHECKING

from lsprotocol import types
from pygls.exceptions import JsonRpcException

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from concurrent.futures import Future

    from pygls.lsp.server import LanguageServer

    from venvlens.system.process import Outcome

_LONGEST = 120


async def with_progress(
    server: LanguageServer,
    title: str,
    work: Callable[[Callable[[str], None]], Awaitable[Outcome]],
) -> Outcome:
    """Do some work, passing on the lines it prints; the user can cancel it.

    ``work`` gets the function that takes its lines. Where the client shows no progress the
    work is done all the same.
    """
    token = await _create(server)
    if token is None:
        return await work(lambda _: None)
    progress = server.work_done_progress
    progress.begin(token, types.WorkDoneProgressBegin(title=title, cancellable=True))
    task = asyncio.ensure_future(work(lambda line: _report(server, token, line)))
    loop = asyncio.get_running_loop()

    def on_cancel(asked: Future[object]) -> None:
        if asked.cancelled():
            loop.call_soon_threadsafe(task.cancel)

    progress.tokens[token].add_done_callback(on_cancel)
    try:
        return await task
    finally:
        progress.end(token, types.WorkDoneProgressEnd())
        progress.tokens.pop(token, None)


def _report(server: LanguageServer, token: str, line: str) -> None:
    message = line.strip()
    if message:
        report = types.WorkDoneProgressReport(message=message[:_LONGEST], cancellable=True)
        server.work_done_progress.report(token, report)


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
