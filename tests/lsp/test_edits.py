"""Edits as the client takes them: applied to the text that it shows, they do what ours do."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lsprotocol import types
from pygls.workspace import PositionCodec

from venvlens.core.declare import LineEdit, apply
from venvlens.core.declare.apply import difference, plain, split
from venvlens.lsp.documents import Document
from venvlens.lsp.edits import Change, Text, read, workspace_edit
from venvlens.system.editing import Refused

LABEL = "Add requests to pyproject.toml"


def able(*, documents: bool, annotations: bool = False) -> types.ClientCapabilities:
    support = types.ChangeAnnotationsSupportOptions() if annotations else None
    edit = types.WorkspaceEditClientCapabilities(
        document_changes=documents, change_annotation_support=support
    )
    return types.ClientCapabilities(
        workspace=types.WorkspaceClientCapabilities(workspace_edit=edit)
    )


def opened(text: str, uri: str = "file:///p/a.txt", encoding: str = "utf-16") -> Document:
    codec = PositionCodec(types.PositionEncodingKind(encoding))
    return Document(
        uri,
        text,
        version=3,
        sync_kind=types.TextDocumentSyncKind.Incremental,
        position_codec=codec,
    )


def change(text: str, *edits: LineEdit, version: int | None = 3) -> Change:
    return Change(Text("file:///p/a.txt", text, version), edits, LABEL)


def span(line: int, column: int, end_line: int, end_column: int) -> types.Range:
    return types.Range(
        start=types.Position(line=line, character=column),
        end=types.Position(line=end_line, character=end_column),
    )


def test_a_client_of_the_old_kind_gets_plain_changes():
    made = workspace_edit(
        [change("a\n", LineEdit(1, 1, "b\n"))], types.ClientCapabilities(), "utf-16"
    )
    expected = types.TextEdit(range=span(1, 0, 1, 0), new_text="b\n")
    assert made == types.WorkspaceEdit(changes={"file:///p/a.txt": [expected]})
    same = workspace_edit(
        [change("a\n", LineEdit(1, 1, "b\n"))], able(documents=False, annotations=True), "utf-16"
    )
    assert same == made


@pytest.mark.parametrize("version", [3, None])
def test_a_version_says_which_text_is_meant(version: int | None):
    edit = change("a\n", LineEdit(0, 1, "b\n"), version=version)
    made = workspace_edit([edit], able(documents=True), "utf-16")
    assert made.changes is None
    assert made.change_annotations is None
    [document] = made.document_changes or ()
    assert isinstance(document, types.TextDocumentEdit)
    assert document.text_document.version == version
    assert document.edits == [types.TextEdit(range=span(0, 0, 1, 0), new_text="b\n")]


def test_each_file_has_its_label():
    other = Change(Text("file:///p/b.txt", "", None), (LineEdit(0, 0, "x\n"),), "Another")
    made = workspace_edit(
        [change("a\n", LineEdit(0, 1, "b\n")), other],
        able(documents=True, annotations=True),
        "utf-16",
    )
    labels = made.change_annotations or {}
    assert [one.label for one in labels.values()] == [LABEL, "Another"]
    named = [
        edit.annotation_id
        for document in made.document_changes or ()
        if isinstance(document, types.TextDocumentEdit)
        for edit in document.edits
        if isinstance(edit, types.AnnotatedTextEdit)
    ]
    assert named == list(labels)


def test_the_end_of_a_last_line_is_in_the_units_of_the_client():
    for encoding, width in (("utf-8", 5), ("utf-16", 3), ("utf-32", 2)):
        made = workspace_edit(
            [change("x\na🐍", LineEdit(1, 2, "a🐍\nb"))], types.ClientCapabilities(), encoding
        )
        [edit] = (made.changes or {})["file:///p/a.txt"]
        assert edit.range == span(1, 0, 1, width)


PIECES = st.sampled_from(("a", "é🐍", "\n", "\r\n", "\f", "\u2028", "b = 1\n"))
TEXTS = st.lists(PIECES, max_size=10).map("".join)


@given(TEXTS, st.sampled_from(("utf-8", "utf-16", "utf-32")), st.data())
def test_the_client_comes_to_the_same_text(text: str, encoding: str, data: st.DataObject):
    lines = split(plain(text))
    for place in sorted(data.draw(st.sets(st.integers(0, len(lines)), max_size=3)), reverse=True):
        lines[place : place + data.draw(st.integers(0, 1))] = ["new\n"]
    edits = difference(text, "".join(lines))
    made = workspace_edit([change(text, *edits)], types.ClientCapabilities(), encoding)
    document = opened(text, encoding=encoding)
    # The places are those before any edit, so a client makes the last edit first.
    for edit in reversed((made.changes or {})["file:///p/a.txt"]):
        document.apply_change(
            types.TextDocumentContentChangePartial(range=edit.range, text=edit.new_text)
        )
    assert document.source == apply(text, edits)


def test_the_text_of_an_open_document_counts(tmp_path: Path):
    file = tmp_path / "a b.txt"
    file.write_text("on the disk\n")
    # As VS Code spells it.
    uri = file.as_uri().replace("a%20b", "%61%20b")
    found = read(file, tmp_path, [opened("other\n", "file:///p/x.txt"), opened("open\n", uri)])
    assert found == Text(uri, "open\n", 3)
    assert read(file, tmp_path, []) == Text(file.as_uri(), "on the disk\n", None)


def test_the_client_never_sees_a_byte_order_mark(tmp_path: Path):
    file = tmp_path / "a.txt"
    file.write_bytes(b"\xef\xbb\xbfa\r\n")
    assert read(file, tmp_path, []) == Text(file.as_uri(), "a\r\n", None)


def test_what_cannot_be_read_is_refused(tmp_path: Path):
    found = read(tmp_path / "missing.txt", tmp_path, [])
    assert isinstance(found, Refused)
