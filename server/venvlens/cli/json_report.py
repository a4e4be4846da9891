"""The results of a check for programs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from venvlens.cli.json_text import VERSION, encoded
from venvlens.core.reports import identity
from venvlens.system.results import environments_used

if TYPE_CHECKING:
    from collections.abc import Iterator

    from venvlens.system.results import Checked, Results, Used


def json_report(results: Results) -> str:
    """Return a report as one object; lines and columns count from 1, columns in code points."""
    unreadable = [f"{refused.path}: {refused.reason}" for refused in results.unreadable]
    return encoded(
        {
            "version": VERSION,
            "files": len(results.checked),
            "findings": [found for one in results.checked for found in _findings(one)],
            "environments": [_used(used) for used in environments_used(results.checked)],
            "problems": [*results.problems, *unreadable],
        }
    )


def _findings(checked: Checked) -> Iterator[dict[str, object]]:
    interpreter = checked.survey.selection.interpreter
    for finding in checked.findings:
        span = finding.span
        yield {
            "file": str(checked.path),
            "line": span.line + 1,
            "column": span.column + 1,
            "endLine": span.end_line + 1,
            "endColumn": span.end_column + 1,
            "code": finding.code.value,
            "severity": finding.severity.value,
            "message": finding.message,
            "import": finding.name,
            "related": [{"file": str(r.path), "message": r.message} for r in finding.related],
            "environment": str(interpreter.prefix) if interpreter else None,
        }


def _used(used: Used) -> dict[str, object]:
    known = identity(used.environment) if used.environment else dict.fromkeys(_KEYS)
    return {**known, "files": used.files, "reason": used.reason}


_KEYS = ("prefix", "version", "kind", "executable")
