"""Which Pythons a project allows, and which it names: from the files that say so."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from venvlens.core.project_tool import read_toml, table
from venvlens.core.tool_versions import in_python_version

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import PurePath

    from venvlens.core.tree import Tree

_CARET = re.compile(r"\^\s*(\d+)(?:\.(\d+))?(\.\d+)?")
_TILDE = re.compile(r"~\s*(?!=)(\d+)(?:\.(\d+))?(\.\d+)?")
_VERSION = re.compile(r"(?:cpython[@-]?)?(\d+(?:\.\d+){0,2})")


def requires_python(places: Iterable[PurePath], tree: Tree) -> str | None:
    """Return the specifier of the nearest project; ``places`` are folders from it upward.

    Of poetry's own notation what a specifier can say: ``^3.10`` is ``>=3.10,<4``.
    """
    for place in places:
        listing = tree.listing(place)
        names = listing.files if listing else frozenset()
        if "pyproject.toml" not in names:
            continue
        data = read_toml(place / "pyproject.toml", names, tree)
        said = table(data, "project").get("requires-python")
        if said is None:
            said = table(data, "tool", "poetry", "dependencies").get("python")
        return _specifier(said) if isinstance(said, str) else None
    return None


def pinned_python(places: Iterable[PurePath], tree: Tree) -> str | None:
    """Return the beginning of the version that ``.python-version`` or a ``Pipfile`` names."""
    for place in places:
        listing = tree.listing(place)
        names = listing.files if listing else frozenset()
        if ".python-version" in names:
            words = in_python_version(tree.text(place / ".python-version") or "") or ("",)
            found = _VERSION.fullmatch(words[0])
            return found[1] if found else None
        requires = table(read_toml(place / "Pipfile", names, tree), "requires")
        for key in ("python_full_version", "python_version"):
            if isinstance(said := requires.get(key), str):
                return said
    return None


def _specifier(text: str) -> str:
    parts = (part.strip() for part in text.split(","))
    return ",".join(_TILDE.sub(_tilde, _CARET.sub(_caret, part)) for part in parts)


def _caret(match: re.Match[str]) -> str:
    major, minor, micro = match.groups()
    return f">={major}{_dotted(minor)}{micro or ''},<{int(major) + 1}"


def _tilde(match: re.Match[str]) -> str:
    major, minor, micro = match.groups()
    if minor is None:
        return f">={major},<{int(major) + 1}"
    return f">={major}.{minor}{micro or ''},<{major}.{int(minor) + 1}"


def _dotted(minor: str | None) -> str:
    return f".{minor}" if minor is not None else ""
