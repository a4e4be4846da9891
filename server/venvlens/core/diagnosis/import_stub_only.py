"""``import-stub-only``: type checkers find the module, but there is nothing to run."""

from __future__ import annotations

from typing import TYPE_CHECKING

from venvlens.core.diagnosis.judged import searched
from venvlens.core.display import short
from venvlens.core.findings import Code, Finding, Related, Severity
from venvlens.core.names import ImportName
from venvlens.core.resolution import Shape

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import PurePath

    from venvlens.core.diagnosis.judged import Case, Judged
    from venvlens.core.resolution import Missing, Module

_CODE = Code.IMPORT_STUB_ONLY


def why(case: Case, judged: Judged, missing: Missing) -> Finding | None:
    """Report the stub of a module that is missing."""
    stub = next(_stubs(case, missing), None)
    return _finding(case, judged, missing.name, stub, _CODE.default_severity) if stub else None


def about(case: Case, judged: Judged, module: Module) -> Finding | None:
    """Report a folder that holds stubs and no code: importable, and empty."""
    if module.shape is not Shape.NAMESPACE:
        return None
    for folder in module.locations or ():
        listing = case.tree.listing(folder)
        if listing is not None and "__init__.pyi" in listing.files:
            stub = folder / "__init__.pyi"
            return _finding(case, judged, module.name, stub, Severity.INFORMATION)
    return None


def _finding(
    case: Case, judged: Judged, name: str, stub: PurePath, severity: Severity
) -> Finding | None:
    interpreter = case.survey.selection.interpreter
    if interpreter is None:
        return None
    if _is_own(case, stub):
        where = short(stub, case.survey.project)
        message = (
            f"`{name}` is only a stub of this project's own ({where}): there is nothing to run"
        )
    else:
        message = f"Only stubs of `{name}` are installed in {case.shown}: there is nothing to run"
    related = (Related(stub, "the stub"),)
    return Finding(_CODE, severity, judged.span, message, ImportName(name), related)


def _is_own(case: Case, stub: PurePath) -> bool:
    """Tell whether a stub lies in the project, and not in an environment inside of it."""
    entries = case.survey.search_path.entries
    around = (entry for entry in entries if stub.is_relative_to(entry.path))
    nearest = max(around, key=lambda entry: len(entry.path.parts), default=None)
    return nearest is not None and nearest.kind.is_first_party


def _stubs(case: Case, missing: Missing) -> Iterator[PurePath]:
    """Yield stub files of a missing module (PEP 561: ``a-stubs`` and ``.pyi`` beside the code)."""
    stem = missing.name.rpartition(".")[2]
    for folder in searched(case, missing):
        listing = case.tree.listing(folder)
        if listing is None:
            continue
        if f"{stem}.pyi" in listing.files:
            yield folder / f"{stem}.pyi"
        if missing.parent is None and f"{stem}-stubs" in listing.folders:
            yield folder / f"{stem}-stubs"
