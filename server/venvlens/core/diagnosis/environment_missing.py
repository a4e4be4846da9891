"""``environment-missing``: third-party imports in a project without an environment."""

from __future__ import annotations

from typing import TYPE_CHECKING

from venvlens.core.display import with_version
from venvlens.core.exposure import Exposure
from venvlens.core.findings import Code, Finding, Severity
from venvlens.core.names import top_level
from venvlens.core.resolution import Missing, Unknown

if TYPE_CHECKING:
    from collections.abc import Sequence

    from venvlens.core.diagnosis.judged import Case, Judged
    from venvlens.core.names import ImportName

_SHOWN = 2
"""Names in a message before the rest becomes a number."""


def find(case: Case, judged: Sequence[Judged]) -> Finding | None:
    """Say once for a file that its project has no environment."""
    if case.survey.selection.environment is not None:
        return None
    used = [j for j in judged if j.third_party and j.exposure is Exposure.RUNS]
    if not used:
        return None
    message = f"This project has no virtual environment{_what_follows(case, used)}"
    if case.survey.selection.open is not None:
        message = case.survey.selection.open  # a script has an environment of its own
    first = used[0]
    return Finding(Code.ENVIRONMENT_MISSING, Severity.WARNING, first.span, message, first.name)


def _what_follows(case: Case, used: Sequence[Judged]) -> str:
    fallback = case.survey.selection.fallback
    if fallback is None:
        return ", and no Python was found on PATH"
    python = with_version(fallback, case.survey.project)
    absent, unknown = _named(used, Missing), _named(used, Unknown)
    if unknown and not absent:
        return f", and no file tells whether {python} has {_listed(unknown)}"
    if not absent:
        return f": these imports come from {python}"
    places = case.elsewhere.places
    names, verb = _listed(absent), "is" if len(absent) == 1 else "are"
    if all(name in places and not places[name] for name in absent):
        return f", and {names} {verb} not installed anywhere"
    return f", and {names} {verb} not installed for {python}"


def _named(used: Sequence[Judged], kind: type[Missing | Unknown]) -> tuple[ImportName, ...]:
    return tuple(dict.fromkeys(top_level(j.name) for j in used if isinstance(j.top, kind)))


def _listed(names: tuple[ImportName, ...]) -> str:
    shown = [f"`{name}`" for name in names[:_SHOWN]]
    rest = len(names) - len(shown)
    if rest:
        return f"{', '.join(shown)} and {rest} more"
    return " and ".join(shown)
