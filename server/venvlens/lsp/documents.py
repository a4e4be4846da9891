"""Open documents: their text, kept in step with the editor's, and where they belong."""

from __future__ import annotations

import base64
import re
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote

from lsprotocol import types
from pygls.uris import to_fs_path
from pygls.workspace import TextDocument, Workspace

from venvlens.core.ipython import as_python
from venvlens.lsp.units import to_code_points
from venvlens.system.workspace import workspace_of

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

_CELL = "vscode-notebook-cell:"
_FILES = ("file", "vscode-remote", "")
"""Schemes of notebooks that are files here; an editor that tells none has no others."""

# LSP's line ends; the stock document splits at form feeds and U+2028 too.
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")


class Document(TextDocument):
    """A text document whose lines are LSP's, changed in place line by line."""

    notebook: str | None = None
    """URI of the notebook that it is a cell of, where the client has told it."""

    def __init__(self, uri: str, source: str | None = None, **more: Any) -> None:
        super().__init__(uri, source, **more)
        self._lines = _LINE.findall(source or "")

    @property
    def is_cell(self) -> bool:
        """Whether it is a cell of a notebook, or a notebook taken for one text."""
        return self.notebook is not None or self.uri.startswith(_CELL) or _is_notebook(self.uri)

    @property
    def code(self) -> str:
        """The text as Python; places in it are those of the text."""
        return as_python(self.source) if self.is_cell else self.source

    @property
    def file(self) -> Path | None:
        """The file of Python that it is: none for a cell, whose file nobody imports."""
        return None if self.is_cell else path_of(self.uri)

    def home(self, folders: Iterable[Path]) -> tuple[Path, Path] | None:
        """Return its folder and its workspace folder, a cell's being those of its notebook."""
        return home_of(self.notebook or self.uri, folders)

    @property
    def lines(self) -> tuple[str, ...]:
        """The lines with their ends."""
        return tuple(self._lines)

    @property
    def source(self) -> str:
        """The whole text."""
        if self._source is None:
            self._source = "".join(self._lines)
        return self._source

    def _apply_full_change(self, change: types.TextDocumentContentChangeEvent) -> None:
        self._source = change.text
        self._lines = _LINE.findall(change.text)

    def _apply_incremental_change(self, change: types.TextDocumentContentChangePartial) -> None:
        ends = (change.range.start, change.range.end)
        (line, column), (end_line, end_column) = sorted(self._place(end) for end in ends)
        head, tail = self._line(line)[:column], self._line(end_line)[end_column:]
        # The neighbours are split anew too: "\r" and "\n" may have come together or apart.
        first, last = max(line - 1, 0), end_line + 2
        before = "".join(self._lines[first:line])
        after = "".join(self._lines[end_line + 1 : last])
        self._lines[first:last] = _LINE.findall(before + head + change.text + tail + after)
        self._source = None

    def _line(self, number: int) -> str:
        return self._lines[number] if number < len(self._lines) else ""

    def _place(self, position: types.Position) -> tuple[int, int]:
        """Return line and column in code points, at most at the end of the line and of the text."""
        if position.line >= len(self._lines):
            return len(self._lines), 0
        inner = self._lines[position.line].rstrip("\r\n")
        return position.line, to_code_points(inner, position.character, self._encoding)

    @property
    def _encoding(self) -> str:
        return types.PositionEncodingKind(self.position_codec.encoding).value


class Documents(Workspace):
    """The open documents and workspace folders of one client."""

    def put_text_document(
        self, text_document: types.TextDocumentItem, notebook_uri: str | None = None
    ) -> None:
        """Keep a document; a cell of a notebook with whose it is."""
        super().put_text_document(text_document, notebook_uri)
        document = self.opened(text_document.uri)
        if document is not None:
            document.notebook = notebook_uri

    def opened(self, uri: str) -> Document | None:
        """Return an open document; the stock workspace keeps them without escapes."""
        found = self._text_documents.get(unquote(uri))
        return found if isinstance(found, Document) else None

    def _create_text_document(
        self,
        doc_uri: str,
        source: str | None = None,
        version: int | None = None,
        language_id: str | None = None,
    ) -> Document:
        return Document(
            doc_uri,
            source,
            version=version,
            language_id=language_id,
            sync_kind=types.TextDocumentSyncKind.Incremental,
            position_codec=self.position_codec,
        )


def path_of(uri: str) -> Path | None:
    """Return the path of a document; None for one that is in no file system.

    A cell has that of its notebook.
    """
    if uri.startswith(_CELL):
        uri = _notebook_of(uri)
    if not uri.startswith("file:"):
        return None
    path = to_fs_path(uri)
    return Path(path) if path else None


def _is_notebook(uri: str) -> bool:
    return uri.partition("#")[0].endswith(".ipynb")


def _notebook_of(uri: str) -> str:
    """Return a notebook's URI, told by that of a cell; empty for one in no file system.

    VS Code writes ``vscode-notebook-cell:PATH#W0sSCHEME``, with the notebook's own scheme in
    base 64. On another machine than the editor that is ``vscode-remote``, which names the machine.
    """
    place, _, fragment = uri.removeprefix(_CELL).partition("#")
    place = place.partition("?")[0]
    scheme = _decoded(unquote(fragment).partition("s")[2])
    if scheme == "vscode-remote":
        place = re.sub("^//[^/]*", "", place)
    return f"file:{place}" if scheme in _FILES and place.startswith("/") else ""


def _decoded(text: str) -> str:
    with suppress(ValueError):
        return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)).decode()
    return ""


def home_of(uri: str, folders: Iterable[Path]) -> tuple[Path, Path] | None:
    """Return the folder of a document and its workspace folder.

    A document without a file belongs to the first workspace folder. None if there is
    neither a file nor a folder.
    """
    path = path_of(uri)
    known = tuple(folders)
    if path is None:
        return (known[0], known[0]) if known else None
    # A folder that is open is around itself.
    nearest = around(path if path in known else path.parent, known)
    return path.parent, nearest or workspace_of(path)


def around(folder: Path, folders: Iterable[Path]) -> Path | None:
    """Return the innermost workspace folder around a folder, which may be the folder itself."""
    outer = [one for one in folders if folder.is_relative_to(one)]
    return max(outer, key=lambda one: len(one.parts), default=None)
