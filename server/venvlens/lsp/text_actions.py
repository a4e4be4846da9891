"""Quick fixes that edit text: a name that was misspelled, and an import that is right as it is."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from lsprotocol import types

from venvlens.core.findings import Code
from venvlens.core.fixes.install import is_unknown
from venvlens.core.misspelling import correction
from venvlens.core.names import top_level
from venvlens.core.source import Span
from venvlens.lsp import edits, to_lsp, units
from venvlens.system import editing
from venvlens.system.mending import silencing

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pygls.lsp.server import LanguageServer

    from venvlens.core.findings import Finding
    from venvlens.core.fixes import Possibilities
    from venvlens.core.names import ImportName
    from venvlens.core.survey import Survey
    from venvlens.lsp.documents import Document

_ABSENT = (Code.IMPORT_MISSING, Code.IMPORT_GLOBAL_ONLY)


@dataclass(frozen=True, slots=True)
class TextActions:
    """Offers edits of one document, and of the settings of its project."""

    server: LanguageServer
    document: Document
    survey: Survey

    def corrections(
        self, finding: Finding, possible: Possibilities, about: list[types.Diagnostic]
    ) -> Iterator[types.CodeAction]:
        """Yield the change of a misspelled name."""
        if finding.code not in _ABSENT and finding.code is not Code.ENVIRONMENT_MISSING:
            return
        if possible.places or possible.claims:
            return  # a module that is somewhere is nobody's misspelling
        meant = correction(finding.name, finding.span, possible.modules, possible.table)
        if meant is not None:
            title = f"Change `{top_level(finding.name)}` to `{meant.text}`"
            yield _action(title, self._replaced(meant.span, meant.text), about, preferred=True)

    def silences(
        self, finding: Finding, possible: Possibilities, about: list[types.Diagnostic]
    ) -> Iterator[types.CodeAction]:
        """Yield what has an import ignored for which nothing can be installed."""
        if finding.code not in _ABSENT:
            return
        name = top_level(finding.name)
        ignore = f"Ignore `{name}`"
        if is_unknown(finding.name, self.survey, possible):
            ignore = f"No known distribution provides `{name}`: ignore it"
        if edit := self._in_project(name):
            yield _action(f"{ignore} in this project", edit, about)
        line = finding.span.line
        column = len(self.document.lines[line].rstrip("\r\n"))
        at = Span(line, column, line, column)
        edit = self._replaced(at, silencing.comment(finding.code))
        yield _action(f"{ignore} in this line", edit, about)

    def _in_project(self, name: ImportName) -> types.WorkspaceEdit | None:
        file = Path(self.survey.project) / "pyproject.toml"
        text = edits.read(file, file.parent, self.server.workspace.text_documents.values())
        if isinstance(text, editing.Refused):
            return None
        made = silencing.in_project(text.text, name)
        if not made:
            return None
        change = edits.Change(text, made, f"Ignore {name} in this project")
        able = self.server.client_capabilities
        return edits.workspace_edit([change], able, self._encoding)

    def _replaced(self, span: Span, text: str) -> types.WorkspaceEdit:
        place = to_lsp.range_(span, self.document.lines, self._encoding)
        range_ = types.Range(types.Position(**place["start"]), types.Position(**place["end"]))
        edit = types.TextEdit(range=range_, new_text=text)
        return types.WorkspaceEdit(changes={self.document.uri: [edit]})

    @property
    def _encoding(self) -> str:
        return units.agreed(self.server.workspace.position_encoding)


def _action(
    title: str,
    edit: types.WorkspaceEdit,
    about: list[types.Diagnostic],
    *,
    preferred: bool = False,
) -> types.CodeAction:
    return types.CodeAction(
        title=title,
        kind=types.CodeActionKind.QuickFix,
        diagnostics=about or None,
        is_preferred=preferred,
        edit=edit,
    )
