"""``import-wrong-platform``: a module that other systems or other implementations have."""

from __future__ import annotations

from typing import TYPE_CHECKING

from venvlens.core import stdlib
from venvlens.core.findings import Code, Finding
from venvlens.core.names import top_level

if TYPE_CHECKING:
    from venvlens.core.diagnosis.judged import Case, Judged
    from venvlens.core.resolution import Missing

_SYSTEMS = {"linux": "Linux", "darwin": "macOS", "win32": "Windows"}
_HAVE = {
    "Windows": ("win32",),
    "Unix": ("linux", "darwin"),
    "Linux": ("linux",),
    "macOS": ("darwin",),
}

_IMPLEMENTATIONS = {"__pypy__": "PyPy", "pypyjit": "PyPy", "__graalpython__": "GraalPy"}
"""Modules by which code recognises an implementation."""


def why(case: Case, judged: Judged, missing: Missing) -> Finding | None:
    """Tell which system has a module that this one lacks."""
    name = top_level(judged.name)
    platform = stdlib.platform_only(name)
    interpreter = case.survey.selection.interpreter
    if name in _IMPLEMENTATIONS and interpreter is not None and missing.parent is None:
        message = f"`{name}` exists in {_IMPLEMENTATIONS[name]} only, not in {case.shown}"
        code = Code.IMPORT_WRONG_PLATFORM
        return Finding(code, code.default_severity, judged.span, message, name)
    if missing.parent is not None or platform is None or interpreter is None:
        return None
    if case.survey.search_path.target.platform in _HAVE[platform]:
        return None
    here = _SYSTEMS.get(case.survey.search_path.target.platform, "another system")
    message = f"`{name}` exists on {platform} only; {case.shown} runs on {here}"
    code = Code.IMPORT_WRONG_PLATFORM
    return Finding(code, code.default_severity, judged.span, message, name)
