"""What a project says it needs, in whichever of its files: names, with versions where locked."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from packaging.requirements import InvalidRequirement, Requirement
from packaging.specifiers import InvalidSpecifier, SpecifierSet

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
    wish: str = ""
    """What the file asks for behind the name, extras and versions: ``[socks]>=2``."""


_NAME = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?")
_VERSION = re.compile(r"===?\s*([^\s,*]+)|([0-9][^\s,*]*)")
_MOST_CHARACTERS = 2000
"""Of one requirement; none that anybody wrote is longer."""


def declared(requirements: Iterable[str], file: str) -> Iterator[Declared]:
    """Yield what requirements as in PEP 508 name; what is not one is left out."""
    for text in requirements:
        if len(text) > _MOST_CHARACTERS:
            continue
        try:
            requirement = Requirement(text)
        except (InvalidRequirement, RecursionError):
            continue
        yield _declared(requirement, file)


def _declared(requirement: Requirement, file: str) -> Declared:
    extras = f"[{','.join(sorted(requirement.extras))}]" if requirement.extras else ""
    versions = str(requirement.specifier)
    # What follows three signs may be anything, so nobody installs by it unasked.
    wish = extras if "===" in versions else extras + versions
    return Declared(distribution_name(requirement.name), file, exact(versions), wish)


def named(table: Iterable[tuple[str, object]], file: str) -> Iterator[Declared]:
    """Yield what a table has from names to versions, or to tables with a ``version``."""
    for name, value in table:
        version = value.get("version") if isinstance(value, dict) else value
        if _NAME.fullmatch(name):
            text = version if isinstance(version, str) else ""
            yield Declared(distribution_name(name), file, exact(text), _standard(text))


def _standard(versions: str) -> str:
    """Return versions as the standard writes them; a tool's own ``^1.2`` or ``*`` gives nothing."""
    try:
        return str(SpecifierSet(versions))
    except InvalidSpecifier:
        return ""


def exact(specifier: str) -> str | None:
    """Return the version that a specifier such as ``==6.0.2`` asks for; None for a range."""
    match = _VERSION.fullmatch(specifier.strip())
    return (match[1] or match[2]) if match else None
