"""Documents as they are opened, changed and closed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lsprotocol import types

from venvlens.lsp.session import Opened

if TYPE_CHECKING:
    from collections.abc import Iterable

    from venvlens.lsp.server import Server

_PYTHON = (".py", ".pyi", ".pyw")

NOTEBOOKS = types.NotebookDocumentSyncOptions(
    notebook_selector=[
        types.NotebookDocumentFilterWithNotebook(
            notebook="*", cells=[types.NotebookCellLanguage(language="python")]
        )
    ],
    save=True,
)
"""Whichever program a notebook belongs to, its cells in Python are judged."""


def handle(server: Server) -> None:
    """Let a server keep its documents in step with the editor's."""

    @server.feature(types.TEXT_DOCUMENT_DID_OPEN)
    def did_open(params: types.DidOpenTextDocumentParams) -> None:
        document = params.text_document
        if document.language_id == "python" or document.uri.endswith(_PYTHON):
            opened(server, document.uri)

    @server.feature(types.TEXT_DOCUMENT_DID_CHANGE)
    def did_change(params: types.DidChangeTextDocumentParams) -> None:
        changed(server, params.text_document.uri)

    @server.feature(types.TEXT_DOCUMENT_DID_SAVE)
    def did_save(_: types.DidSaveTextDocumentParams) -> None:
        server.recheck_all()

    @server.feature(types.TEXT_DOCUMENT_DID_CLOSE)
    def did_close(params: types.DidCloseTextDocumentParams) -> None:
        closed(server, params.text_document.uri)


def handle_notebooks(server: Server) -> None:
    """Let a server keep the cells of notebooks in step with the editor's."""

    @server.feature(types.NOTEBOOK_DOCUMENT_DID_OPEN)
    def did_open(params: types.DidOpenNotebookDocumentParams) -> None:
        _cells_opened(server, params.cell_text_documents)

    @server.feature(types.NOTEBOOK_DOCUMENT_DID_CHANGE)
    def did_change(params: types.DidChangeNotebookDocumentParams) -> None:
        cells = params.change.cells
        if cells is None:
            return
        if cells.structure is not None:
            _cells_opened(server, cells.structure.did_open or ())
            for one in cells.structure.did_close or ():
                closed(server, one.uri)
        for changes in cells.text_content or ():
            changed(server, changes.document.uri)

    @server.feature(types.NOTEBOOK_DOCUMENT_DID_SAVE)
    def did_save(_: types.DidSaveNotebookDocumentParams) -> None:
        server.recheck_all()

    @server.feature(types.NOTEBOOK_DOCUMENT_DID_CLOSE)
    def did_close(params: types.DidCloseNotebookDocumentParams) -> None:
        for one in params.cell_text_documents:
            closed(server, one.uri)


def _cells_opened(server: Server, cells: Iterable[types.TextDocumentItem]) -> None:
    for cell in cells:
        if cell.language_id == "python":
            opened(server, cell.uri)


def opened(server: Server, uri: str) -> None:
    """Judge a document from now on."""
    server.session.opened[uri] = Opened()
    _push(server, uri)


def changed(server: Server, uri: str) -> None:
    """Judge a document as it is now."""
    server.teller.edited(uri)
    _push(server, uri)


def closed(server: Server, uri: str) -> None:
    """Judge a document no longer."""
    if server.session.opened.pop(uri, None):
        server.teller.withdraw(uri)
        server.follower.forget(uri)


def _push(server: Server, uri: str) -> None:
    if uri in server.session.opened and not server.teller.pulls:
        server.teller.due([uri])
