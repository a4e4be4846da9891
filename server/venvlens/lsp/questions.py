"""The requests of ours that only look: they are answered in workspaces that are not trusted too."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pygls.exceptions import JsonRpcInvalidParams

from venvlens.lsp import protocol
from venvlens.lsp.arguments import BadArgumentsError
from venvlens.lsp.offering import Offering
from venvlens.lsp.reporting import Reporting
from venvlens.lsp.settings import plain

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from pygls.lsp.server import LanguageServer

    from venvlens.lsp.server import Server
    from venvlens.lsp.wire import Json

    Answer = Callable[[object], Awaitable[Json]]


def handle(server: Server) -> None:
    """Let a server answer them."""
    offering = Offering(server.session, server.picker, server.commands.tools.box)
    _handle(server, protocol.ENVIRONMENTS, server.picker.environments)
    _handle(server, protocol.WHY, server.picker.why)
    _handle(server, protocol.CREATION, offering.creation)
    _handle(server, protocol.REPORT, Reporting(server.session, server.picker).report)


def _handle(server: LanguageServer, method: str, answer: Answer) -> None:
    @server.feature(method)
    async def request(params: Any) -> Json:
        try:
            return await answer(plain(params))
        except BadArgumentsError as error:
            raise JsonRpcInvalidParams(f"{method}: {error}.") from error
