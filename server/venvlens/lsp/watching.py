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
    from collections.abc import Iterator

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
    """Ask a client to tell what decides verdicts, as far as it lets itself be asked."""
    registrations = list(_registrations(server.client_capabilities.workspace))
    if not registrations:
        return
    try:
        await server.client_register_capability_async(
            types.RegistrationParams(registrations=registrations)
        )
    except JsonRpcException as error:
        logger.info("The client does not tell what changes: %s", error)


def _registrations(
    workspace: types.WorkspaceClientCapabilities | None,
) -> Iterator[types.Registration]:
    watched = workspace and workspace.did_change_watched_files
    if watched and watched.dynamic_registration:
        watchers = [
            types.FileSystemWatcher(glob_pattern=glob, kind=kind) for glob, kind in _GLOBS.items()
        ]
        yield types.Registration(
            id="venvlens-watch",
            method=types.WORKSPACE_DID_CHANGE_WATCHED_FILES,
            register_options=types.DidChangeWatchedFilesRegistrationOptions(watchers=watchers),
        )
    configured = workspace and workspace.did_change_configuration
    if configured and configured.dynamic_registration:
        # Some clients, VS Code among them, say that settings changed only if asked to.
        yield types.Registration(
            id="venvlens-settings", method=types.WORKSPACE_DID_CHANGE_CONFIGURATION
        )


async def keep_checking(session: Session, teller: Teller) -> None:
    """Look for ever whether what was told still holds."""
    while True:
        await asyncio.sleep(_CHECK_SECONDS)
        await check(session, teller, await session.stale())


async def check(session: Session, teller: Teller, uris: list[str]) -> None:
    """Judge documents again, and tell the client of those that differ."""
    teller.due([uri for uri in uris if await session.recheck(uri)])
