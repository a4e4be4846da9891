"""Which distributions provide an import, by all that is known without a network: never a guess.

For half of the well-known modules whose distribution has another name, the import name belongs
to somebody else's project. So a name is proposed only where something says that it has the module.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum
from functools import cached_property
from typing import TYPE_CHECKING

from venvlens.core import namespaces
from venvlens.core.display import with_version
from venvlens.core.import_table import GENERIC, SOURCES
from venvlens.core.names import (
    DistributionName,
    ImportName,
    distribution_name,
    prefixes,
    top_level,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import PurePath

    from venvlens.core.declarations.declared import Declared
    from venvlens.core.import_table import ImportTable, Listed
    from venvlens.core.survey import Place


class Source(Enum):
    """What tells that a distribution provides an import, the surest first."""

    DECLARED = "declared"
    LOCKED = "locked"
    INSTALLED = "installed"
    """The selected environment has it, or its metadata says so and the files are gone."""
    ELSEWHERE = "elsewhere"
    """Another environment or interpreter of this machine has it."""
    NAMESPACE = "namespace"
    """The rule of its family says so, and the shipped table knows the name."""
    TABLE = "table"
    """The shipped table lists it."""


@dataclass(frozen=True, slots=True)
class Provider:
    """A distribution that provides an import, and how we know."""

    distribution: DistributionName
    source: Source
    reason: str
    """A clause for people, such as ``requirements.txt declares it``."""
    version: str | None = None
    """The version that a lock file or the other environment has."""
    rank: int | None = None
    """Its place among the most downloaded distributions; None if it has none there."""
    vouchers: tuple[str, ...] = ()
    """Who says it, of what the shipped table was made from."""
    is_certain: bool = False
    """Whether nothing else need be offered; at most the first one of an answer is."""


def providers(
    name: ImportName,
    places: Iterable[Place],
    declared: Iterable[Declared],
    locked: Iterable[Declared],
    table: ImportTable,
    *,
    seen_from: PurePath,
    claims: Iterable[Place] = (),
) -> tuple[Provider, ...]:
    """Tell which distributions provide an import, the best first; nothing rather than a guess.

    ``places`` are where else the import's top-level module is, ``claims`` what the selected
    environment has it from, were it by its metadata alone. Paths are shown as seen from a
    folder. If the first answer is not :attr:`~Provider.is_certain`, all are choices for a
    person, and none is to be taken unasked.
    """
    if top_level(name) in GENERIC:
        return ()
    asked = _Asked(name, tuple(places), tuple(claims), table, seen_from)
    best: dict[DistributionName, Provider] = {}
    for one in asked.known(tuple(declared), tuple(locked)):
        first = best.setdefault(one.distribution, one)
        if first.version is None and one.version is not None:
            # What is declared is to have the version that is locked, or that a neighbour has.
            best[one.distribution] = replace(first, version=one.version)
    return asked.judged(tuple(best.values()))


def certain(found: Sequence[Provider]) -> Provider | None:
    """Return the one that may be taken without asking; None if there is no such."""
    return found[0] if found and found[0].is_certain else None


_SURELY_LESS_KNOWN = 5
"""How many times further down in the ranking a rival has to be to leave no doubt."""
_SURELY_LESS_KNOWN_THAN_ITS_NAMESAKE = 2
"""The same where the best one has the module's own name."""
_KNOWN_TO_ALL = 1000
"""A rank up to which a wheel's word suffices, if no other wheel has the module."""
_WELL_KNOWN = 5000
"""A rank up to which a distribution is called so."""


@dataclass(frozen=True)
class _Asked:
    """A question, with what there is to answer it."""

    name: ImportName
    places: tuple[Place, ...]
    claims: tuple[Place, ...]
    table: ImportTable
    seen_from: PurePath

    def known(
        self, declared: tuple[Declared, ...], locked: tuple[Declared, ...]
    ) -> Iterator[Provider]:
        """Yield all that is known, the surest first, a distribution as often as it is told of."""
        yield from self._declared(declared, Source.DECLARED, "declares")
        yield from self._declared(locked, Source.LOCKED, "locks")
        yield from self._installed(self.claims, Source.INSTALLED, "{} has {} installed")
        yield from self._installed(self.places, Source.ELSEWHERE, "{} has it from {}")
        yield from self._proposed()

    def judged(self, found: tuple[Provider, ...]) -> tuple[Provider, ...]:
        """Mark the first answer if it is the only one of its kind and there is no doubt."""
        if not found:
            return ()
        first, *rest = found
        alone = all(one.source is not first.source for one in rest)
        match first.source:
            case Source.TABLE:
                sure = _is_sure(self.name, self.listed)
            case Source.ELSEWHERE:
                # A system's own packages are often none of the index, whatever has their name.
                environments = [place.environment for place in self.places]
                sure = alone and bool(first.rank or not all(e.kind.is_global for e in environments))
            case _:
                sure = alone
        return (replace(first, is_certain=sure), *rest)

    def _declared(
        self, given: tuple[Declared, ...], source: Source, verb: str
    ) -> Iterator[Provider]:
        fitting = self._fitting([one.distribution for one in given]) if given else frozenset()
        for one in given:
            if one.distribution in fitting:
                yield self._made(one.distribution, source, f"{one.file} {verb} it", one.version)

    def _fitting(self, given: Sequence[DistributionName]) -> frozenset[DistributionName]:
        """Return those of the project's own distributions that have the module."""
        found = {one.distribution for one in self.listed}
        found |= {name for name, _ in map(_parted, (*self.places, *self.claims)) if name}
        found = {name for name in found if self._may_have_it(name)}
        found |= set(self._named_after(_among(given)))
        found.add(distribution_name(self.name))
        if not namespaces.in_family(self.name):
            found.add(distribution_name(top_level(self.name)))
        return frozenset(found & set(given))

    def _installed(
        self, places: tuple[Place, ...], source: Source, clause: str
    ) -> Iterator[Provider]:
        for place in places:
            name, version = _parted(place)
            if name is not None and self._may_have_it(name):
                holder = with_version(place.environment, self.seen_from)
                reason = clause.format(holder, place.distribution)
                yield self._made(name, source, reason, version)

    def _may_have_it(self, name: DistributionName) -> bool:
        """Tell whether the owner of a top-level module is more than another of its family."""
        if not namespaces.in_family(self.name):
            return True
        known = {one.distribution for one in self.listed}
        return name in known or bool(self._named_after(_among([name])))

    @cached_property
    def listed(self) -> tuple[Listed, ...]:
        """What the table has for the longest beginning of the name that it knows."""
        found = map(self.table.listed, self._beginnings)
        return next((listed for listed in found if listed), ())

    @cached_property
    def _beginnings(self) -> tuple[ImportName, ...]:
        return tuple(ImportName(one) for one in reversed(tuple(prefixes(self.name))))

    def _named_after(
        self, starting_with: Callable[[str], Sequence[DistributionName]]
    ) -> tuple[DistributionName, ...]:
        """Return which distributions the dotted name is of by the rule of its family.

        What the table knows of a longer beginning of the name is an exception from the rule.
        """
        for beginning in self._beginnings:
            found = namespaces.named_after(beginning, starting_with)
            if found or ("." in beginning and self.table.listed(beginning)):
                return found
        return ()

    def _alike(self) -> tuple[DistributionName, ...]:
        """Return which of those that share a top-level module is named like all of the name."""
        for beginning in self._beginnings[:-1]:
            if self.table.listed(beginning):
                return ()
            found = [n for n in self._listed_for_all if namespaces.is_alike(beginning, n)]
            if found:
                return tuple(found)
        return ()

    @cached_property
    def _listed_for_all(self) -> tuple[DistributionName, ...]:
        return tuple(one.distribution for one in self.table.listed(top_level(self.name)))

    def _proposed(self) -> Iterator[Provider]:
        """Yield what the rule of a family and the table tell."""
        for name in self._named_after(self.table.starting_with) or self._alike():
            rank = self.table.rank(name)
            reason = f"it is named like the import{_downloads(rank)}"
            yield self._made(name, Source.NAMESPACE, reason)
        for one in self.listed:
            fame = "well known" if one.rank <= _WELL_KNOWN else "known"
            reason = f"it is {fame}{_downloads(one.rank)}"
            made = self._made(one.distribution, Source.TABLE, reason)
            vouchers = tuple(text for letter, text in SOURCES.items() if letter in one.sources)
            yield replace(made, vouchers=vouchers)

    def _made(
        self, name: DistributionName, source: Source, reason: str, version: str | None = None
    ) -> Provider:
        return Provider(name, source, reason, version, self.table.rank(name))


def _is_sure(name: ImportName, listed: Sequence[Listed]) -> bool:
    """Tell whether the first of what the table lists for a module leaves no doubt."""
    first, *rivals = listed
    if first.sources == "h":
        return not rivals
    if distribution_name(name) == first.distribution:
        return all(
            rival.rank > _SURELY_LESS_KNOWN_THAN_ITS_NAMESAKE * first.rank for rival in rivals
        )
    if first.sources == "p" and not _is_akin(name, first.distribution):
        return not rivals and first.rank <= _KNOWN_TO_ALL
    return all(rival.rank > _SURELY_LESS_KNOWN * first.rank for rival in rivals)


def _is_akin(name: ImportName, distribution: DistributionName) -> bool:
    """Tell whether one name has the other in it: ``PIL`` and ``pillow``."""
    module, whole = _stem(top_level(name).lower(), "_"), _stem(distribution, "-")
    return module in whole or whole in module


def _stem(name: str, sign: str) -> str:
    parts = [part for part in name.split(sign) if part not in ("py", "python")]
    return "".join(parts) or name


def _among(given: Iterable[DistributionName]) -> Callable[[str], list[DistributionName]]:
    return lambda beginning: [name for name in given if name.startswith(beginning)]


def _parted(place: Place) -> tuple[DistributionName | None, str | None]:
    """Return name and version of what provides a module at a place."""
    if place.distribution is None:
        return None, None
    name, _, version = place.distribution.partition(" ")
    return distribution_name(name), version or None


def _downloads(rank: int | None) -> str:
    return f" ({_ordinal(rank)} most downloaded)" if rank else ""


def _ordinal(number: int) -> str:
    teens = number % 100 in (11, 12, 13)
    ending = "th" if teens else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number:,}{ending}"
