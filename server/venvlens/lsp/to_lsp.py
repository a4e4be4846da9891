"""Our values as the protocol's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lsprotocol import types

from venvlens.core.findings import Severity
from venvlens.lsp import protocol
from venvlens.lsp.units import to_units

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import PurePath

    from venvlens.core.findings import Finding, Related
    from venvlens.core.health.trouble import Trouble
    from venvlens.core.source import Span

_SEVERITIES = {
    Severity.ERROR: types.DiagnosticSeverity.Error,
    Severity.WARNING: types.DiagnosticSeverity.Warning,
    Severity.INFORMATION: types.DiagnosticSeverity.Information,
    Severity.HINT: types.DiagnosticSeverity.Hint,
}


def range_(span: Span, lines: Sequence[str], encoding: str) -> dict[str, dict[str, int]]:
    """Return a span in the client's units, as it crosses the wire."""
    return {
        "start": _position(span.line, span.column, lines, encoding),
        "end": _position(span.end_line, span.end_column, lines, encoding),
    }


def diagnostic(finding: Finding, prefix: PurePath | None, *, related: bool) -> types.Diagnostic:
    """Return what is said of a finding, at no place in particular.

    ``prefix`` is that of the interpreter that it is about.
    """
    nowhere = types.Position(line=0, character=0)
    return types.Diagnostic(
        range=types.Range(start=nowhere, end=nowhere),
        message=finding.message,
        severity=_SEVERITIES[finding.severity],
        code=finding.code.value,
        code_description=types.CodeDescription(href=f"{protocol.RULES}#{finding.code.value}"),
        source=protocol.SOURCE,
        related_information=[_related(r) for r in finding.related if related] or None,
        data=protocol.diagnostic_data(finding.name, prefix),
    )


def trouble(found: Trouble) -> types.Diagnostic:
    """Return what is said of an environment's fault, at no place in particular."""
    nowhere = types.Position(line=0, character=0)
    return types.Diagnostic(
        range=types.Range(start=nowhere, end=nowhere),
        message=f"{found.message}. {found.remedy}.",
        severity=_SEVERITIES[found.severity],
        code=found.code.value,
        code_description=types.CodeDescription(href=f"{protocol.RULES}#{found.code.value}"),
        source=protocol.SOURCE,
    )


def _related(related: Related) -> types.DiagnosticRelatedInformation:
    start = types.Position(line=0, character=0)
    location = types.Location(uri=related.path.as_uri(), range=types.Range(start=start, end=start))
    return types.DiagnosticRelatedInformation(location=location, message=related.message)


def _position(line: int, column: int, lines: Sequence[str], encoding: str) -> dict[str, int]:
    text = lines[line] if line < len(lines) else ""
    return {"line": line, "character": to_units(text, column, encoding)}
