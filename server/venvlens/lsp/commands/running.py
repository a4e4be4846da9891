"""What all commands share: running a plan for the user, or only telling it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from lsprotocol import types

from venvlens.core.plans import Cannot
from venvlens.core.plans.telling import told
from venvlens.lsp import protocol
from venvlens.lsp.progress import Reporter, with_progress
from venvlens.system.process import Cancelled, Done, Failed, Outcome, Refused

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from pygls.lsp.server import LanguageServer

    from venvlens.core.plans import Plan
    from venvlens.lsp.session import Session

    Answer = dict[str, Any]
    Command = Callable[..., Awaitable[Answer]]

_UNTRUSTED = (
    "This workspace is not trusted, so nothing is run in it: "
    "trust the workspace in the editor to create environments and install packages."
)


@dataclass(frozen=True, slots=True)
class Running:
    """Carries out plans for one client."""

    server: LanguageServer
    session: Session
    settled: Callable[[], None]
    """Called when something may have changed on the disk."""

    async def answer(self, plan: Plan | Cannot, *, dry: bool = False) -> Answer:
        """Carry out a plan, or tell what it would do, or why there is none."""
        if isinstance(plan, Cannot):
            return self.refuse(f"{plan.reason}.")
        if dry:
            return {**protocol.answer("planned", plan.title), "plan": told(plan)}
        return await self.carry_out(plan)

    async def carry_out(self, plan: Plan) -> Answer:
        """Run a plan with progress, and judge everything again."""
        environ = self.session.inspector.surveyor.host.environ

        async def work(reporter: Reporter) -> Outcome:
            on_line, on_step = reporter.on_line, reporter.on_step
            return await self.session.runner.run(plan, environ, on_line, on_step)

        outcome = await with_progress(self.server, plan.title, len(plan.steps), work)
        self.settled()
        return self._said(plan, outcome)

    def if_trusted(self, run: Command) -> Command:
        """Return a command that starts nothing in a workspace that the user does not trust."""

        async def guarded(*sent: object) -> Answer:
            if self.session.trusted:
                return await run(*sent)
            return {**self.refuse(_UNTRUSTED), "untrusted": True}

        return guarded

    def refuse(self, reason: str) -> Answer:
        """Tell the user why nothing is done."""
        self.show(reason, types.MessageType.Warning)
        return protocol.answer("refused", reason)

    def show(self, message: str, kind: types.MessageType) -> None:
        """Show a message."""
        self.server.window_show_message(types.ShowMessageParams(type=kind, message=message))

    def _said(self, plan: Plan, outcome: Outcome) -> Answer:
        match outcome:
            case Done(output=output, changed=changed):
                self._log(plan, output)
                what = "" if changed is None else f" ({changed or 'nothing had to be changed'})"
                return protocol.answer("done", f"{plan.title}{what}")
            case Failed(reason=reason, output=output):
                self._log(plan, output)
                self.show(reason, types.MessageType.Error)
                return protocol.answer("failed", reason)
            case Refused(reason=reason):
                return self.refuse(reason)
            case Cancelled(left=left):
                if left:
                    self.show(left, types.MessageType.Warning)
                return protocol.answer("cancelled", left or f"Cancelled: {plan.title}")

    def _log(self, plan: Plan, output: str) -> None:
        text = f"{plan.title}\n{output}".rstrip()
        kind = types.MessageType.Log
        self.server.window_log_message(types.LogMessageParams(type=kind, message=text))
