"""Asking which environment a project shall use, in clients that draw no list of their own."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lsprotocol import types
from pygls.exceptions import JsonRpcException

from venvlens.core.display import python, short
from venvlens.core.inventory import Group
from venvlens.core.requests import SelectRequest
from venvlens.lsp import arguments, protocol
from venvlens.lsp.protocol import EnvironmentsParams
from venvlens.lsp.settings import plain
from venvlens.system.disk import Looks
from venvlens.system.picked_path import picked
from venvlens.system.real_machine import machine_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from pygls.lsp.server import LanguageServer

    from venvlens.core.environment import Environment
    from venvlens.core.inventory import Listed
    from venvlens.lsp.picker import Picker
    from venvlens.lsp.session import Session

    Answer = dict[str, Any]

AUTOMATIC = "Automatic"
"""Title of the way back to the nearest environment."""
_MOST = 8
"""Environments that are offered: clients show each as a button or a line of a prompt."""
_LONGEST = 48
"""Characters of a title."""


class Chooser:
    """Keeps the user's choices of environments for one client."""

    def __init__(
        self,
        server: LanguageServer,
        session: Session,
        picker: Picker,
        settled: Callable[[], None],
        refuse: Callable[[str], Answer],
    ) -> None:
        self._server = server
        self._session = session
        self._picker = picker
        self._settled = settled
        self._refuse = refuse

    async def select(self, *sent: object) -> Answer:
        """Keep the user's choice of an environment for a project, or take it back."""
        value = plain(arguments.only(sent)) if sent else None
        if value is None or not arguments.names_environment(value):
            return await self._ask_and_select(value)
        return self._select(arguments.select_arguments(value))

    async def _ask_and_select(self, value: object) -> Answer:
        project = arguments.project_argument(value) if value else await self._project_at_hand()
        if project is None:
            return self._refuse("No folder and no file is open: open one first.")
        params = EnvironmentsParams(None, project, refresh=False, token=None)
        survey = await self._picker.survey(None, project)
        found = [one async for batch in self._picker.batches(params, survey) for one in batch]
        try:
            chosen = await ask(self._server, project, found)
        except JsonRpcException:
            return self._refuse("The editor cannot ask which environment to use.")
        if chosen is None:
            return protocol.answer("cancelled", "No environment was chosen")
        folder = None if isinstance(chosen, str) else Path(chosen.prefix)
        return self._select(SelectRequest(project, folder))

    async def _project_at_hand(self) -> Path | None:
        """Return the project of the document that was opened last, else a workspace folder."""
        for uri in reversed(self._session.opened):
            params = EnvironmentsParams(uri, None, refresh=False, token=None)
            if project := await self._picker.project(params):
                return project
        return next(iter(self._session.folders()), None)

    def _select(self, wanted: SelectRequest) -> Answer:
        if wanted.environment is not None:
            looks = Looks(self._session.inspector.disk)
            machine = machine_of(self._session.inspector.surveyor.host, looks)
            found = picked(wanted.environment, machine)
            if isinstance(found, str):
                return self._refuse(found)
            wanted = replace(wanted, environment=found.path)
        choices = self._session.inspector.surveyor.choices
        problem = choices.choose(Path(wanted.project), wanted.environment)
        if problem is not None:
            return self._refuse(f"{problem}.")
        self._settled()
        return protocol.answer("done", _said_of_choice(wanted))


def _said_of_choice(wanted: SelectRequest) -> str:
    if wanted.environment is None:
        return f"{wanted.project} uses the nearest environment again"
    return f"{wanted.project} uses {wanted.environment}"


async def ask(
    server: LanguageServer, project: Path, found: Iterable[Listed]
) -> Environment | str | None:
    """Ask which of the environments a project shall use.

    Returns one of them, :data:`AUTOMATIC`, or None if the user chose nothing. Raises
    ``JsonRpcException`` if the client cannot ask.
    """
    offered = titles(project, found)
    question = types.ShowMessageRequestParams(
        type=types.MessageType.Info,
        message=f"Which environment shall {project} use?",
        actions=[types.MessageActionItem(title=title) for title in (*offered, AUTOMATIC)],
    )
    chosen = await server.window_show_message_request_async(question)
    if chosen is None:
        return None
    return AUTOMATIC if chosen.title == AUTOMATIC else offered.get(chosen.title)


def titles(project: Path, found: Iterable[Listed]) -> dict[str, Environment]:
    """Return the environments that can be chosen by their titles, the recommended ones first."""
    offered: dict[str, Environment] = {}
    for one in found:
        environment = one.environment
        if one.group is Group.GLOBAL or not environment.runs:
            continue
        if len(offered) == _MOST:
            break
        offered.setdefault(_title(environment, project, len(offered) + 1, offered), environment)
    return offered


def _title(environment: Environment, project: Path, number: int, taken: Iterable[str]) -> str:
    name = environment.name or short(environment.prefix, project)
    version = f" ({python(environment)})"
    room = _LONGEST - len(version)
    if len(name) > room:
        name = f"…{name[-room + 1 :]}"  # the end of a path tells more than its beginning
    title = f"{name}{version}"
    if title not in taken:
        return title
    mark = f"{number}: "
    return f"{mark}{title[: _LONGEST - len(mark)]}"
