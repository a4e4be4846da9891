"""How anything is told to programs."""

from __future__ import annotations

import json

VERSION = 1
"""Raised when what is in a report changes its meaning."""


def encoded(report: object) -> str:
    """Return an object as JSON that every reader takes.

    Bytes of file names that are no text become U+FFFD: as the lone surrogates that Python
    has for them, many readers would refuse the whole report.
    """
    text = json.dumps(report, ensure_ascii=False, indent=1)
    return text.encode("utf-8", "surrogateescape").decode("utf-8", "replace") + "\n"
