"""Packages that join their path with other folders: told from the text, nothing is run."""

from __future__ import annotations

import io
import re
from itertools import islice

# A byte order mark may come first: texts keep theirs.
_EXTENDS = re.compile(
    r"^\ufeff?[ \t]*__path__\s*(?::[^=\n]+)?=\s*"
    r"(?:\w+\s*\.\s*|__import__\(\s*['\"]pkgutil['\"](?:\s*,[^)\n]*)?\)\s*\.\s*)?"
    r"extend_path\(\s*__path__",
    re.MULTILINE,
)
_DECLARES = re.compile(
    r"^(?:[^#\n]*[\s.;:])?declare_namespace\(\s*(?:__name__|['\"][\w.]+['\"])\s*\)", re.MULTILINE
)


def extends_path(text: str) -> bool:
    """Tell whether a package joins all folders of its name, as ``pkgutil`` does."""
    return "extend_path" in text and _EXTENDS.search(text) is not None


def declares_namespace(text: str) -> bool:
    """Tell whether a package joins all packages of its name, as ``pkg_resources`` does."""
    return "declare_namespace" in text and _DECLARES.search(text) is not None


_MOST_LINES = 1_000


def listed(text: str) -> tuple[str, ...]:
    """Return the lines of a ``.pkg`` file, which name folders as they are.

    One that is relative means another folder wherever the program is started.
    """
    lines = (line.rstrip("\n") for line in io.StringIO(text, newline=None))
    named = (line for line in lines if line and not line.startswith("#") and "\0" not in line)
    return tuple(islice(named, _MOST_LINES))


def without_extension(text: str) -> str:
    """Return a text without the assignment that ``extend_path`` accounts for."""
    return _EXTENDS.sub("extended(", text) if extends_path(text) else text
