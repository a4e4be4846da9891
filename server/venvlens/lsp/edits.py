"""Edits of a project's files as the protocol's: the client makes them, and can undo them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from lsprotocol import types

from venvlens.core.declare.apply import split
from venvlens.core.source import Span
from venvlens.lsp import to_lsp
from venvlens.lsp.documents import path_of
from venvlens.system import editing

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from pygls.workspace import TextDocument

    from venvlens.core.declare import LineEdit


@dataclass(frozen=True, slots=True)
class Text:
    """The text of a file that is to be edited: the editor's if it has it open, else the disk's."""

    uri: str
    """As the client spells it, if it has the file open."""
    text: str
    version: int | None
    """The open document's; None if the file is not open."""


@dataclass(frozen=True, slots=True)
class Change:
    """Edits of one text."""

    of: Text
    edits: tuple[LineEdit, ...]
    label: str
    """What they do, for people: ``Add requests to pyproject.toml``."""


def read(path: Path, folder: Path, documents: Iterable[TextDocument]) -> Text | editing.Refused:
    """Return the text of a project's file; ``documents`` are those that are open."""
    for document in documents:
        if path_of(document.uri) == path:
            return Text(document.uri, document.source, document.version)
    found = editing.read(path, folder)
    # A client shows a file without its byte order mark, and puts it back when it saves.
    text = found if isinstance(found, editing.Refused) else found.text.removeprefix("\ufeff")
    return text if isinstance(text, editing.Refused) else Text(path.as_uri(), text, None)


def workspace_edit(
    changes: Iterable[Change], capabilities: types.ClientCapabilities, encoding: str
) -> types.WorkspaceEdit:
    """Return changes as the client can take them.

    With versions where it knows them, so that it refuses what is for another text than it has;
    with labels where it shows them.
    """
    able = capabilities.workspace.workspace_edit if capabilities.workspace else None
    if able is None or not able.document_changes:
        plain = [(change, _text_edits(change, encoding)) for change in changes]
        return types.WorkspaceEdit(changes={change.of.uri: edits for change, edits in plain})
    labels: dict[str, types.ChangeAnnotation] = {}
    made: list[types.TextDocumentEdit] = []
    for change in changes:
        plain_edits = _text_edits(change, encoding)
        edits: Sequence[types.TextEdit | types.AnnotatedTextEdit] = plain_edits
        if able.change_annotation_support is not None:
            name = f"venvlens-{len(labels)}"
            labels[name] = types.ChangeAnnotation(label=change.label)
            edits = [_annotated(edit, name) for edit in plain_edits]
        document = types.OptionalVersionedTextDocumentIdentifier(
            uri=change.of.uri, version=change.of.version
        )
        made.append(types.TextDocumentEdit(text_document=document, edits=list(edits)))
    return types.WorkspaceEdit(document_changes=made, change_annotations=labels or None)


def _text_edits(change: Change, encoding: str) -> list[types.TextEdit]:
    lines = split(change.of.text)
    return [
        types.TextEdit(range=_range(edit, lines, encoding), new_text=edit.text)
        for edit in change.edits
    ]


def _range(edit: LineEdit, lines: Sequence[str], encoding: str) -> types.Range:
    end, column = edit.end, 0
    if end == len(lines) > edit.start and not lines[-1].endswith(("\n", "\r")):
        # There is no line behind a last line without an end.
        end, column = end - 1, len(lines[-1])
    wire = to_lsp.range_(Span(edit.start, 0, end, column), lines, encoding)
    return types.Range(
        start=types.Position(**wire["start"]),
        end=types.Position(**wire["end"]),
    )


def _annotated(edit: types.TextEdit, name: str) -> types.AnnotatedTextEdit:
    return types.AnnotatedTextEdit(range=edit.range, new_text=edit.new_text, annotation_id=name)
