"""Quick fixes: from the place in the text to commands with a title."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lsprotocol import types

from venvlens.core.findings import Code, Finding, Severity
from venvlens.core.fixes import (
    Choose,
    Fix,
    Install,
    Use,
    missing_code,
    title,
)
from venvlens.core.names import import_name, top_level
from venvlens.core.resolution import Missing, Module, Provided
from venvlens.core.stdlib import names_of_any_version
from venvlens.lsp import from_lsp
from venvlens.lsp.as_commands import command_of
from venvlens.lsp.text_actions import TextActions
from venvlens.system.disk import Looks, NotSeenError
from venvlens.system.mending.asking import request_of
from venvlens.system.mending.means import Means

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pygls.lsp.server import LanguageServer

    from venvlens.core.imports import Import
    from venvlens.core.resolution import Verdict
    from venvlens.core.source import Span
    from venvlens.core.survey import Survey
    from venvlens.lsp.session import Session
    from venvlens.system.inspector import Inspection
    from venvlens.system.toolbox import Toolbox


async def actions(
    session: Session,
    params: types.CodeActionParams,
    encoding: str,
    toolbox: Toolbox,
    server: LanguageServer | None = None,
) -> list[types.CodeAction]:
    """Return the fixes for what is at a place, whoever reported it.

    Some clients send diagnostics back without ``source`` and ``data``, and other servers
    flag the same import: what counts is the place. Some send a cursor that is elsewhere on
    the line, with all diagnostics of the line.
    """
    uri = params.text_document.uri
    document = session.documents(uri)
    found = await session.inspection(uri)
    if document is None or found is None or not wants_fixes(params.context):
        return []
    request = Asked(params, document.lines, encoding)
    findings = tuple(_concerned(request, found))
    looked = await session.looked(uri) if findings else None
    if looked is None:
        return []
    means = Means(found, looked, Looks(session.inspector.disk), session.inspector, toolbox)
    texts = TextActions(server, document, found.survey) if server else None
    made: dict[str, types.CodeAction] = {}
    for finding in findings:
        about = request.about(finding.span)
        for offered in _of_finding(finding, found.survey, means, about, texts):
            offered.is_preferred = offered.is_preferred and not made
            made.setdefault(offered.title, offered)
    if together := means.together(findings):
        about = request.about(findings[0].span)
        offered = action(together, found.survey, about, preferred=False)
        made.setdefault(offered.title, offered)
    return list(made.values())


def _of_finding(
    finding: Finding,
    survey: Survey,
    means: Means,
    about: list[types.Diagnostic],
    texts: TextActions | None,
) -> Iterator[types.CodeAction]:
    """Yield the fixes of one finding, the best first."""
    possible = means.possible(finding.name)
    meant = list(texts.corrections(finding, possible, about)) if texts else []
    yield from meant
    found = list(means.fixes(finding))
    for fix in found:
        yield action(fix, survey, about, preferred=fix is found[0] and not meant)
    if texts and not meant and not any(isinstance(fix, Install) for fix in found):
        yield from texts.silences(finding, possible, about)


class Asked:
    """The places that a request for code actions is about, in code points."""

    def __init__(self, params: types.CodeActionParams, lines: Sequence[str], encoding: str) -> None:
        self.flagged = [
            (from_lsp.span(d.range, lines, encoding), d) for d in params.context.diagnostics
        ]
        """The client's diagnostics with their places, ours and others'."""
        self._places = [from_lsp.span(params.range, lines, encoding)]
        self._places += [place for place, _ in self.flagged]

    def concerns(self, span: Span) -> bool:
        """Tell whether the request is about a place."""
        return any(_touch(place, span) for place in self._places)

    def about(self, span: Span) -> list[types.Diagnostic]:
        """Return the client's diagnostics at a place."""
        return [diagnostic for place, diagnostic in self.flagged if _touch(place, span)]


def _concerned(request: Asked, found: Inspection) -> Iterator[Finding]:
    """Yield the findings that a request is about, and what other servers flag instead."""
    findings = [f for f in found.diagnosis.findings if request.concerns(f.span)]
    yield from findings
    spans = {finding.span for finding in findings}
    for statement in found.scan.imports:
        if statement.span not in spans and request.about(statement.span):
            yield from _flagged_by_others(statement, found)


def _flagged_by_others(statement: Import, found: Inspection) -> Iterator[Finding]:
    """Yield what we could say about an import and do not, for fixes that mend it all the same.

    We say once for a file that its environment is missing or broken, and nothing where the
    user or the code says that it does not matter.
    """
    name = import_name(statement.name)
    if statement.level or name is None or top_level(name) in names_of_any_version():
        return
    try:
        verdict = found.resolver.resolve(name)
    except NotSeenError:
        return
    code = missing_code(found.survey)
    if _is_absent(verdict) or (code is not Code.IMPORT_MISSING and not _is_own(verdict)):
        yield Finding(code, Severity.HINT, statement.span, "", name)


def _is_absent(verdict: Verdict) -> bool:
    return isinstance(verdict, Missing) and verdict.parent is None


def _is_own(verdict: Verdict) -> bool:
    """Tell whether a module, or the package that lacks it, is the project's own."""
    match verdict:
        case Provided(module=module) | Missing(parent=Module() as module):
            return module.entry is not None and module.entry.kind.is_first_party
        case _:
            return False


def _touch(one: Span, other: Span) -> bool:
    return one.holds(other.line, other.column) or other.holds(one.line, one.column)


def wants_fixes(context: types.CodeActionContext) -> bool:
    """Tell whether a client asks for quick fixes, among others or only for them."""
    wanted = context.only
    quick = types.CodeActionKind.QuickFix + "."
    return wanted is None or any(not kind or quick.startswith(kind + ".") for kind in wanted)


def action(
    fix: Fix, survey: Survey, about: list[types.Diagnostic], *, preferred: bool
) -> types.CodeAction:
    """Return a fix that a command carries out as a line of a menu."""
    shown = title(fix, survey)
    name, argument = command_of(request_of(fix, survey.project))
    return types.CodeAction(
        title=shown,
        kind=types.CodeActionKind.QuickFix,
        diagnostics=about or None,
        is_preferred=preferred and not isinstance(fix, Use | Choose) and not _is_choice(fix),
        command=types.Command(title=shown, command=name, arguments=[argument]),
    )


def _is_choice(fix: Fix) -> bool:
    return isinstance(fix, Install) and fix.is_choice
