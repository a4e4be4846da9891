"""What a stream can show: colours, and how wide it is."""

from __future__ import annotations

import os
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import TextIO

_USUAL_WIDTH = 80


def wants_colors(choice: str, stream: TextIO, environ: Mapping[str, str]) -> bool:
    """Tell whether to colour: ``always``, ``never``, or ``auto`` by the stream and the user.

    Sources: no-color.org and force-color.org: a variable that is set and not empty counts.
    """
    if choice != "auto":
        return choice == "always" and _can_color(stream)
    if environ.get("NO_COLOR"):
        return False
    if environ.get("FORCE_COLOR"):
        return _can_color(stream)
    return stream.isatty() and environ.get("TERM") != "dumb" and _can_color(stream)


def _can_color(stream: TextIO) -> bool:
    """Ask a Windows console to understand colours; everything else does without asking."""
    if os.name == "nt" and stream.isatty():
        return bool(import_module("venvlens.cli.windows_console").understand_colors())
    return True


def width(stream: TextIO) -> int:
    """Return the columns of the terminal behind a stream."""
    try:
        return os.get_terminal_size(stream.fileno()).columns or _USUAL_WIDTH
    except (OSError, ValueError):
        return _USUAL_WIDTH


class Style:
    """Colours as words around a text; without colours the text itself."""

    def __init__(self, *, colors: bool) -> None:
        self._colors = colors

    def bold(self, text: str) -> str:
        """Return a text in bold."""
        return self._in("1", text)

    def faint(self, text: str) -> str:
        """Return a text for what matters less."""
        return self._in("2", text)

    def path(self, text: str) -> str:
        """Return a text for the parts that frame a message."""
        return self._in("1;34", text)

    def severity(self, severity: str, text: str) -> str:
        """Return a text in the colour of a severity."""
        return self._in(_SEVERITIES[severity], text)

    def _in(self, code: str, text: str) -> str:
        return f"\x1b[{code}m{text}\x1b[0m" if self._colors else text


_SEVERITIES = {"error": "1;31", "warning": "1;33", "information": "1;34", "hint": "1;36"}
