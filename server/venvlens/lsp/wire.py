"""The connection: the stock protocol with our documents, and answers that are JSON already."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from lsprotocol import types
from pygls.protocol import LanguageServerProtocol, lsp_method

from venvlens.lsp.documents import Documents

if TYPE_CHECKING:
    from collections.abc import Callable, Generator
    from concurrent.futures import Future


@dataclass(frozen=True, slots=True)
class Json:
    """A result or parameters as they cross the wire: nothing has to be converted any more."""

    value: Any


class Protocol(LanguageServerProtocol):
    """The stock protocol with our documents."""

    @lsp_method(types.INITIALIZE)
    def lsp_initialize(
        self, params: types.InitializeParams
    ) -> Generator[Any, Any, types.InitializeResult]:
        """Initialize as the stock server does, then replace the documents by ours."""
        result = yield from super().lsp_initialize(params)
        stock = self.workspace
        # There is no public way to choose the workspace's class.
        self._workspace = Documents(
            stock.root_uri,
            types.TextDocumentSyncKind.Incremental,
            list(stock.folders.values()),
            stock.position_encoding,
        )
        return result

    def _execute_handler(
        self,
        msg_id: str | int,
        handler: Callable[..., Any],
        callback: Callable[[Future[Any]], None],
        args: tuple[Any, ...] | None = None,
        kwargs: dict[str, Any] | None = None,
    ) -> None:
        """Execute a handler as the stock protocol does, and forget it when it is done.

        The stock protocol forgets what it answers: every notification stays in memory for good.
        And it cancels the request alone, not the handler that the request is handed over to: a
        command would go on after ``$/cancelRequest``.
        """

        def done(future: Future[Any]) -> None:
            self._request_futures.pop(msg_id, None)
            callback(future)

        super()._execute_handler(msg_id, handler, done, args, kwargs)
        request = self._request_futures.get(self.msg_id) if self.msg_id is not None else None
        handed_over = self._request_futures.get(msg_id)
        if request is not None and handed_over is not None and request is not handed_over:
            request.add_done_callback(
                lambda asked: handed_over.cancel() if asked.cancelled() else None
            )

    @lsp_method(types.SHUTDOWN)
    def lsp_shutdown(self, *args: Any) -> Generator[Any, Any, None]:
        """Shut down as the stock server does, also in the middle of requests.

        It walks over the requests while cancelling one takes that one out of the walk.
        """
        handler = self.fm.features.get(types.SHUTDOWN)
        if handler is not None:
            yield handler, args, None
        for request, future in tuple(self._request_futures.items()):
            if request != self.msg_id:
                future.cancel()
        self._shutdown = True

    def to_json(self, value: object) -> Any:
        """Return a value of the protocol as it crosses the wire."""
        return self._converter.unstructure(value)

    def _serialize_message(self, data: Any) -> Any:
        result, params = getattr(data, "result", None), getattr(data, "params", None)
        if isinstance(result, Json):
            return {"jsonrpc": data.jsonrpc, "id": data.id, "result": result.value}
        if isinstance(params, Json):
            return {"jsonrpc": data.jsonrpc, "method": data.method, "params": params.value}
        return super()._serialize_message(data)
