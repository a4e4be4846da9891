"""What all commands share: running a plan for the user, or only telling it."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from lsprotocol import types

from venvlens.core.next_steps import Failure, maker, next_steps
from venvlens.core.plans import Cannot, hindrance
from venvlens.core.plans.telling import told
from venvlens.core.requests import project_of
from venvlens.lsp import protocol
from venvlens.lsp.as_commands import next_step
from venvlens.lsp.progress import Reporter, with_progress
from venvlens.system.process import Cancelled, Done, Failed, Outcome, Refused

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from pygls.lsp.server import LanguageServer

    from venvlens.core.plans import Plan
    from venvlens.core.requests import Request
    from venvlens.lsp.commands.tools import Tools
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
    tools: Tools

    async def answer(self, plan: Plan | Cannot, request: Request, *, dry: bool = False) -> Answer:
        """Carry out the plan of a request, or tell what it would do, or why there is none."""
        if isinstance(plan, Cannot):
            said = self.refuse(f"{plan.reason}.")
            return await self._and_next(said, Failure(request, plan.hindrance, was_tried=False))
        if dry:
            return {**protocol.answer("planned", plan.title), "plan": told(plan)}
        outcome = await self._carry_out(plan)
        said = self._said(plan, outcome)
        match outcome:
            case Failed(reason=reason, output=output):
                why = hindrance(output) or hindrance(reason)
                return await self._and_next(said, Failure(request, why, maker(plan)))
            case Refused():
                return await self._and_next(said, Failure(request, was_tried=False))
            case Cancelled(left=left) if left:
                return await self._and_next(said, Failure(request, made_by=maker(plan)))
            case _:
                return said

    async def _carry_out(self, plan: Plan) -> Outcome:
        """Run a plan with progress, and judge everything again."""
        environ = self.session.inspector.surveyor.host.environ

        async def work(reporter: Reporter) -> Outcome:
            on_line, on_step = reporter.on_line, reporter.on_step
            return await self.session.runner.run(plan, environ, on_line, on_step)

        outcome = await with_progress(self.server, plan.title, len(plan.steps), work)
        self.settled()
        return outcome

    async def _and_next(self, said: Answer, failure: Failure) -> Answer:
        """Add the ways on to an answer, for a client that shows them."""
        if not self.session.answers:
            return said
        ways = await asyncio.to_thread(self.tools.makers)
        project = project_of(failure.request)
        if project and any(project.is_relative_to(one) for one in self.session.folders()):
            failure = replace(failure, project=project)
        steps = [next_step(step) for step in next_steps(failure, ways)]
        return {**said, "next": steps} if steps else said

    def if_trusted(self, run: Command) -> Command:
        """Return a command that starts nothing in a workspace that the user does not trust."""

        async def guarded(*sent: object) -> Answer:
            if self.session.trusted:
                return await run(*sent)
            return {**self.refuse(_UNTRUSTED), "untrusted": True}

        return guarded

    def refuse(self, reason: str) -> Answer:
        """Tell the user why nothing is done."""
        return self._unless_shown("refused", reason, types.MessageType.Warning)

    def fail(self, reason: str) -> Answer:
        """Tell the user why something was not done."""
        return self._unless_shown("failed", reason, types.MessageType.Error)

    def _unless_shown(self, status: str, message: str, kind: types.MessageType) -> Answer:
        if not self.session.answers:
            self.show(message, kind)
        return protocol.answer(status, message)

    def show(self, message: str, kind: types.MessageType) -> None:
        """Show a message that no answer has."""
        self.server.window_show_message(types.ShowMessageParams(type=kind, message=message))

    def _said(self, plan: Plan, outcome: Outcome) -> Answer:
        match outcome:
            case Done(output=output, changed=changed):
                self._log(plan, output)
                what = "" if changed is None else f" ({changed or 'nothing had to be changed'})"
                return protocol.answer("done", f"{plan.title}{what}")
            case Failed(reason=reason, output=output):
                self._log(plan, output)
                return self.fail(reason)
            case Refused(reason=reason):
                return self.refuse(reason)
            case Cancelled(left=left):
                if left:
                    return self._unless_shown("cancelled", left, types.MessageType.Warning)
                return protocol.answer("cancelled", f"Cancelled: {plan.title}")

    def _log(self, plan: Plan, output: str) -> None:
        text = f"{plan.title}\n{output}".rstrip()
        kind = types.MessageType.Log
        self.server.window_log_message(types.LogMessageParams(type=kind, message=text))
