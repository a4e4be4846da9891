"""Using another environment that is there already."""

from __future__ import annotations

from typing import TYPE_CHECKING

from venvlens.core.fixes.values import Choose, Fix, Possibilities, Use

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from venvlens.core.environment import Environment
    from venvlens.core.survey import Survey

_MOST_LENDERS = 3
"""A menu of every environment in a large workspace helps nobody."""


def uses(siblings: Iterable[Environment], survey: Survey) -> Iterator[Fix]:
    """Yield the choice of each of some environments."""
    for sibling in siblings:
        yield Use(survey.project, sibling)


def choices(possible: Possibilities, survey: Survey) -> Iterator[Fix]:
    """Yield the choice of what could lend its packages, and last the choice among all."""
    yield from uses(lenders(possible), survey)
    yield Choose(survey.project)


def lenders(possible: Possibilities) -> tuple[Environment, ...]:
    """Return the environments worth a line in a menu: those that have the import first."""
    first = holders(possible)
    others = [sibling for sibling in possible.siblings if sibling not in first]
    return (*first, *others)[:_MOST_LENDERS]


def holders(possible: Possibilities) -> tuple[Environment, ...]:
    """Return the environments that have the import."""
    holding = {place.environment.prefix for place in possible.places}
    return tuple(sibling for sibling in possible.siblings if sibling.prefix in holding)
