"""Running a plan for somebody at a terminal: what it does first, its progress, how it ended.

The one file of this layer that starts anything, for the commands that a person gives for that:
``create``, ``install`` and ``repair``.
"""

from __future__ import annotations

import asyncio
import shlex
import signal
import sys
from typing import TYPE_CHECKING

from venvlens.cli.json_text import VERSION, encoded
from venvlens.cli.output import COULD_NOT_RUN, deliver, say
from venvlens.cli.printable import shown
from venvlens.core.plans import Cannot
from venvlens.core.plans.telling import told
from venvlens.system.host import read_host
from venvlens.system.process import Cancelled, Done, Failed, Refused, Runner

if TYPE_CHECKING:
    from collections.abc import Iterator

    from venvlens.core.plans import Plan
    from venvlens.system.host import Host
    from venvlens.system.process import Outcome

DID_NOT_WORK = 1
"""Exit status of a plan that was carried out and did not work; everything is as before."""
INTERRUPTED = 130
"""Exit status as the shell gives it to a program that Ctrl-C ended."""


def run_plan(plan: Plan | Cannot, *, dry: bool, yes: bool, json: bool) -> int:
    """Show a plan, carry it out, and return the exit status.

    0: it worked, or was only shown. 1: it did not work, and everything is as before. 2: there is
    no plan, or the folders are not as it needs them. 130: it was interrupted, or declined.

    Args:
        plan: What to run, or why there is nothing to run.
        dry: Only show it, on the standard output.
        yes: Do not ask; where nobody sits at a terminal nobody is asked anyway.
        json: Answer with one object on the standard output, as the command of the server does.
    """
    if isinstance(plan, Cannot):
        return _end("refused", f"{plan.reason}.", None, COULD_NOT_RUN, json=json)
    if dry and not json:
        return deliver("".join(f"{line}\n" for line in _lines(plan)))
    if dry:
        return _end("planned", plan.title, plan, 0, json=json)
    host = read_host()
    for line in _lines(plan):
        _print(line)
    if not yes and not json and not _agreed():
        return _end("cancelled", "Nothing was done.", plan, INTERRUPTED, json=json)
    return _told(plan, asyncio.run(_run(plan, host)), json=json)


async def _run(plan: Plan, host: Host) -> Outcome:
    """Run a plan as a task that Ctrl-C, and what ends a terminal, cancel: its clean-up is done."""
    loop, task = asyncio.get_running_loop(), asyncio.current_task()
    for name in ("SIGTERM", "SIGHUP"):
        if task is not None and sys.platform != "win32":
            loop.add_signal_handler(getattr(signal, name), task.cancel)
    return await Runner().run(plan, host.environ, lambda line: _print(f"  {line}"))


def _told(plan: Plan, outcome: Outcome, *, json: bool) -> int:
    match outcome:
        case Done():
            return _end("done", f"Done: {plan.title}.", plan, 0, json=json)
        case Failed(reason=reason):
            return _end("failed", reason, plan, DID_NOT_WORK, json=json)
        case Refused(reason=reason):
            return _end("refused", reason, plan, COULD_NOT_RUN, json=json)
        case Cancelled(left=left):
            said = left or f"Cancelled: {plan.title}. Everything is as before."
            return _end("cancelled", said, plan, INTERRUPTED, json=json)


def _end(status: str, message: str, plan: Plan | None, exit_status: int, *, json: bool) -> int:
    if not json:
        say(message)
        return exit_status
    answer = {"version": VERSION, "status": status, "message": message}
    return deliver(encoded({**answer, "plan": plan and told(plan)})) or exit_status


def _lines(plan: Plan) -> Iterator[str]:
    """Yield what a plan does, line by line."""
    yield shown(plan.title)
    for step in plan.steps:
        yield f"  runs: {shown(shlex.join(step.argv))}"
        yield f"    in: {shown(str(step.folder))}"
    if plan.sets_aside is not None:
        yield f"  keeps: {shown(str(plan.sets_aside))} as {shown(str(plan.aside))}"
    for folder in filter(None, (plan.creates, *plan.appears)):
        yield f"  makes: {shown(str(folder))}"
    for file in plan.writes:
        yield f"  writes: {shown(str(file))}"
    for remark in plan.remarks:
        yield f"  {shown(remark)}"


def _agreed() -> bool:
    """Ask, where somebody sits at a terminal."""
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        return True
    print("Go on? [Y/n] ", end="", file=sys.stderr, flush=True)
    # The end of the input is an empty text, not an empty line: that is no consent.
    return sys.stdin.readline().lower() in ("\n", "y\n", "yes\n")


def _print(line: str) -> None:
    print(shown(line), file=sys.stderr, flush=True)
