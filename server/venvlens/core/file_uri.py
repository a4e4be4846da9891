"""``file:`` URLs, as installers note them: text to paths (RFC 8089, PEP 610)."""

from __future__ import annotations

import re
from pathlib import PureWindowsPath
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import PurePath

_FILE = re.compile(r"file:(?://(?P<host>[^/?#]*))?(?P<path>/[^?#]*)", re.IGNORECASE)
_ESCAPE = re.compile(rb"%([0-9A-Fa-f]{2})")


def path_of(url: str, like: PurePath) -> PurePath | None:
    """Return the path that a ``file:`` URL names, of the same flavour as another path.

    None for any other URL, and for what is no absolute path on that system.
    """
    match = _FILE.match(url)
    if match is None:
        return None
    escaped = match["path"].encode("utf-8", "surrogateescape")
    text = _ESCAPE.sub(lambda one: bytes([int(one[1], 16)]), escaped).decode(
        "utf-8", "surrogateescape"
    )
    host = match["host"] or ""
    if isinstance(like, PureWindowsPath):
        text = text.lstrip("/") if re.match(r"/+[A-Za-z]:", text) else text
        text = f"//{host}{text}" if host not in ("", "localhost") else text
    elif host not in ("", "localhost"):
        return None
    path = like.__class__(text)
    return path if path.is_absolute() and "\0" not in text else None
