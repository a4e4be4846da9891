"""A requirement as the lists of each format spell it, and where in a list it belongs."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from packaging.version import InvalidVersion, Version

from venvlens.core.names import distribution_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from packaging.requirements import Requirement
    from packaging.specifiers import Specifier, SpecifierSet

    from venvlens.core.names import DistributionName

_NAME = re.compile(
    r"[ \t]*([A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?)[ \t]*(?=[\[(<>=!~;@,#]|\s|$)"
)
_IN_BRACKETS = re.compile(r"[A-Za-z0-9._-]+(?:\[[^\]]*\])? *\(")
_SPACED = re.compile(r"[A-Za-z0-9._-]+(?:\[[^\]]*\])? +[<>=!~]")
_TIGHT = re.compile(r"[A-Za-z0-9._-]+(?:\[[^\]]*\])?[<>=!~]")
_ORDER = ("===", "==", "~=", ">=", ">", "!=", "<=", "<")


def name_of(text: str) -> DistributionName | None:
    """Return the name at the start of a requirement; None if there is none, as in a path."""
    found = _NAME.match(text)
    return distribution_name(found[1]) if found else None


def position(names: Sequence[DistributionName | None], name: DistributionName) -> int:
    """Return where in a list a name belongs: before which index.

    In its order, if all names of the list are in order and there are two at least. Otherwise
    behind the last name: what has none (an included group, a path) says nothing of an order.
    """
    known = [(index, one) for index, one in enumerate(names) if one is not None]
    if not known:
        return len(names)
    end = known[-1][0] + 1
    ordered = [one for _, one in known]
    if len(known) < 2 or ordered != sorted(ordered):
        return end
    return next((index for index, one in known if one > name), end)


def clauses(specifier: SpecifierSet) -> list[Specifier]:
    """Return the clauses of a specifier, lower bounds first; a set has lost the order."""
    return sorted(specifier, key=lambda one: (_ORDER.index(one.operator), one.version))


def specifiers(specifier: SpecifierSet) -> str:
    """Return a specifier as people write it: ``>=2,<3``."""
    return ",".join(str(one) for one in clauses(specifier))


def name_with_extras(requirement: Requirement) -> str:
    """Return ``requests[socks]``."""
    extras = ",".join(sorted(requirement.extras))
    return f"{requirement.name}[{extras}]" if extras else requirement.name


def pep508(requirement: Requirement, neighbours: Iterable[str] = ()) -> str:
    """Return a requirement as in PEP 508, spaced as its neighbours are."""
    text = name_with_extras(requirement)
    if requirement.url:
        text += f" @ {requirement.url}"
    elif requirement.specifier:
        text += _versions(specifiers(requirement.specifier), list(neighbours))
    if requirement.marker is not None:
        # A blank before the semicolon ends a URL; without a URL none is usual.
        text += f"{' ' if requirement.url else ''}; {requirement.marker}"
    return text


def caret(specifier: SpecifierSet) -> str | None:
    """Return ``^2.1`` for ``>=2.1,<3``; None for what is not exactly a caret's range."""
    bounds = {one.operator: one.version for one in specifier}
    if set(bounds) != {">=", "<"} or len(specifier) != 2:
        return None
    try:
        lower, upper = Version(bounds[">="]), Version(bounds["<"])
    except InvalidVersion:
        return None
    parts = lower.release
    first = next((i for i, part in enumerate(parts) if part), None)
    plain = not (lower.is_prerelease or lower.is_postrelease or lower.epoch or lower.local)
    if first is None or not plain:
        return None
    above = Version(".".join(map(str, (*parts[:first], parts[first] + 1))))
    return f"^{bounds['>=']}" if upper == above else None


def _versions(text: str, neighbours: list[str]) -> str:
    if any(_IN_BRACKETS.match(one) for one in neighbours):
        return f" ({text})"
    spaced = any(_SPACED.match(one) for one in neighbours)
    tight = any(_TIGHT.match(one) for one in neighbours)
    return f" {text}" if spaced and not tight else text
