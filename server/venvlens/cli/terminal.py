"""What a stream can show: colours, width, and text that cannot disturb it."""

from __future__ import annotations

import os
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import TextIO

_USUAL_WIDTH = 80

# Control characters would move the cursor, and directional marks reorder what is shown:
# the first get their picture, the others and line separators a replacement character.
_SHOWN = {code: 0x2400 + code for code in range(0x20)}
_SHOWN |= {0x7F: 0x2421} | dict.fromkeys(range(0x80, 0xA0), 0xFFFD)
_SHOWN |= dict.fromkeys((*range(0x2028, 0x202F), *range(0x2066, 0x206A), 0x200E, 0x200F), 0xFFFD)


def shown(text: str) -> str:
    """Return a text that takes one line and leaves a terminal as it is."""
    return text.translate(_SHOWN)


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
