"""Settings from the editor: ``initializationOptions`` and ``workspace/configuration``."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lsprotocol import types
from pygls.exceptions import JsonRpcException
from pygls.uris import to_fs_path

from venvlens.core.settings import Settings, read
from venvlens.lsp.protocol import SOURCE

if TYPE_CHECKING:
    from pygls.lsp.server import LanguageServer

    from venvlens.lsp.session import Session


@dataclass(slots=True)
class ClientSettings:
    """What the editor wants, by the way in which it said so."""

    initial: Settings = field(default_factory=Settings)
    """Sent with ``initialize``; holds until the editor says more."""
    shared: Settings | None = None
    """For all folders."""
    folders: dict[Path, Settings] = field(default_factory=dict)

    def of(self, folder: Path) -> Settings:
        """Return the settings of a workspace folder: its own, else those of all."""
        return self.folders.get(folder) or self.shared or self.initial


def take_initial(session: Session, options: object) -> None:
    """Take what the editor sent with ``initialize``: our table, or one that holds it."""
    table = plain(options)
    if not isinstance(table, dict):
        return
    inner = table.get("settings", table)
    session.trusted = table.get("trusted", True) is not False
    session.answers = table.get("answers") is True
    session.tells_environments = table.get("environmentChanged") is True
    found = read(inner.get(SOURCE, inner) if isinstance(inner, dict) else inner, _PLACE)
    session.settings.initial = found.settings
    session.tell_problems(found.problems)


async def fetch(server: LanguageServer, session: Session) -> None:
    """Ask the editor for the settings of each workspace folder, where it can be asked."""
    workspace = server.client_capabilities.workspace
    if workspace is None or not workspace.configuration:
        return
    uris = [None, *(folder.uri for folder in server.workspace.folders.values())]
    items = [types.ConfigurationItem(scope_uri=uri, section=SOURCE) for uri in uris]
    try:
        tables = await server.workspace_configuration_async(types.ConfigurationParams(items=items))
    except JsonRpcException:
        return
    for uri, table in zip(uris, tables, strict=False):
        path = to_fs_path(uri) if uri else None
        _take(session, Path(path) if path else None, plain(table))


def take_pushed(session: Session, settings: object) -> None:
    """Take what an editor sends with ``workspace/didChangeConfiguration``."""
    table = plain(settings)
    if isinstance(table, dict) and SOURCE in table:
        _take(session, None, table[SOURCE])


def plain(value: object) -> Any:
    """Return a value of the wire as dicts and lists.

    pygls makes named tuples of JSON objects that have no type of their own.
    """
    if isinstance(value, tuple) and hasattr(value, "_asdict"):
        value = value._asdict()
    if isinstance(value, dict):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    return value


_PLACE = "venvlens settings"


def _take(session: Session, folder: Path | None, table: object) -> None:
    """Keep settings; an editor that has none answers with nothing or with an empty table."""
    found = read(table, _PLACE)
    wanted = found.settings if table else None
    if folder is None:
        session.settings.shared = wanted
    elif wanted is None:
        session.settings.folders.pop(folder, None)
    else:
        session.settings.folders[folder] = wanted
    session.tell_problems(found.problems)
