"""Our values as the protocol's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lsprotocol import types

from venvlens.core.findings import Severity
from venvlens.lsp import protocol
from venvlens.lsp.units import to_units

if TYPE_CHECKING:
    from collections.abc import Sequence

    from venvlens.core.findings import Finding, Related
    from venvlens.core.source import Span
    from venvlens.core.survey import Survey

_SEVERITIES = {
    Severity.ERROR: types.DiagnosticSeverity.Error,
    Severity.WARNING: types.DiagnosticSeverity.Warning,
    Severity.INFORMATION: types.DiagnosticSeverity.Information,
    Severity.HINT: types.DiagnosticSeverity.Hint,
}


def range_(span: Span, lines: Sequence[str], encoding: str) -> types.Range:
    """Return a span in the client's units."""
    return types.Range(
        start=_position(span.line, span.column, lines, encoding),
        end=_position(span.end_line, span.end_column, lines, encoding),
    )


def diagnostic(
    finding: Finding, survey: Survey, lines: Sequence[str], encoding: str, *, related: bool
) -> types.Diagnostic:
    """Return a finding as a diagnostic."""
    interpreter = survey.selection.interpreter
    prefix = interpreter.prefix if interpreter else None
    return types.Diagnostic(
        range=range_(finding.span, lines, encoding),
        message=finding.message,
        severity=_SEVERITIES[finding.severity],
        code=finding.code.value,
        code_description=types.CodeDescription(href=f"{protocol.RULES}#{finding.code.value}"),
        source=protocol.SOURCE,
        related_information=[_related(r) for r in finding.related if related] or None,
        data=protocol.diagnostic_data(finding.name, prefix),
    )


def _related(related: Related) -> types.DiagnosticRelatedInformation:
    start = types.Position(line=0, character=0)
    location = types.Location(uri=related.path.as_uri(), range=types.Range(start=start, end=start))
    return types.DiagnosticRelatedInformation(location=location, message=related.message)


def _position(line: int, column: int, lines: Sequence[str], encoding: str) -> types.Position:
    text = lines[line] if line < len(lines) else ""
    return types.Position(line=line, character=to_units(text, column, encoding))
