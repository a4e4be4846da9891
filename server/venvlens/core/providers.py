"""Which distributions provide an import, by all that is known without a network: never a guess.

For half of the well-known modules whose distribution has another name, the import name belongs
to somebody else's project. So a name is proposed only where something says that it has the module.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum
from typing import TYPE_CHECKING

from venvlens.core.display import with_version
from venvlens.core.import_table import GENERIC, SOURCES
from venvlens.core.names import DistributionName, distribution_name, top_level
from venvlens.core.proposals import Proposals

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import PurePath

    from venvlens.core.declarations.declared import Declared
    from venvlens.core.import_table import ImportTable
    from venvlens.core.names import ImportName
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
    """The one version that the project's files have decided on, or that the environment has."""
    wish: str = ""
    """What the project asks for behind the name, if it declares it: ``[socks]>=2``."""
    rank: int | None = None
    """Its place among the most downloaded distributions; None if it has none there."""
    vouchers: tuple[str, ...] = ()
    """Who says it, of what the shipped table was made from."""
    is_certain: bool = False
    """Whether nothing else need be offered; at most the first one of an answer is."""

    @property
    def requirement(self) -> str:
        """What to install: with the version that the project has decided on, or as it declares."""
        if self.version is None or self.source not in (Source.DECLARED, Source.LOCKED):
            return f"{self.distribution}{self.wish}"
        extras = self.wish.partition("]")[0] + "]" if self.wish.startswith("[") else ""
        return f"{self.distribution}{extras}=={self.version}"


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
    asked = _Asked(Proposals(name, table), tuple(places), tuple(claims), seen_from)
    best: dict[DistributionName, Provider] = {}
    for one in asked.known(tuple(declared), tuple(locked)):
        first = best.setdefault(one.distribution, one)
        if first.version is None and one.source is Source.LOCKED:
            best[one.distribution] = replace(first, version=one.version)
    return asked.judged(tuple(best.values()))


def certain(found: Sequence[Provider]) -> Provider | None:
    """Return the one that may be taken without asking; None if there is no such."""
    return found[0] if found and found[0].is_certain else None


_WELL_KNOWN = 5000
"""A rank up to which a distribution is called so."""


@dataclass(frozen=True)
class _Asked:
    """A question, with what there is to answer it."""

    proposals: Proposals
    places: tuple[Place, ...]
    claims: tuple[Place, ...]
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
        sure = all(one.source is not first.source for one in rest)
        match first.source:
            case Source.TABLE:
                sure = self.proposals.is_sure
            case Source.ELSEWHERE if first.rank is None:
                # A system's own packages are often none of the index, whatever has their name.
                sure = sure and not all(p.environment.kind.is_global for p in self.places)
        return (replace(first, is_certain=sure), *rest)

    def _declared(
        self, given: tuple[Declared, ...], source: Source, verb: str
    ) -> Iterator[Provider]:
        if not given:
            return
        owners = {name for name, _ in map(_parted, (*self.places, *self.claims)) if name}
        fitting = self.proposals.fitting(one.distribution for one in given)
        fitting |= {name for name in owners if self.proposals.may_have_it(name)}
        for one in given:
            if one.distribution in fitting:
                # A lock may hold several versions, each for other systems or Pythons.
                versions = {other.version for other in given if _is_same(one, other)}
                version = one.version if len(versions) == 1 else None
                made = self._made(one.distribution, source, f"{one.file} {verb} it", version)
                yield replace(made, wish=one.wish if source is Source.DECLARED else "")

    def _installed(
        self, places: tuple[Place, ...], source: Source, clause: str
    ) -> Iterator[Provider]:
        for place in places:
            name, version = _parted(place)
            if name is not None and self.proposals.may_have_it(name):
                holder = with_version(place.environment, self.seen_from)
                reason = clause.format(holder, place.distribution)
                yield self._made(name, source, reason, version)

    def _proposed(self) -> Iterator[Provider]:
        """Yield what the rule of a family and the table tell."""
        for name in self.proposals.named:
            clause = f"it is named like the import{_downloads(self._rank(name))}"
            yield self._made(name, Source.NAMESPACE, clause)
        for one in self.proposals.listed:
            fame = "well known" if one.rank <= _WELL_KNOWN else "known"
            clause = f"it is {fame}{_downloads(one.rank)}"
            vouchers = tuple(text for letter, text in SOURCES.items() if letter in one.sources)
            yield replace(self._made(one.distribution, Source.TABLE, clause), vouchers=vouchers)

    def _made(
        self, name: DistributionName, source: Source, reason: str, version: str | None = None
    ) -> Provider:
        return Provider(name, source, reason, version, rank=self._rank(name))

    def _rank(self, name: DistributionName) -> int | None:
        return self.proposals.table.rank(name)


def _is_same(one: Declared, other: Declared) -> bool:
    return (one.distribution, one.file) == (other.distribution, other.file)


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
