"""``environment-broken``: the project's environment cannot run."""

from __future__ import annotations

from typing import TYPE_CHECKING

from venvlens.core.display import called, clause
from venvlens.core.environment import FaultCode, Kind
from venvlens.core.findings import Code, Finding, Severity
from venvlens.core.resolution import Provided
from venvlens.core.search_path import EntryKind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from venvlens.core.diagnosis.judged import Case, Judged
    from venvlens.core.environment import Environment


def find(case: Case, judged: Sequence[Judged]) -> Finding | None:
    """Say once for a file that its environment cannot run."""
    environment = case.survey.selection.environment
    if environment is None or environment.runs or not judged:
        return None
    at = next((one for one in judged if _from_environment(one)), judged[0])
    reason = clause(environment.faults[0])
    message = f"{called(environment, case.survey.project)} cannot run: {reason}"
    message += _WAYS_OUT.get(environment.kind, "") if _lacks_python(environment) else ""
    return Finding(Code.ENVIRONMENT_BROKEN, Severity.ERROR, at.span, message, at.name)


_WAYS_OUT = {
    Kind.CONDA: " (`conda install python` adds one)",
    Kind.PIXI: " (`pixi add python` adds one)",
}


def _lacks_python(environment: Environment) -> bool:
    return environment.faults[0].code is FaultCode.NO_PYTHON


def _from_environment(one: Judged) -> bool:
    if one.standard:
        return False
    match one.verdict:
        case Provided(module=module):
            return module.entry is None or module.entry.kind is EntryKind.SITE_PACKAGES
        case _:
            return True
