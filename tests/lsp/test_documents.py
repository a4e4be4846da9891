import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lsprotocol import types
from pygls.workspace import PositionCodec

from venvlens.lsp.documents import Document, home_of, path_of

ENCODINGS = ("utf-8", "utf-16", "utf-32")
PIECES = st.sampled_from(["a", "é", "漢", "🐍", "\n", "\r", "\r\n", "\f", "\u2028", "\x1c", "xy"])
TEXTS = st.lists(PIECES, max_size=8).map("".join)
PLACES = st.tuples(st.integers(0, 9), st.integers(0, 12))
EDITS = st.lists(st.tuples(PLACES, PLACES, TEXTS), max_size=6)


def document(text: str, encoding: str = "utf-16") -> Document:
    codec = PositionCodec(types.PositionEncodingKind(encoding))
    return Document("untitled:1", text, version=1, position_codec=codec)


def change(start: tuple[int, int], end: tuple[int, int], text: str):
    range_ = types.Range(start=types.Position(*start), end=types.Position(*end))
    return types.TextDocumentContentChangePartial(range=range_, text=text)


def offset(text: str, place: tuple[int, int], encoding: str) -> int:
    """Find a place in the most literal way: walk over the text character by character."""
    line, units = place
    at = 0
    for _ in range(line):
        end = re.compile("\r\n|\r|\n").search(text, at)
        if end is None:
            return len(text)
        at = end.end()
    while at < len(text) and text[at] not in "\r\n":
        width = {"utf-8": len(text[at].encode()), "utf-16": 1 + (text[at] > "\uffff")}
        units -= width.get(encoding, 1)
        if units < 0:
            break
        at += 1
    return at


def split(text: str) -> list[str]:
    return re.findall(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+", text)


@given(TEXTS, EDITS, st.sampled_from(ENCODINGS))
def test_edits_do_what_the_protocol_says(text, edits, encoding):
    edited = document(text, encoding)
    for start, end, new in edits:
        edited.apply_change(change(start, end, new))
        first, last = sorted((offset(text, start, encoding), offset(text, end, encoding)))
        text = text[:first] + new + text[last:]
        assert edited.source == text
        assert list(edited.lines) == split(text)


def test_what_is_no_line_end_to_an_editor_is_none_here():
    assert document("a\fb\x1cc\u2028d\ne").lines == ("a\fb\x1cc\u2028d\n", "e")


def test_a_return_and_a_newline_come_together_and_apart():
    text = document("a\rb")
    text.apply_change(change((1, 0), (1, 0), "\n"))
    assert text.lines == ("a\r\n", "b")
    text.apply_change(change((0, 0), (0, 1), ""))
    assert text.lines == ("\r\n", "b")


def test_a_place_far_behind_the_text_is_its_end():
    text = document("import a")
    text.apply_change(change((7, 3), (9, 0), "bc"))
    assert text.lines == ("import abc",)


def test_a_change_without_a_range_replaces_the_text():
    text = document("import a\n")
    text.apply_change(types.TextDocumentContentChangeWholeDocument(text="x\r\ny"))
    assert text.lines == ("x\r\n", "y")
    assert text.source == "x\r\ny"


def test_a_document_is_never_read_from_the_disk(tmp_path: Path):
    file = tmp_path / "app.py"
    file.write_text("import saved")
    assert Document(file.as_uri()).source == ""


@pytest.mark.parametrize(
    "uri",
    [
        "untitled:Untitled-1",
        "vscode-notebook-cell:Untitled-1.ipynb?jupyter-notebook#W0sdW50aXRsZWQ%3D",
        "vscode-notebook-cell:/Interactive-1.interactive#W0sdnNjb2RlLWludGVyYWN0aXZl",
        "vscode-notebook-cell:",
        "",
    ],
)
def test_a_document_of_no_file_system_has_no_path(uri: str):
    assert path_of(uri) is None


@pytest.mark.parametrize(
    "uri",
    [
        "vscode-notebook-cell:/a%20b/x.ipynb#W0sZmlsZQ%3D%3D",
        "vscode-notebook-cell:/a%20b/x.ipynb#W0sZmlsZQ==",
        "vscode-notebook-cell:///a%20b/x.ipynb#X23sZmlsZQ",
        "vscode-notebook-cell:/a%20b/x.ipynb#ch0000001",
        "vscode-notebook-cell://ssh-remote%2Bbox/a%20b/x.ipynb#W0sdnNjb2RlLXJlbW90ZQ%3D%3D",
        "file:///a%20b/x.ipynb",
    ],
)
def test_a_cell_is_where_its_notebook_is(uri: str):
    assert path_of(uri) == Path("/a b/x.ipynb")


def test_escapes_in_a_uri_are_undone(tmp_path: Path):
    path = tmp_path / "ein Ördner" / "a#b%41.py"
    assert path_of(path.as_uri()) == path


def test_a_file_belongs_to_the_innermost_folder_around_it(tmp_path: Path):
    inner = tmp_path / "api"
    uri = (inner / "src" / "app.py").as_uri()
    assert home_of(uri, [tmp_path, inner]) == (inner / "src", inner)


def test_a_folder_with_a_longer_name_is_not_around_it(tmp_path: Path):
    (tmp_path / "api2" / ".git").mkdir(parents=True)
    home = home_of((tmp_path / "api2" / "app.py").as_uri(), [tmp_path / "api"])
    assert home == (tmp_path / "api2", tmp_path / "api2")


def test_an_untitled_document_belongs_to_the_first_folder(tmp_path: Path):
    folders = (tmp_path / "a", tmp_path / "b")
    assert home_of("untitled:1", folders) == (tmp_path / "a", tmp_path / "a")
    assert home_of("untitled:1", ()) is None
