"""What a project says it needs, in whichever of its files: names, with versions where locked."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from packaging.requirements import InvalidRequirement, Requirement

from venvlens.core.names import distribution_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from venvlens.core.names import DistributionName


@dataclass(frozen=True, slots=True)
class Declared:
    """A distribution that a file of the project names."""

    distribution: DistributionName
    file: str
    """The file as people call it, from the project: ``requirements/dev.txt``."""
    version: str | None = None
    """The one version that the file leaves possible, as lock files do."""


_NAME = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?")
_VERSION = re.compile(r"===?\s*([^\s,*]+)|([0-9][^\s,*]*)")
_MOST_CHARACTERS = 2000
"""Of one requirement; none that anybody wrote is longer."""


def declared(requirements: Iterable[str], file: str) -> Iterator[Declared]:
    """Yield what requirements as in PEP 508 name; what is not one is left out."""
    for text in requirements:
        try:
            requirement = Requirement(text[:_MOST_CHARACTERS])
        except (InvalidRequirement, RecursionError):
            continue
        yield Declared(distribution_name(requirement.name), file, exact(str(requirement.specifier)))


def named(table: Iterable[tuple[str, object]], file: str) -> Iterator[Declared]:
    """Yield what a table has from names to versions, or to tables with a ``version``."""
    for name, value in table:
        version = value.get("version") if isinstance(value, dict) else value
        if _NAME.fullmatch(name):
            only = exact(version) if isinstance(version, str) else None
            yield Declared(distribution_name(name), file, only)


def exact(specifier: str) -> str | None:
    """Return the version that a specifier such as ``==6.0.2`` asks for; None for a range."""
    match = _VERSION.fullmatch(specifier.strip())
    return (match[1] or match[2]) if match else None
