"""``import-leaked``: found, but only thanks to something outside of the environment."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from venvlens.core.display import called, short
from venvlens.core.findings import Code, Finding
from venvlens.core.names import top_level
from venvlens.core.resolution import Provided, resolve
from venvlens.core.search_path import EntryKind

if TYPE_CHECKING:
    from pathlib import PurePath

    from venvlens.core.diagnosis.judged import Case, Judged
    from venvlens.core.resolution import Module

_LEAKS = {
    EntryKind.SYSTEM_SITE: "the base Python",
    EntryKind.USER_SITE: "the user's site-packages",
}


def about(case: Case, judged: Judged, module: Module) -> Finding | None:
    """Report an import that will fail for everybody whose machine lacks the leak."""
    if module.entry is not None and module.entry.kind is EntryKind.PYTHONPATH:
        return _through_pythonpath(case, judged, module.entry.path)
    environment = case.survey.selection.environment
    source = _LEAKS.get(module.entry.kind) if module.entry else None
    if environment is None or source is None or module.entry is None:
        return None
    name = top_level(judged.name)
    where = called(environment, case.survey.project)
    message = f"`{name}` is not installed in {where} but found in {source} ({module.entry.path})"
    code = Code.IMPORT_LEAKED
    return Finding(code, code.default_severity, judged.span, message, name)


def _through_pythonpath(case: Case, judged: Judged, folder: PurePath) -> Finding | None:
    """Report what only the user's own ``PYTHONPATH`` leads to."""
    name = top_level(judged.name)
    search_path = case.survey.search_path
    others = tuple(e for e in search_path.entries if e.kind is not EntryKind.PYTHONPATH)
    if isinstance(resolve(judged.name, replace(search_path, entries=others), case.tree), Provided):
        return None
    where = short(folder, case.survey.project)
    said = f"`{name}` is found only through PYTHONPATH ({where})"
    message = f"{said}: it will be missing for everyone else"
    code = Code.IMPORT_LEAKED
    return Finding(code, code.default_severity, judged.span, message, name)
