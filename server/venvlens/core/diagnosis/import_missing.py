"""``import-missing`` and ``import-global-only``: a module that the environment lacks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from venvlens.core.display import with_version
from venvlens.core.findings import Code, Finding, Related, Severity
from venvlens.core.names import ImportName

if TYPE_CHECKING:
    from venvlens.core.diagnosis.judged import Case, Judged
    from venvlens.core.environment import Environment
    from venvlens.core.resolution import Missing
    from venvlens.core.survey import Place


def find(case: Case, judged: Judged, missing: Missing) -> Finding | None:
    """Report a top-level module that is not there, and where else it is."""
    selection = case.survey.selection
    environment = selection.interpreter
    if environment is None or (selection.environment is None and not judged.standard):
        return None  # environment-missing says it once for the whole file
    name = ImportName(missing.name)
    if judged.standard:
        message = f"`{name}` is not part of the standard library of {case.shown}"
        return Finding(Code.IMPORT_MISSING, Severity.ERROR, judged.span, message, name)
    places = case.elsewhere.places.get(name, ())
    code = _code(places)
    message = f"`{name}` is not installed in {case.shown}{_where(case, places)}"
    related = tuple(Related(place.file, _related(case, place)) for place in places)
    return Finding(code, Severity.ERROR, judged.span, message, name, related)


def _code(places: tuple[Place, ...]) -> Code:
    only_global = bool(places) and all(p.environment.kind.is_global for p in places)
    return Code.IMPORT_GLOBAL_ONLY if only_global else Code.IMPORT_MISSING


def _where(case: Case, places: tuple[Place, ...]) -> str:
    if not places:
        return ""
    first = places[0]
    only = "only " if _code(places) is Code.IMPORT_GLOBAL_ONLY else ""
    details = [str(first.environment.executable)] if first.environment.kind.is_global else []
    details += [first.distribution] if first.distribution else []
    inside = f" ({', '.join(details)})" if details else ""
    return f"; {only}{with_version(first.environment, case.survey.project)} has it{inside}"


def _related(case: Case, place: Place) -> str:
    what = place.distribution or "it"
    return f"{what} is installed for {_named(place.environment, case)}"


def _named(environment: Environment, case: Case) -> str:
    return with_version(environment, case.survey.project)
