"""Noticing changes on the disk: events are hints, and a cheap check finds the rest.

Editors watch only inside the workspace, miss files in folders that were just made, and
some watch nothing at all. So what the findings rest on is looked at again four times a
second: a few dozen ``stat`` calls.
"""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING

from lsprotocol import types
from pygls.exceptions import JsonRpcException

if TYPE_CHECKING:
    from pygls.lsp.server import LanguageServer

    from venvlens.lsp.diagnostics import Teller
    from venvlens.lsp.session import Session

logger = logging.getLogger(__name__)

_CHECK_SECONDS = 0.25

_CREATE_OR_DELETE = types.WatchKind.Create | types.WatchKind.Delete
_GLOBS = {
    "**/pyvenv.cfg": None,
    "**/{.venv,venv,env}": None,
    "**/{site-packages,dist-packages}/*": None,
    "**/{pyproject.toml,.python-version,setup.cfg}": None,
    "**/*.py": _CREATE_OR_DELETE,
}


async def register(server: LanguageServer) -> None:
    """Ask a client that watches files to watch what decides verdicts."""
    workspace = server.client_capabilities.workspace
    watched = workspace and workspace.did_change_watched_files
    if not (watched and watched.dynamic_registration):
        return
    watchers = [types.FileSystemWatcher(glob_pattern=g, kind=kind) for g, kind in _GLOBS.items()]
    options = types.DidChangeWatchedFilesRegistrationOptions(watchers=watchers)
    registration = types.Registration(
        id="venvlens-watch",
        method=types.WORKSPACE_DID_CHANGE_WATCHED_FILES,
        register_options=options,
    )
    try:
        await server.client_register_capability_async(
            types.RegistrationParams(registrations=[registration])
        )
    except JsonRpcException as error:
        logger.info("The client does not watch files: %s", error)


async def keep_checking(session: Session, teller: Teller) -> None:
    """Look for ever whether what was told still holds."""
    while True:
        await asyncio.sleep(_CHECK_SECONDS)
        await check(session, teller, await session.stale())


async def check(session: Session, teller: Teller, uris: list[str]) -> None:
    """Judge documents again, and tell the client of those that differ."""
    teller.due([uri for uri in uris if await session.recheck(uri)])
