"""Which distributions have which modules, as far as nearly everybody's go: the shipped table.

The table is a text, so that two versions of it can be compared, and is asked as it is: to make
objects of its 15,000 lines would take longer than all that is ever looked for in it. After a
heading there is a line for each of the most downloaded distributions, the first one the most::

    pyyaml _yaml=p yaml=pct

Behind the name is what it provides, with the letters of :data:`SOURCES` that say so. Where the
module's name is the distribution's own, with ``_`` for ``-``, it is left out: ``requests =pct``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING

from venvlens.core.names import DistributionName, ImportName, distribution_name

if TYPE_CHECKING:
    from collections.abc import Iterator

FORMAT = "venvlens import table 1"

SOURCES = MappingProxyType(
    {
        "h": "our own list",
        "c": "conda's list",
        "t": "typeshed's list",
        "p": "its own wheel",
    }
)
"""Letters of the table to who says that a distribution provides a module, the surest first."""

_GENERIC = """
account admin agent agents analytics api app apps assets auth backend base bench benchmark
benchmarks bin cache calc ci cli client clients command commands common commons conf config
configs configuration conftest constants contrib controllers core custom data database db debug
demo demos deploy deployment dev dist doc docs dummy env errors etc evaluation example examples
exceptions experiments ext extension extensions extras fixtures foo forms frontend functions
generated gui handlers hello helloworld helper helpers home images include infra input integration
integration_tests interface interfaces internal lib libs license licenses local log logger logs
main manage middleware migrations misc mock_data model models module modules my_module my_package
mymodule mypackage network node_modules notebooks output package packages parser pipeline
pipelines plugin plugins private production project projects public release releases report
reports repository requirements resource resources run runner runtime sample samples scratch
script scripts sdk search server servers service services settings setup shared site_packages spec
src static stubs task tasks template templates test test_project test_utils testapp testing tests
tool tools training tutorial tutorials ui unit_tests util utilities utility utils vendor venv
version views web_app wheelhouse worker workers
"""

GENERIC = frozenset(_GENERIC.split())
"""Names that projects give to their own modules: a distribution that has one says nothing."""


@dataclass(frozen=True, slots=True)
class Listed:
    """A distribution that the table lists for a module."""

    distribution: DistributionName
    rank: int
    """1 for the most downloaded distribution of all."""
    sources: str
    """Letters of :data:`SOURCES`."""


@dataclass(frozen=True)
class ImportTable:
    """The shipped table, or another text in its format."""

    text: str = field(repr=False)

    @cached_property
    def names(self) -> tuple[DistributionName, ...]:
        """All distributions that may be proposed, the most downloaded first."""
        lines = self.text.split("\n")[1:]
        return tuple(DistributionName(line.partition(" ")[0]) for line in lines if line)

    def listed(self, module: ImportName) -> tuple[Listed, ...]:
        """Return what provides a top-level module, the best first.

        What somebody has judged goes before what only wheels tell; then downloads decide.
        """
        found = {one.distribution: one for one in self._find(module)}
        return tuple(sorted(found.values(), key=lambda one: (one.sources == "p", one.rank)))

    def rank(self, distribution: DistributionName) -> int | None:
        """Return the place of a distribution among the most downloaded; None if it has none."""
        for end in (" ", "\n"):
            at = self.text.find(f"\n{distribution}{end}")
            if at >= 0:
                return self._rank(at)
        return None

    def modules(self, distribution: DistributionName) -> tuple[ImportName, ...]:
        """Return the modules that a distribution provides."""
        start = self.text.find(f"\n{distribution} ") + 1
        if not start:
            return ()
        tokens = self.text[start : self.text.find("\n", start)].split(" ")[1:]
        own = distribution.replace("-", "_")
        return tuple(ImportName(token.partition("=")[0] or own) for token in tokens)

    def starting_with(self, beginning: str) -> tuple[DistributionName, ...]:
        """Return the distributions whose names start with something, most downloaded first."""
        found = re.findall(rf"\n({re.escape(beginning)}[^ \n]*)", self.text)
        return tuple(map(DistributionName, found))

    def _find(self, module: ImportName) -> Iterator[Listed]:
        own = distribution_name(module)
        if module == own.replace("-", "_"):
            yield from self._hits(f"\n{own} =")
        yield from self._hits(f" {module}=")

    def _hits(self, wanted: str) -> Iterator[Listed]:
        at = self.text.find(wanted)
        while at >= 0:
            start = self.text.rfind("\n", 0, at + 1)
            end = self.text.find("\n", at + 1)
            name = DistributionName(self.text[start + 1 : end].partition(" ")[0])
            sources = self.text[at + len(wanted) : end].partition(" ")[0]
            yield Listed(name, self._rank(start), sources)
            at = self.text.find(wanted, at + 1)

    def _rank(self, at: int) -> int:
        """Count the lines down to the one that starts behind a line's end."""
        return self.text.count("\n", 0, at + 1)


NO_TABLE = ImportTable("")
"""A table without a line."""
