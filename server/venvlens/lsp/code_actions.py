"""Quick fixes: from the place in the text to commands with a title."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from lsprotocol import types

from venvlens.core.fixes import Create, Fix, Install, Recreate, Use, fixes, title
from venvlens.core.names import top_level
from venvlens.lsp import from_lsp, protocol
from venvlens.lsp.protocol import CreateArguments, InstallArguments, SelectArguments
from venvlens.system.disk import Looks
from venvlens.system.possibilities import possibilities

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from venvlens.core.findings import Finding
    from venvlens.core.source import Span
    from venvlens.lsp.session import Session
    from venvlens.system.elsewhere import Looked
    from venvlens.system.inspector import Inspection


async def actions(
    session: Session, params: types.CodeActionParams, encoding: str, *, has_uv: bool
) -> list[types.CodeAction]:
    """Return the fixes for what is at a place, whoever reported it.

    Some clients send diagnostics back without ``source`` and ``data``, and other servers
    flag the same import: what counts is the place.
    """
    uri = params.text_document.uri
    document = session.documents(uri)
    found = await session.inspection(uri)
    looked = await session.looked(uri)
    if document is None or found is None or looked is None or not _wanted(params.context):
        return []
    place = from_lsp.span(params.range, document.lines, encoding)
    made: dict[str, types.CodeAction] = {}
    for finding in _at(place, found.diagnosis.findings):
        about = _about(finding, params.context.diagnostics, document.lines, encoding)
        for fix in _fixes(finding, found, looked, session, has_uv=has_uv):
            action = _action(fix, found, about, preferred=not made)
            made.setdefault(action.title, action)
    return list(made.values())


def _wanted(context: types.CodeActionContext) -> bool:
    quick = types.CodeActionKind.QuickFix.value
    return context.only is None or any(
        f"{quick}.".startswith(f"{o}.") or not o for o in context.only
    )


def _at(place: Span, findings: Iterable[Finding]) -> Iterator[Finding]:
    start, end = (place.line, place.column), (place.end_line, place.end_column)
    for finding in findings:
        span = finding.span
        if (span.line, span.column) <= end and start <= (span.end_line, span.end_column):
            yield finding


def _about(
    finding: Finding,
    diagnostics: Iterable[types.Diagnostic],
    lines: Sequence[str],
    encoding: str,
) -> list[types.Diagnostic]:
    """Return the client's diagnostics at the place of a finding, ours and others'."""
    spans = ((d, from_lsp.span(d.range, lines, encoding)) for d in diagnostics)
    return [d for d, span in spans if any(_at(span, [finding]))]


def _fixes(
    finding: Finding, found: Inspection, looked: Looked, session: Session, *, has_uv: bool
) -> Iterator[Fix]:
    looks = Looks(session.inspector.disk)
    name = top_level(finding.name)
    possible = possibilities(name, found.survey, looked, looks, has_uv=has_uv)
    return fixes(finding, found.survey, possible)


def _action(
    fix: Fix, found: Inspection, about: list[types.Diagnostic], *, preferred: bool
) -> types.CodeAction:
    shown = title(fix, found.survey)
    name, arguments = _command(fix)
    return types.CodeAction(
        title=shown,
        kind=types.CodeActionKind.QuickFix,
        diagnostics=about or None,
        is_preferred=preferred,
        command=types.Command(title=shown, command=name, arguments=[arguments.to_wire()]),
    )


def _command(fix: Fix) -> tuple[str, CreateArguments | InstallArguments | SelectArguments]:
    match fix:
        case Create(prefix=prefix, interpreter=None):
            return protocol.CREATE_ENVIRONMENT, CreateArguments(Path(prefix), None, None)
        case Create(prefix=prefix, interpreter=interpreter):
            executable = interpreter.executable if interpreter else None
            base = Path(executable) if executable else None
            version = str(interpreter.version) if interpreter else None
            return protocol.CREATE_ENVIRONMENT, CreateArguments(Path(prefix), base, version)
        case Recreate(prefix=prefix, interpreter=interpreter):
            base = Path(interpreter.executable) if interpreter.executable else None
            arguments = CreateArguments(Path(prefix), base, str(interpreter.version))
            return protocol.RECREATE_ENVIRONMENT, arguments
        case Install(environment=environment, distribution=distribution):
            names = (str(distribution),)
            return protocol.INSTALL, InstallArguments(Path(environment.prefix), names)
        case Use(project=project, environment=environment):
            chosen = SelectArguments(Path(project), Path(environment.prefix))
            return protocol.SELECT_ENVIRONMENT, chosen
