"""From what a file imports to what is wrong with it: one rule, one file."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from venvlens.core.diagnosis import (
    environment_broken,
    environment_missing,
    import_leaked,
    import_leftover,
    import_missing,
    import_missing_relative,
    import_missing_submodule,
    import_shadowed,
    import_stub_only,
    import_wrong_abi,
    import_wrong_platform,
    import_wrong_version,
)
from venvlens.core.diagnosis.judged import Case, Judged, judge
from venvlens.core.exposure import Exposure
from venvlens.core.findings import Finding, Severity
from venvlens.core.ignores import is_ignored
from venvlens.core.names import top_level
from venvlens.core.resolution import Missing, Provided
from venvlens.core.source import lines

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from venvlens.core.names import ImportName

__all__ = ["Case", "Diagnosis", "diagnose"]


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """What a judgement of one file gives."""

    findings: tuple[Finding, ...]
    """In the order of the text."""
    wanted: frozenset[ImportName]
    """Top-level names that are missing here: worth a look elsewhere."""


def diagnose(case: Case) -> Diagnosis:
    """Judge one file. Never raises, whatever the text and the facts."""
    judged = judge(case)
    found = sorted(_found(case, judged), key=lambda f: (f.span.line, f.span.column))
    silenced = lines(case.text) if "venvlens:" in case.text else []
    kept = tuple(f for f in found if not is_ignored(f, silenced))
    return Diagnosis(kept, frozenset(_wanted(judged)))


def _found(case: Case, judged: tuple[Judged, ...]) -> Iterator[Finding]:
    absolute = tuple(one for one in judged if not one.statement.level)
    broken = environment_broken.find(case, absolute)
    if broken is not None:
        # What follows from an environment that cannot run is not said once more.
        yield from _as_set(case, [(Exposure.RUNS, broken)])
        return
    missing = environment_missing.find(case, absolute)
    if missing is not None:
        yield from _as_set(case, [(Exposure.RUNS, missing)])
    for one in judged:
        if one.exposure is not Exposure.NEVER and (finding := _first(case, one)):
            yield from _as_set(case, [(one.exposure, finding)])


# Of an import that fails the first rule that knows why speaks; so does the first that has
# something to say of one that works.
_WHY_MISSING = (
    import_wrong_platform,
    import_wrong_version,
    import_wrong_abi,
    import_stub_only,
    import_missing,
    import_missing_relative,
    import_missing_submodule,
)
_ABOUT_FOUND = (import_leftover, import_stub_only, import_shadowed, import_leaked)


def _first(case: Case, one: Judged) -> Finding | None:
    match one.verdict:
        case Missing() as missing:
            found = (rule.why(case, one, missing) for rule in _WHY_MISSING)
        case Provided() if one.statement.level:
            return None
        case Provided(module=module) if one.exposure is Exposure.RUNS:
            found = (rule.about(case, one, module) for rule in _ABOUT_FOUND)
        case _:
            return None
    return next(filter(None, found), None)


def _as_set(case: Case, found: Iterable[tuple[Exposure, Finding]]) -> Iterator[Finding]:
    """Give each finding the severity that the user wants; what code is ready for is a hint."""
    for exposure, finding in found:
        severity = _severity(case, finding)
        if severity is Severity.OFF:
            continue
        if exposure is not Exposure.RUNS:
            severity = Severity.HINT
        yield finding if severity is finding.severity else replace(finding, severity=severity)


def _severity(case: Case, finding: Finding) -> Severity:
    """Return what the user says, else what the rule says of this case."""
    wanted = case.survey.settings.severity.get(finding.code)
    return wanted or finding.severity


def _wanted(judged: Iterable[Judged]) -> Iterator[ImportName]:
    for one in judged:
        absent = isinstance(one.verdict, Missing) and one.verdict.parent is None
        if absent and one.exposure is not Exposure.NEVER and not one.standard:
            yield top_level(one.name)
