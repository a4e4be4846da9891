"""What a plan has changed among the distributions of an environment, for people."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

# Sources: PEP 376, PEP 491; egg-info has more behind the version.
_METADATA = re.compile(r"(?P<name>[^-]+)-(?P<version>[^-]+)(?:-.*)?\.(?:dist|egg)-info")
_MOST = 5


def versions(names: Iterable[str]) -> dict[str, str]:
    """Return the versions of distributions by the names of their metadata folders."""
    found = filter(None, map(_METADATA.fullmatch, names))
    return {match["name"].replace("_", "-").lower(): match["version"] for match in found}


def told(before: Mapping[str, str], now: Mapping[str, str]) -> str:
    """Tell what is new, other or gone, a few by name; empty if it is all as before."""
    new = [f"{name} {now[name]}" for name in sorted(now.keys() - before.keys())]
    other = [
        f"{name} {now[name]} (was {before[name]})"
        for name in sorted(now.keys() & before.keys())
        if now[name] != before[name]
    ]
    gone = [f"{name} {before[name]}" for name in sorted(before.keys() - now.keys())]
    groups = (("new", new), ("changed", other), ("removed", gone))
    return "; ".join(f"{title}: {_some(names)}" for title, names in groups if names)


def _some(names: list[str]) -> str:
    more = f" and {len(names) - _MOST} more" if len(names) > _MOST else ""
    return ", ".join(names[:_MOST]) + more
