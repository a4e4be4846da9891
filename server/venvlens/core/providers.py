"""Which distribution to install for a missing import: known, or nothing."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from packaging.requirements import InvalidRequirement, Requirement

from venvlens.core.names import DistributionName, ImportName, distribution_name, top_level
from venvlens.core.well_known import DISTRIBUTIONS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from venvlens.core.survey import Place

# Comments, options such as --hash, and the sign that the line goes on.
_NOT_OF_REQUIREMENT = re.compile(r"\s(?:#|--)|\s*\\$")


@dataclass(frozen=True, slots=True)
class Provider:
    """A distribution that provides an import, and how we know."""

    distribution: DistributionName
    source: str
    """A clause such as ``requirements.txt declares it``."""


def provider(
    name: ImportName, places: Iterable[Place], declared: Iterable[DistributionName]
) -> Provider | None:
    """Tell what to install for an import; None rather than a guess.

    What another environment has it from is certain; then what the project declares; then
    the names that nearly everybody installs.
    """
    for place in places:
        if place.distribution is not None:
            found = distribution_name(place.distribution.partition(" ")[0])
            return Provider(found, f"{place.environment.prefix} has it from there")
    top = top_level(name)
    known = DISTRIBUTIONS.get(top)
    usual = distribution_name(known or top)
    if usual in set(declared):
        return Provider(usual, "the project declares it")
    return Provider(usual, "it is well known") if known else None


def declared_names(requirements: Iterable[str]) -> tuple[DistributionName, ...]:
    """Return the names in a list of requirements; what is not one is left out."""
    names: list[DistributionName] = []
    for text in requirements:
        try:
            names.append(distribution_name(Requirement(text).name))
        except InvalidRequirement:
            continue
    return tuple(dict.fromkeys(names))


def lines_of_requirements(text: str) -> tuple[str, ...]:
    """Return the requirements in the text of a requirements file, options left out."""
    lines = (_NOT_OF_REQUIREMENT.split(line)[0].strip() for line in text.splitlines())
    return tuple(line for line in lines if line and line[0] not in "#-")
