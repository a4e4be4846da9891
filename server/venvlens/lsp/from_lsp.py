"""The protocol's values as ours."""

from __future__ import annotations

from typing import TYPE_CHECKING

from venvlens.core.source import Span
from venvlens.lsp.units import to_code_points

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lsprotocol import types


def span(range_: types.Range, lines: Sequence[str], encoding: str) -> Span:
    """Return a range of the client's as a span in code points."""
    return Span(
        range_.start.line,
        _column(range_.start, lines, encoding),
        range_.end.line,
        _column(range_.end, lines, encoding),
    )


def _column(position: types.Position, lines: Sequence[str], encoding: str) -> int:
    line = lines[position.line] if position.line < len(lines) else ""
    return to_code_points(line.rstrip("\r\n"), position.character, encoding)
