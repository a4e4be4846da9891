"""A line at the end of a ``.gitignore``, as an edit that the client makes and can undo."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lsprotocol import types

from venvlens.core.source import lines
from venvlens.lsp import units
from venvlens.lsp.documents import path_of
from venvlens.lsp.units import to_units
from venvlens.system.files import read_text

if TYPE_CHECKING:
    from pathlib import Path

    from pygls.lsp.server import LanguageServer


def addition(server: LanguageServer, file: Path, line: str) -> types.WorkspaceEdit:
    """Return the edit that adds a line to a file, which is made if it is not there.

    Line ends are as in the file, and so is whether its last line has one.
    """
    documents = server.workspace.text_documents.values()
    document = next((one for one in documents if path_of(one.uri) == file), None)
    text = document.source if document else read_text(file)
    uri = document.uri if document else file.as_uri()
    if text is None:
        return _new_file(uri, f"{line}\n", server.client_capabilities)
    encoding = units.agreed(server.workspace.position_encoding)
    edit = types.TextEdit(range=_end(text, encoding), new_text=appended(text, line))
    return types.WorkspaceEdit(changes={uri: [edit]})


def appended(text: str, line: str) -> str:
    """Return what has to come behind a text so that it has one line more."""
    end = "\r\n" if "\r\n" in text else "\n"
    if not text or text.endswith(("\n", "\r")):
        return f"{line}{end}"
    return f"{end}{line}"


def _end(text: str, encoding: str) -> types.Range:
    last = lines(text)
    position = types.Position(
        line=len(last) - 1, character=to_units(last[-1], len(last[-1]), encoding)
    )
    return types.Range(start=position, end=position)


def _new_file(uri: str, text: str, able: types.ClientCapabilities) -> types.WorkspaceEdit:
    nowhere = types.Position(line=0, character=0)
    edit = types.TextEdit(range=types.Range(start=nowhere, end=nowhere), new_text=text)
    edits = able.workspace.workspace_edit if able.workspace else None
    operations = (edits.resource_operations if edits else None) or ()
    if types.ResourceOperationKind.Create not in operations:
        return types.WorkspaceEdit(changes={uri: [edit]})
    document = types.OptionalVersionedTextDocumentIdentifier(uri=uri, version=None)
    create = types.CreateFile(uri=uri, options=types.CreateFileOptions(ignore_if_exists=True))
    return types.WorkspaceEdit(
        document_changes=[create, types.TextDocumentEdit(text_document=document, edits=[edit])]
    )
