"""Import names and distribution names, and the only functions that make them."""

from __future__ import annotations

from typing import NewType

from packaging.utils import canonicalize_name

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


def distribution_name(text: str) -> DistributionName:
    """Normalise the name of a distribution."""
    return DistributionName(canonicalize_name(text))
