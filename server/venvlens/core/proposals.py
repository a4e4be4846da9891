"""What the shipped table and the rules of families tell of an import."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from venvlens.core import namespaces
from venvlens.core.names import DistributionName, ImportName, distribution_name, prefixes, top_level

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from venvlens.core.import_table import ImportTable, Listed

_SURELY_LESS_KNOWN = 5
"""How many times further down in the ranking a rival has to be to leave no doubt."""
_SURELY_LESS_KNOWN_THAN_ITS_NAMESAKE = 2
"""The same where the best one has the module's own name."""
_SURELY_LESS_KNOWN_WHATEVER_ITS_NAME = 10
"""The same where the best one is named otherwise, and only its wheel speaks for it."""
_KNOWN_TO_ALL = 1000
"""A rank down to which a wheel's word alone suffices at all."""


@dataclass(frozen=True)
class Proposals:
    """What is generally known of an import, whatever the project and the machine have."""

    name: ImportName
    table: ImportTable

    @cached_property
    def listed(self) -> tuple[Listed, ...]:
        """What the table has for the longest beginning of the name that it knows."""
        found = map(self.table.listed, self._beginnings)
        return next((listed for listed in found if listed), ())

    @cached_property
    def named(self) -> tuple[DistributionName, ...]:
        """What the table knows and is named like the import, in a family that shares its top."""
        return self._named_after(self.table.starting_with) or self._alike()

    @property
    def is_sure(self) -> bool:
        """Whether the first of what the table lists leaves no doubt."""
        first, *rivals = self.listed
        ratio = _SURELY_LESS_KNOWN
        if first.sources == "h":
            return not rivals
        if distribution_name(self.name) == first.distribution:
            ratio = _SURELY_LESS_KNOWN_THAN_ITS_NAMESAKE
        elif first.sources == "p" and not _is_akin(self.name, first.distribution):
            ratio = _SURELY_LESS_KNOWN_WHATEVER_ITS_NAME
            if first.rank > _KNOWN_TO_ALL:
                return False
        return all(rival.rank > ratio * first.rank for rival in rivals)

    def fitting(self, given: Iterable[DistributionName]) -> frozenset[DistributionName]:
        """Return those of some distributions that have the import by the table or by their name.

        The names need not be in the table: the project's own are asked for like this.
        """
        known = frozenset(given)
        found = {one.distribution for one in self.listed} | {distribution_name(self.name)}
        found |= set(self._named_after(lambda start: [n for n in known if n.startswith(start)]))
        if not namespaces.in_family(self.name):
            found.add(distribution_name(top_level(self.name)))
        return known & found

    def may_have_it(self, owner: DistributionName) -> bool:
        """Tell whether the owner of a top-level module is more than another of its family."""
        return not namespaces.in_family(self.name) or bool(self.fitting([owner]))

    def _named_after(
        self, starting_with: Callable[[str], Sequence[DistributionName]]
    ) -> tuple[DistributionName, ...]:
        """Return which distributions the name is of by the rule of its family.

        What the table knows of a longer beginning of the name is an exception from the rule.
        """
        for beginning in self._beginnings:
            found = namespaces.named_after(beginning, starting_with)
            if found or ("." in beginning and self.table.listed(beginning)):
                return found
        return ()

    def _alike(self) -> tuple[DistributionName, ...]:
        """Return which of those that share a top-level module is named like all of the name."""
        sharing = [one.distribution for one in self.table.listed(top_level(self.name))]
        for beginning in self._beginnings[:-1]:
            if self.table.listed(beginning):
                return ()
            found = [name for name in sharing if namespaces.is_alike(beginning, name)]
            if found:
                return tuple(found)
        return ()

    @cached_property
    def _beginnings(self) -> tuple[ImportName, ...]:
        """The name and what is above it, the longest first."""
        return tuple(ImportName(one) for one in reversed(tuple(prefixes(self.name))))


def _is_akin(name: ImportName, distribution: DistributionName) -> bool:
    """Tell whether one name has the other in it: ``PIL`` and ``pillow``."""
    module, whole = _stem(top_level(name).lower(), "_"), _stem(distribution, "-")
    return module in whole or whole in module


def _stem(name: str, sign: str) -> str:
    parts = [part for part in name.split(sign) if part not in ("py", "python")]
    return "".join(parts) or name
