"""``import-missing-submodule`` for ``from .a import b``: the folder does not hold the module."""

from __future__ import annotations

from typing import TYPE_CHECKING

from venvlens.core.display import short
from venvlens.core.findings import Code, Finding, Related
from venvlens.core.names import ImportName

if TYPE_CHECKING:
    from pathlib import PurePath

    from venvlens.core.diagnosis.judged import Case, Judged
    from venvlens.core.resolution import Missing, Module


def why(case: Case, judged: Judged, missing: Missing) -> Finding | None:
    """Report a module that is not where the dots and names lead."""
    parent = missing.parent
    if not judged.statement.level or parent is None:
        return None
    message = f"`{_written(judged, missing)}` does not exist: {_reason(case, judged, missing)}"
    related = (Related(parent.file, "this is its package"),) if parent.file else ()
    name = ImportName(missing.name)
    code = Code.IMPORT_MISSING_SUBMODULE
    return Finding(code, code.default_severity, judged.span, message, name, related)


def _written(judged: Judged, missing: Missing) -> str:
    """Return the part that is not there as the file has it: ``..a.b`` of ``..a.b.c``."""
    statement = judged.statement
    parts = statement.name.split(".") if statement.name else []
    if judged.span != statement.span:
        parts.append(judged.name.rpartition(".")[2])
    behind = judged.name[len(missing.name) :].count(".")
    return "." * statement.level + ".".join(parts[: len(parts) - behind])


def _reason(case: Case, judged: Judged, missing: Missing) -> str:
    parent = missing.parent
    if parent is None or not parent.locations:
        return f"{_file(case, parent)} is not a package"
    folder = _folder(case, parent.locations[0])
    reason = f"there is no `{missing.name.rpartition('.')[2]}` in {folder}"
    if judged.statement.name or parent.file is None:
        return reason
    return f"{reason}, and {_file(case, parent)} does not define it"


def _folder(case: Case, folder: PurePath) -> str:
    project = case.survey.project
    return f"{project.name if folder == project else short(folder, project)}/"


def _file(case: Case, module: Module | None) -> str:
    if module is None or module.file is None:
        return "what is before it"
    return short(module.file, case.survey.project)
