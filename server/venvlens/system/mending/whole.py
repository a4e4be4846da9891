"""What would mend many files at once: the environment first, then all that is missing from it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from venvlens.core.findings import Code, Severity
from venvlens.core.fixes import Create, Install
from venvlens.core.fixes.create import creations
from venvlens.core.fixes.install import sure_requirement, takes_packages
from venvlens.core.fixes.repair import replacements
from venvlens.core.names import ImportName, top_level
from venvlens.system.disk import Looks
from venvlens.system.elsewhere import look
from venvlens.system.possibilities import possibilities
from venvlens.system.real_machine import machine_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path, PurePath

    from venvlens.core.fixes import Fix, Possibilities
    from venvlens.core.survey import Survey
    from venvlens.system.disk import Disk
    from venvlens.system.host import Host
    from venvlens.system.results import Checked
    from venvlens.system.toolbox import Toolbox

_MENDED = frozenset(
    {
        Code.ENVIRONMENT_MISSING,
        Code.ENVIRONMENT_BROKEN,
        Code.IMPORT_MISSING,
        Code.IMPORT_GLOBAL_ONLY,
    }
)


@dataclass(frozen=True, slots=True)
class Lacking:
    """The files of one project that have one environment, and what they lack."""

    survey: Survey
    names: tuple[ImportName, ...]
    """Top-level modules, each once; for a missing environment the one it is shown at."""


@dataclass(frozen=True, slots=True)
class Mending:
    """What may be done about it."""

    fix: Fix | None
    """None if nothing is known that would help."""
    undecided: tuple[ImportName, ...] = ()
    """Modules for which no distribution is beyond doubt: a person has to choose."""


def lacking(checked: Iterable[Checked]) -> tuple[Lacking, ...]:
    """Gather what files lack, by their environment and project."""
    surveys: dict[tuple[PurePath | None, PurePath], Survey] = {}
    names: dict[tuple[PurePath | None, PurePath], dict[ImportName, None]] = {}
    for one in checked:
        environment = one.survey.selection.environment
        key = environment.prefix if environment else None, one.survey.project
        for finding in one.findings:
            if finding.code in _MENDED and finding.severity is not Severity.HINT:
                surveys.setdefault(key, one.survey)
                names.setdefault(key, {})[top_level(finding.name)] = None
    return tuple(Lacking(survey, tuple(names[key])) for key, survey in surveys.items())


def mending(
    one: Lacking, workspaces: Sequence[Path], host: Host, disk: Disk, toolbox: Toolbox
) -> Mending:
    """Return what to do first; what it leaves is seen when the files are judged again."""
    looked = look(one.names, one.survey, workspaces, host, disk)
    machine = machine_of(host, Looks(disk))
    possible = [possibilities(name, one.survey, looked, machine, toolbox) for name in one.names]
    environment = one.survey.selection.environment
    if environment is None:
        return Mending(next(_unasked(creations(one.survey, possible[0])), None))
    if not environment.runs:
        return Mending(next(iter(replacements(one.survey, possible[0])), None))
    return _installing(one, possible)


def _unasked(found: Iterable[Fix]) -> Iterator[Fix]:
    """Leave out what asks which Python to use."""
    for fix in found:
        if not isinstance(fix, Create) or fix.interpreter or fix.command:
            yield fix


def _installing(one: Lacking, possible: Sequence[Possibilities]) -> Mending:
    environment = one.survey.selection.environment
    sure = [
        sure_requirement(name, one.survey, there)
        for name, there in zip(one.names, possible, strict=True)
    ]
    undecided = tuple(name for name, wanted in zip(one.names, sure, strict=True) if wanted is None)
    wanted = tuple(dict.fromkeys(filter(None, sure)))
    if environment is None or not wanted or not takes_packages(environment):
        return Mending(None, undecided)
    return Mending(Install(environment, wanted), undecided)
