"""What the user asked for by name: create, recreate, install, select."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from lsprotocol import types
from pygls.exceptions import JsonRpcException

from venvlens.core import plans
from venvlens.core.display import python
from venvlens.core.environment import Kind
from venvlens.core.plans import CannotInstall, Plan
from venvlens.lsp import protocol
from venvlens.lsp.choosing import Chooser, described
from venvlens.lsp.progress import with_progress
from venvlens.lsp.settings import plain
from venvlens.system.disk import Looks
from venvlens.system.locators.interpreters import interpreters
from venvlens.system.process import Cancelled, Done, Failed, Outcome, Refused
from venvlens.system.real_machine import machine_of
from venvlens.system.tools import find_tool

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from pygls.lsp.server import LanguageServer

    from venvlens.core.environment import Environment
    from venvlens.lsp.picker import Picker
    from venvlens.lsp.protocol import CreateArguments, InstallArguments
    from venvlens.lsp.session import Session

    Answer = dict[str, str]
    Command = Callable[..., Awaitable[Answer]]

logger = logging.getLogger(__name__)

_UNTRUSTED = (
    "This workspace is not trusted, so nothing is run in it: "
    "trust the workspace in the editor to create environments and install packages."
)


@dataclass(frozen=True, slots=True)
class _Base:
    """The Python that a new environment is made from."""

    executable: Path
    shown: str
    """As in ``Python 3.13.0``."""


class Commands:
    """Carries out commands for one client."""

    def __init__(
        self,
        server: LanguageServer,
        session: Session,
        picker: Picker,
        settled: Callable[[], None],
    ) -> None:
        self._server = server
        self._session = session
        self._settled = settled
        self.chooser = Chooser(server, session, picker, settled, self._refuse)

    def uv(self) -> Path | None:
        """Find uv outside of the workspace."""
        host = self._session.inspector.surveyor.host
        usual = (host.home / ".local" / "bin", host.home / ".cargo" / "bin")
        return find_tool("uv", (*host.path, *usual), self._session.folders())

    async def create(self, *sent: object) -> Answer:
        """Create an environment, asking for its Python where none is named."""
        wanted = protocol.create_arguments(plain(protocol.only(sent)))
        base = await self._base(wanted)
        if not isinstance(base, _Base):
            return base
        folder = wanted.prefix.parent
        plan = plans.create(wanted.prefix, base.executable, base.shown, folder, self.uv())
        return await self._carry_out(plan)

    async def recreate(self, *sent: object) -> Answer:
        """Put a new environment into the place of a broken one, which is kept."""
        wanted = protocol.create_arguments(plain(protocol.only(sent)))
        environment = described(self._session, wanted.prefix)
        if environment is not None and environment.is_condas:
            return self._refuse(_not_ours(environment))
        base = await self._base(wanted)
        if not isinstance(base, _Base):
            return base
        aside, folder = _free(wanted.prefix), wanted.prefix.parent
        plan = plans.recreate(wanted.prefix, aside, base.executable, base.shown, folder, self.uv())
        said = await self._carry_out(plan)
        if said["status"] == "done":
            self._show(f"The broken environment is kept as {aside}.", types.MessageType.Info)
        return said

    async def install(self, *sent: object) -> Answer:
        """Install distributions into an environment."""
        wanted = protocol.install_arguments(plain(protocol.only(sent)))
        environment = described(self._session, wanted.environment)
        if environment is None:
            return self._refuse(f"{wanted.environment} is not an environment: create it first.")
        if environment.executable is None or not environment.runs:
            return self._refuse(f"{wanted.environment} cannot run: recreate it first.")
        if environment.externally_managed is not None:
            return self._refuse(f"{wanted.environment} is not for pip: make an environment first.")
        plan = self._install_plan(wanted, environment)
        if isinstance(plan, CannotInstall):
            return self._refuse(f"{plan.reason}.")
        return await self._carry_out(plan)

    def if_trusted(self, run: Command) -> Command:
        """Return a command that starts nothing in a workspace that the user does not trust."""

        async def guarded(*sent: object) -> Answer:
            return await run(*sent) if self._session.trusted else self._refuse(_UNTRUSTED)

        return guarded

    def _install_plan(
        self, wanted: InstallArguments, environment: Environment
    ) -> Plan | CannotInstall:
        executable = environment.executable or environment.prefix
        looks = Looks(self._session.inspector.disk)
        has_pip = looks.exists(executable.with_name("pip" + executable.suffix))
        folder = environment.prefix.parent
        names = wanted.distributions
        return plans.install(environment.prefix, executable, names, folder, self.uv(), has_pip)

    async def _base(self, wanted: CreateArguments) -> _Base | Answer:
        """Return the base Python that was named or is chosen now."""
        inspector = self._session.inspector
        machine = machine_of(inspector.surveyor.host, Looks(inspector.disk))
        known = await asyncio.to_thread(interpreters, machine)
        if wanted.interpreter is not None:
            found = next((i for i in known if i.executable == wanted.interpreter), None)
            if found is None:
                return self._refuse(
                    f"{wanted.interpreter} is not a Python of this machine: choose another one."
                )
        elif not known:
            return self._refuse("No Python was found on this machine: install one first.")
        else:
            found = await self._ask_for(known)
        if found is None or found.executable is None:
            return protocol.answer("cancelled", "No Python was chosen")
        return _Base(Path(found.executable), python(found))

    async def _ask_for(self, known: tuple[Environment, ...]) -> Environment | None:
        titles = {f"{python(i)} ({i.executable})": i for i in known}
        question = types.ShowMessageRequestParams(
            type=types.MessageType.Info,
            message="Which Python should the new environment be made from?",
            actions=[types.MessageActionItem(title=title) for title in titles],
        )
        try:
            chosen = await self._server.window_show_message_request_async(question)
        except JsonRpcException:
            self._show("The editor cannot ask which Python to use.", types.MessageType.Warning)
            return None
        return titles.get(chosen.title) if chosen else None

    async def _carry_out(self, plan: Plan) -> Answer:
        environ = self._session.inspector.surveyor.host.environ

        async def work(on_line: Callable[[str], None]) -> Outcome:
            return await self._session.runner.run(plan, environ, on_line)

        outcome = await with_progress(self._server, plan.title, work)
        self._settled()
        return self._said(plan, outcome)

    def _said(self, plan: Plan, outcome: Outcome) -> Answer:
        match outcome:
            case Done(output=output):
                self._log(plan, output)
                return protocol.answer("done", plan.title)
            case Failed(reason=reason, output=output):
                self._log(plan, output)
                self._show(reason, types.MessageType.Error)
                return protocol.answer("failed", reason)
            case Refused(reason=reason):
                return self._refuse(reason)
            case Cancelled(left=left):
                if left:
                    self._show(left, types.MessageType.Warning)
                return protocol.answer("cancelled", left or f"Cancelled: {plan.title}")

    def _refuse(self, reason: str) -> Answer:
        self._show(reason, types.MessageType.Warning)
        return protocol.answer("refused", reason)

    def _show(self, message: str, kind: types.MessageType) -> None:
        self._server.window_show_message(types.ShowMessageParams(type=kind, message=message))

    def _log(self, plan: Plan, output: str) -> None:
        text = f"{plan.title}\n{output}".rstrip()
        kind = types.MessageType.Log
        self._server.window_log_message(types.LogMessageParams(type=kind, message=text))


def _not_ours(environment: Environment) -> str:
    """Say why ``venv`` cannot put an environment of conda or pixi in its place, and what can."""
    tool = "pixi" if environment.kind is Kind.PIXI else "conda"
    way = "`pixi install`" if tool == "pixi" else "`conda env create` or `conda create`"
    return (
        f"{environment.prefix} is an environment of {tool}, which holds more than Python packages: "
        f"make it anew with {way}."
    )


def _free(prefix: Path) -> Path:
    """Return a name beside an environment that nothing has yet."""
    number = 1
    while True:
        ending = ".old" if number == 1 else f"-{number}.old"
        aside = prefix.with_name(prefix.name + ending)
        if not aside.exists() and not aside.is_symlink():
            return aside
        number += 1


def handlers(commands: Commands) -> dict[str, Command]:
    """Return what each command id runs."""
    return {
        protocol.CREATE_ENVIRONMENT: commands.if_trusted(commands.create),
        protocol.RECREATE_ENVIRONMENT: commands.if_trusted(commands.recreate),
        protocol.INSTALL: commands.if_trusted(commands.install),
        protocol.SELECT_ENVIRONMENT: commands.chooser.select,
    }
