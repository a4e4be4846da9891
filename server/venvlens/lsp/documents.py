"""Open documents: their text, kept in step with the editor's, and where they belong."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote

from lsprotocol import types
from pygls.uris import to_fs_path
from pygls.workspace import TextDocument, Workspace

from venvlens.lsp.units import to_code_points
from venvlens.system.workspace import workspace_of

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

# LSP's line ends; the stock document splits at form feeds and U+2028 too.
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")


class Document(TextDocument):
    """A text document whose lines are LSP's, changed in place line by line."""

    def __init__(self, uri: str, source: str | None = None, **more: Any) -> None:
        super().__init__(uri, source, **more)
        self._lines = _LINE.findall(source or "")

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
    """Return the path of a document; None for one that is in no file system."""
    if not uri.startswith("file:"):
        return None
    path = to_fs_path(uri)
    return Path(path) if path else None


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
