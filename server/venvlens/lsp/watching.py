"""Noticing changes on the disk: events are hints, and a cheap check finds the rest.

Editors watch only inside the workspace, miss files in folders that were just made, and
some watch nothing at all. So what the findings rest on is looked at again four times a
second: a few dozen ``stat`` calls.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from typing import TYPE_CHECKING

from lsprotocol import types
from pygls.exceptions import JsonRpcException

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pygls.lsp.server import LanguageServer

    from venvlens.lsp.diagnostics import Teller
    from venvlens.lsp.following import Follower
    from venvlens.lsp.health import HealthTeller
    from venvlens.lsp.session import Session

logger = logging.getLogger(__name__)

_CHECK_SECONDS = 0.25
_ROUNDS_OF_HEALTH = 2
"""Checks for each look at the health of environments, which rests on hundreds of files."""

_CREATE_OR_DELETE = types.WatchKind.Create | types.WatchKind.Delete
_GLOBS = {
    "**/pyvenv.cfg": None,
    "**/{.venv,venv,env}": None,
    "**/{site-packages,dist-packages}/*": None,
    "**/{pyproject.toml,.python-version,setup.cfg,.gitignore}": None,
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


class Checker:
    """Looks again at what was told: at once when asked to, and four times a second anyway."""

    def __init__(
        self, session: Session, teller: Teller, health: HealthTeller, follower: Follower
    ) -> None:
        self._session = session
        self._teller = teller
        self._health = health
        self._follower = follower
        self._rounds = 0
        self._asked = asyncio.Event()

    def soon(self) -> None:
        """Judge every open document again; asking twice before it happens is asking once."""
        self._asked.set()

    async def run(self) -> None:
        """Go on for ever."""
        while True:
            asked = await self._wait()
            try:
                await self._check(list(self._session.opened) if asked else None)
                self._follower.soon()
                self._rounds += 1
                if asked or self._rounds % _ROUNDS_OF_HEALTH == 0:
                    self._health.soon()
            except Exception:  # a mistake of ours must not end all checking
                logger.exception("A check of what has changed failed")

    async def _wait(self) -> bool:
        # Not wait_for, which loses a cancellation that comes together with the event.
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(_CHECK_SECONDS):
                await self._asked.wait()
        asked = self._asked.is_set()
        self._asked.clear()
        return asked

    async def _check(self, uris: list[str] | None) -> None:
        doubtful = await self._session.stale() if uris is None else uris
        self._teller.due([uri for uri in doubtful if await self._session.recheck(uri)])
