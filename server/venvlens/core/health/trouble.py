"""What is wrong with an environment, with the file that it belongs to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from venvlens.core.source import LineStarts, Span

if TYPE_CHECKING:
    import re
    from pathlib import PurePath

    from venvlens.core.findings import Code, Severity

TOP = Span(0, 0, 0, 0)
"""The place of what belongs to a file as a whole."""


@dataclass(frozen=True, slots=True)
class Trouble:
    """One fault of one environment."""

    code: Code
    severity: Severity
    file: PurePath
    """The file that it is shown at; it exists."""
    message: str
    """What it means, as a sentence without its full stop."""
    remedy: str
    """What mends it, as a sentence without its full stop."""
    span: Span = TOP
    subject: str = ""
    """Name that the setting ``ignore`` may have: a distribution's, or a ``.pth`` file's stem."""
    paths: tuple[PurePath, ...] = ()
    """What a fix would move, or write to."""


def span_of(match: re.Match[str] | None, text: str, group: int | str = 0) -> Span:
    """Return the span of a match in a text; the top of the file without one."""
    return TOP if match is None else LineStarts(text).span(match.start(group), match.end(group))
