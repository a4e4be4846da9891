"""The file ``EXTERNALLY-MANAGED``: who installs into an interpreter, if not pip (PEP 668)."""

from __future__ import annotations

from configparser import ConfigParser, Error

FILE = "EXTERNALLY-MANAGED"
"""Its name, in the folder of the standard library."""
_LONGEST = 400
"""Characters of a message that is shown in a line."""


def reason(text: str) -> str:
    """Return what its maintainers say, the first paragraph in one line.

    A file that says nothing, or is no INI file, forbids an installation all the same.
    """
    parser = ConfigParser(interpolation=None, strict=False)
    try:
        parser.read_string(text)
    except Error:
        return ""
    message = parser.get("externally-managed", "Error", fallback="")
    paragraph = message.strip().split("\n\n")[0]
    return " ".join(paragraph.split())[:_LONGEST]
