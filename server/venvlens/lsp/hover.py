"""Hovering over an import: from the place in the text to some sentences."""

from __future__ import annotations

import asyncio
from functools import partial
from typing import TYPE_CHECKING

from lsprotocol import types

from venvlens.core.diagnosis import Case
from venvlens.core.hover import Pointed, hover, pointed_at
from venvlens.core.resolution import Resolver
from venvlens.core.survey import Elsewhere
from venvlens.lsp import from_lsp, to_lsp
from venvlens.lsp.wire import Json
from venvlens.system import distributions
from venvlens.system.disk import Looks

if TYPE_CHECKING:
    from venvlens.core.hover import Hover
    from venvlens.lsp.session import Session
    from venvlens.system.disk import Disk
    from venvlens.system.inspector import Inspection


async def answer(
    session: Session, params: types.HoverParams, encoding: str, *, markdown: bool
) -> Json | None:
    """Return what is said of the import at a place, None elsewhere."""
    uri, position = params.text_document.uri, params.position
    document = session.documents(uri)
    if document is None:
        return None
    # What is inspected is the text as it is now, whatever is typed while we wait.
    lines, text = document.lines, document.code
    found = await session.inspection(uri)
    place = from_lsp.span(types.Range(position, position), lines, encoding)
    pointed = pointed_at(found.scan, place.line, place.column) if found else None
    if found is None or pointed is None:
        return None
    said = await asyncio.to_thread(_said, text, found, pointed, session.inspector.disk)
    if said is None:
        return None
    kind = types.MarkupKind.Markdown if markdown else types.MarkupKind.PlainText
    contents = {"kind": kind.value, "value": said.markdown if markdown else said.plain}
    return Json({"contents": contents, "range": to_lsp.range_(said.span, lines, encoding)})


def takes_markdown(capabilities: types.ClientCapabilities) -> bool:
    """Tell whether a client shows Markdown where it hovers."""
    document = capabilities.text_document
    formats = document and document.hover and document.hover.content_format
    return types.MarkupKind.Markdown in (formats or ())


def _said(text: str, found: Inspection, pointed: Pointed, disk: Disk) -> Hover | None:
    """Look at what the inspection had no need of: who owns a module is read from files."""
    survey, looks = found.survey, Looks(disk)
    resolver = Resolver(survey.search_path, looks)
    owner_of = partial(distributions.owner, tree=looks)
    case = Case(text, found.scan, survey, resolver, looks, Elsewhere(), owner_of, found.file)
    return hover(case, pointed, found.diagnosis.findings)
