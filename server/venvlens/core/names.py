"""Import names and distribution names, and the only functions that make them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NewType

from packaging.utils import canonicalize_name

if TYPE_CHECKING:
    from collections.abc import Iterator

ImportName = NewType("ImportName", str)
"""A dotted name of identifiers, as in ``import a.b``."""

DistributionName = NewType("DistributionName", str)
"""A normalised name of a distribution (PEP 503), as in ``pip install``."""


def import_name(text: str) -> ImportName | None:
    """Read a dotted import name; anything that is not one gives None."""
    parts = text.split(".")
    return ImportName(text) if all(part.isidentifier() for part in parts) else None


def top_level(name: ImportName) -> ImportName:
    """Return the first part of a dotted name."""
    return ImportName(name.partition(".")[0])


def prefixes(name: str) -> Iterator[str]:
    """Yield ``a``, ``a.b`` and ``a.b.c`` for ``a.b.c``."""
    end = name.find(".")
    while end >= 0:
        yield name[:end]
        end = name.find(".", end + 1)
    yield name


def distribution_name(text: str) -> DistributionName:
    """Normalise the name of a distribution."""
    return DistributionName(canonicalize_name(text))
