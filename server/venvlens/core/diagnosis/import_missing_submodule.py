"""``import-missing-submodule``: the package is there, the module in it is not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from venvlens.core import implementation
from venvlens.core.display import called, short, with_version
from venvlens.core.findings import Code, Finding, Related, Severity
from venvlens.core.names import ImportName

if TYPE_CHECKING:
    from venvlens.core.diagnosis.judged import Case, Judged
    from venvlens.core.resolution import Missing, Module


def why(case: Case, judged: Judged, missing: Missing) -> Finding | None:
    """Report a module that its package does not hold."""
    parent = missing.parent
    if parent is None:
        return None
    name = ImportName(missing.name)
    child = missing.name.rpartition(".")[2]
    message = f"`{parent.name}` has no submodule `{child}`{_whose(case, parent)}"
    related = (Related(parent.file, f"this is `{parent.name}`"),) if parent.file else ()
    severity = Severity.ERROR
    return Finding(Code.IMPORT_MISSING_SUBMODULE, severity, judged.span, message, name, related)


def _whose(case: Case, parent: Module) -> str:
    survey = case.survey
    if parent.entry is not None and parent.entry.kind.is_first_party:
        place = parent.file or next(iter(parent.locations or ()), None)
        return f" ({short(place, survey.project)})" if place else ""
    interpreter = survey.selection.interpreter
    if interpreter is None:
        return ""
    owner = case.owner_of(parent)
    if owner is None:
        return f" in {with_version(interpreter, survey.project)}"
    where = called(interpreter, survey.project)
    if interpreter.kind.is_global:
        where = f"the global {implementation.shown(interpreter.implementation)}"
    return f" ({owner} in {where})"
