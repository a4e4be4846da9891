"""Quick fixes for faults of an environment, in the files where they are shown."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING

from lsprotocol import types

from venvlens.core.fixes import Ignore, title
from venvlens.core.fixes.repair import repairs
from venvlens.core.health.trouble import TOP
from venvlens.core.source import lines
from venvlens.lsp import code_actions, units
from venvlens.lsp.code_actions import Asked, action, wants_fixes
from venvlens.lsp.documents import path_of
from venvlens.lsp.ignoring import addition
from venvlens.system.disk import Looks
from venvlens.system.possibilities import for_repair
from venvlens.system.real_machine import machine_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from venvlens.core.fixes import Fix, Possibilities
    from venvlens.core.health.trouble import Trouble
    from venvlens.core.survey import Survey
    from venvlens.lsp.server import Server

_Menu = list[types.CodeAction]


async def all_actions(server: Server, params: types.CodeActionParams) -> _Menu:
    """Return the fixes for a place of any file."""
    encoding = units.agreed(server.workspace.position_encoding)
    if params.text_document.uri in server.session.opened:
        box = server.commands.tools.box
        return await code_actions.actions(server.session, params, encoding, box, server)
    return await actions(server, params, encoding)


async def actions(server: Server, params: types.CodeActionParams, encoding: str) -> _Menu:
    """Return the fixes for what is wrong at a place of a file that is not judged for imports.

    What is said of a file as a whole is mended from anywhere in it.
    """
    path = path_of(params.text_document.uri)
    faulty = server.health.of(path) if path and wants_fixes(params.context) else ()
    if path is None or not faulty:
        return []
    document = server.document(params.text_document.uri)
    box = server.commands.tools.box
    looks = Looks(server.session.inspector.disk)
    on_disk = None if document else await asyncio.to_thread(looks.text, path)
    text = document.source if document else on_disk or ""
    asked = Asked(params, lines(text), encoding)
    machine = machine_of(server.session.inspector.surveyor.host, looks)
    made: dict[str, types.CodeAction] = {}
    for survey, troubles in faulty:
        here = [one for one in troubles if one.file == path and _is_about(asked, one)]
        if here:
            possible = await asyncio.to_thread(for_repair, survey, machine, box)
            for fix, trouble in _fixes(here, troubles, survey, possible):
                about = asked.about(trouble.span)
                offered = _offered(server, fix, survey, about, preferred=not made)
                made.setdefault(offered.title, offered)
    return list(made.values())


def _is_about(asked: Asked, trouble: Trouble) -> bool:
    return trouble.span == TOP or asked.concerns(trouble.span)


def _fixes(
    here: list[Trouble], troubles: tuple[Trouble, ...], survey: Survey, possible: Possibilities
) -> Iterator[tuple[Fix | Ignore, Trouble]]:
    for trouble in here:
        for fix in repairs(trouble, troubles, survey, possible):
            yield fix, trouble


def _offered(
    server: Server,
    fix: Fix | Ignore,
    survey: Survey,
    about: list[types.Diagnostic],
    *,
    preferred: bool,
) -> types.CodeAction:
    if not isinstance(fix, Ignore):
        return action(fix, survey, about, preferred=preferred)
    return types.CodeAction(
        title=title(fix, survey),
        kind=types.CodeActionKind.QuickFix,
        diagnostics=about or None,
        is_preferred=preferred,
        edit=addition(server, Path(fix.file), fix.line),
    )
