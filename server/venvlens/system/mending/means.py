"""What there is to mend the findings of one file with."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from venvlens.core import fixes
from venvlens.core.findings import Code, Severity
from venvlens.core.fixes.repair import isolations
from venvlens.core.names import top_level
from venvlens.core.resolution import Provided
from venvlens.core.search_path import EntryKind
from venvlens.system.disk import NotSeenError
from venvlens.system.mending.installing import manager
from venvlens.system.possibilities import possibilities
from venvlens.system.real_machine import machine_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from venvlens.core.findings import Finding
    from venvlens.core.fixes import Fix, Possibilities
    from venvlens.core.names import ImportName
    from venvlens.system.disk import Looks
    from venvlens.system.elsewhere import Looked
    from venvlens.system.inspector import Inspection, Inspector
    from venvlens.system.toolbox import Toolbox

_ABSENT = (Code.IMPORT_MISSING, Code.IMPORT_GLOBAL_ONLY)
_MOST_NAMES = 50
"""Missing imports of one file that are mended together."""


@dataclass(frozen=True)
class Means:
    """One file, and what may be done about what is wrong with it."""

    found: Inspection
    looked: Looked
    looks: Looks
    inspector: Inspector
    toolbox: Toolbox
    _known: dict[ImportName, Possibilities] = field(default_factory=dict)

    def fixes(self, finding: Finding) -> Iterator[Fix]:
        """Yield what would mend a finding, the best first."""
        yield from fixes.fixes(finding, self.found.survey, self.possible(finding.name))
        if finding.code is Code.IMPORT_LEAKED and self._comes_from_the_base(finding.name):
            yield from isolations(self.found.survey.selection.environment)

    def together(self, findings: Iterable[Finding]) -> Fix | None:
        """Return what mends all missing imports of the file, if some findings are of them."""
        return self._together if any(one.code in _ABSENT for one in findings) else None

    def possible(self, name: ImportName) -> Possibilities:
        """Gather what could mend a finding about an import, once for a menu."""
        top = top_level(name)
        if top not in self._known:
            machine = machine_of(self.inspector.surveyor.host, self.looks)
            asked = top, self.found.survey, self.looked, machine, self.toolbox
            self._known[top] = possibilities(*asked, adder=self._adder, file=self.found.file)
        return self._known[top]

    def _comes_from_the_base(self, name: ImportName) -> bool:
        """Tell whether it is ``include-system-site-packages`` that lets an import be found."""
        try:
            verdict = self.found.resolver.resolve(name)
        except NotSeenError:
            return False
        match verdict:
            case Provided(module=module):
                leaks = (EntryKind.SYSTEM_SITE, EntryKind.USER_SITE)
                return module.entry is not None and module.entry.kind in leaks
            case _:
                return False

    @cached_property
    def _together(self) -> Fix | None:
        """What installs all that is missing in the file."""
        wanted = dict.fromkeys(
            finding.name
            for finding in self.found.diagnosis.findings
            if finding.code in _ABSENT and finding.severity is not Severity.HINT
        )
        names = tuple(wanted)[:_MOST_NAMES]
        return fixes.install_all(names, self.found.survey, map(self.possible, names))

    @cached_property
    def _adder(self) -> str | None:
        survey = self.found.survey
        environment = survey.selection.environment
        if environment is None:
            return None
        machine = machine_of(self.inspector.surveyor.host, self.looks)
        found = manager(survey.project, environment, machine, self.toolbox)
        return found.name if found else None
