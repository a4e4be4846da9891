"""``import-shadowed``: a file of the project hides a module that the code may have meant."""

from __future__ import annotations

from typing import TYPE_CHECKING

from venvlens.core.display import short
from venvlens.core.findings import Code, Finding, Related
from venvlens.core.names import distribution_name, top_level
from venvlens.core.resolution import Provided, Shape
from venvlens.core.search_path import EntryKind

if TYPE_CHECKING:
    from venvlens.core.diagnosis.judged import Case, Judged
    from venvlens.core.resolution import Module

# Every second project has a folder of this name, and hardly anybody means CPython's own tests.
_NOBODY_MEANS = frozenset({"test", "tests"})


def about(case: Case, judged: Judged, module: Module) -> Finding | None:
    """Report an import that finds the project's own file instead of another module."""
    name = top_level(judged.name)
    top = judged.top.module if isinstance(judged.top, Provided) else module
    own = top.file
    if own is None or own == case.file or name in _NOBODY_MEANS:
        return None
    hidden = case.resolver.hidden_behind(top)
    if hidden is None or hidden.file is None or hidden.shape is Shape.NAMESPACE:
        return None
    whose = _whose(case, hidden)
    if whose is None:
        return None
    message = f"{short(own, case.survey.project)} hides the module `{name}` of {whose}"
    code = Code.IMPORT_SHADOWED
    related = (Related(own, "found first"), Related(hidden.file, "hidden"))
    return Finding(code, code.default_severity, judged.span, message, name, related)


def _whose(case: Case, hidden: Module) -> str | None:
    """Name the owner of a hidden module; None if that is the project itself, installed."""
    if hidden.entry is not None and hidden.entry.kind is EntryKind.STDLIB:
        return "the standard library"
    owner = case.owner_of(hidden)
    if owner is None or case.survey.name is None:
        return owner
    itself = distribution_name(owner.partition(" ")[0]) == distribution_name(case.survey.name)
    return None if itself else owner
