"""``import-missing`` and ``import-global-only``: a module that the environment lacks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from venvlens.core.display import with_version
from venvlens.core.findings import Code, Finding, Related, Severity
from venvlens.core.implementation import CPYTHON, PYPY
from venvlens.core.names import ImportName
from venvlens.core.search_path import EntryKind

if TYPE_CHECKING:
    from venvlens.core.diagnosis.judged import Case, Judged
    from venvlens.core.environment import Environment
    from venvlens.core.resolution import Missing
    from venvlens.core.survey import Place


def why(case: Case, judged: Judged, missing: Missing) -> Finding | None:
    """Report a top-level module that is not there, and where else it is."""
    if missing.parent is not None:
        return None
    selection = case.survey.selection
    environment = selection.interpreter
    if environment is None or (selection.environment is None and not judged.standard):
        return None  # environment-missing says it once for the whole file
    name = ImportName(missing.name)
    if judged.standard:
        left_out = system_package(name, case)
        way_out = f": install the system package {left_out}" if left_out else ""
        message = f"`{name}` is not part of the standard library of {case.shown}{way_out}"
        return Finding(Code.IMPORT_MISSING, Severity.ERROR, judged.span, message, name)
    places = case.elsewhere.places.get(name, ())
    code = _code(places)
    message = f"`{name}` is not installed in {case.shown}{_where(case, places)}"
    related = tuple(Related(place.file, _related(case, place)) for place in places)
    return Finding(code, Severity.ERROR, judged.span, message, name, related)


# Parts of the standard library that Debian and its like put into packages of their own.
_SYSTEM_PACKAGES = {
    "_tkinter": "python3-tk",
    "tkinter": "python3-tk",
    "turtle": "python3-tk",
    "idlelib": "idle",
    "ensurepip": "python3-venv",
    "distutils": "python3-distutils",
    "lib2to3": "python3-lib2to3",
    "_gdbm": "python3-gdbm",
    "_dbm": "python3-gdbm",
    "test": "libpython3-testsuite",
    "turtledemo": "python3-examples",
}


_SYSTEM_PACKAGES_OF_PYPY = {"_tkinter": "pypy3-tk", "ensurepip": "pypy3-venv"}


def system_package(name: str, case: Case) -> str | None:
    """Name the system package with a part of the standard library that a distributor left out."""
    made = case.survey.search_path.target.implementation
    package = {CPYTHON: _SYSTEM_PACKAGES, PYPY: _SYSTEM_PACKAGES_OF_PYPY}.get(made, {}).get(name)
    if package is None:
        return None
    # Debian keeps what its packages bring for all versions of Python beside their libraries.
    for entry in case.survey.search_path.entries:
        shared = entry.path.parent / "python3" / "dist-packages"
        if entry.kind is EntryKind.STDLIB and case.tree.exists(shared):
            return package
    return None


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
