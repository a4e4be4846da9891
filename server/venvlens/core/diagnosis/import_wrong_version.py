"""``import-wrong-version``: a module that the standard library of another version has."""

from __future__ import annotations

from typing import TYPE_CHECKING

from venvlens.core import implementation, stdlib
from venvlens.core.display import called, python
from venvlens.core.findings import Code, Finding
from venvlens.core.implementation import CPYTHON
from venvlens.core.names import top_level

if TYPE_CHECKING:
    from venvlens.core.diagnosis.judged import Case, Judged
    from venvlens.core.resolution import Missing
    from venvlens.core.stdlib import History

# Sources: "What's New in Python 3.12" and 3.13, PEP 594, PEP 632, and the projects themselves.
_WAYS_OUT = {
    "asynchat": "pyasynchat provides it",
    "asyncore": "pyasyncore provides it",
    "audioop": "audioop-lts provides it",
    "cgi": "legacy-cgi provides it",
    "cgitb": "legacy-cgi provides it",
    "distutils": "setuptools provides it",
    "imp": "importlib replaces it",
    "pipes": "subprocess replaces it",
    "smtpd": "aiosmtpd replaces it",
}


def why(case: Case, judged: Judged, missing: Missing) -> Finding | None:
    """Tell when a module came to the standard library, or when it left."""
    name = top_level(judged.name)
    history = stdlib.history(name)
    if missing.parent is not None or history is None or not _has(case):
        return None
    when = _when(name, history, case.survey.search_path.target.version.series)
    if when is None:
        return None
    code = Code.IMPORT_WRONG_VERSION
    message = f"`{name}` {when}; {_has(case)}"
    if history.until and (way_out := _WAYS_OUT.get(name)):
        message = f"`{name}` {when}; {way_out}"
    return Finding(code, code.default_severity, judged.span, message, name)


def _when(name: str, history: History, series: tuple[int, int]) -> str | None:
    if history.since is not None and series < history.since:
        return f"came with Python {history.since[0]}.{history.since[1]}"
    if history.until is not None and series > history.until:
        return f"left the standard library in Python {history.until[0]}.{history.until[1] + 1}"
    return None


def _has(case: Case) -> str:
    interpreter = case.survey.selection.interpreter
    if interpreter is None:
        return ""
    if interpreter.kind.is_global:
        shown = implementation.shown(interpreter.implementation)
        return f"the global {shown} is {interpreter.version}"
    version = str(interpreter.version)
    if interpreter.implementation != CPYTHON:
        version = python(interpreter)
    return f"{called(interpreter, case.survey.project)} has {version}"
