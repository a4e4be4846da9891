"""Run one plan from its first look at the folders to its clean-up.

The work is done in a thread of its own that is told to stop and then waited for, so a clean-up is
never cut short, however often its task is cancelled.
"""

from __future__ import annotations

import asyncio
import os
import threading
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import TYPE_CHECKING
from weakref import WeakValueDictionary

from venvlens.core.plans import way_out
from venvlens.system.process import folders
from venvlens.system.process.appeared import Appeared
from venvlens.system.process.contents import Contents
from venvlens.system.process.environ import scrubbed
from venvlens.system.process.outcome import Cancelled, Done, Failed, Outcome, Refused
from venvlens.system.process.output import Output, on_loop, soon
from venvlens.system.process.steps import run_steps
from venvlens.system.process.written import Written

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import PurePath

    from venvlens.core.plans import Plan


class Runner:
    """Runs plans; those for one environment wait for each other. One for a whole program."""

    def __init__(self) -> None:
        # A queue vanishes when nobody runs or waits in it.
        self._queues: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    async def run(
        self,
        plan: Plan,
        host_environ: Mapping[str, str],
        on_line: Callable[[str], None],
        on_step: Callable[[int], None] = lambda _: None,
    ) -> Outcome:
        """Run a plan when its turn has come; as :func:`run` otherwise, also when cancelled.

        It is refused if its paths are not what they were when it was asked for: what a second
        click on "Recreate" would move aside is the environment that the first one has made.
        """
        asked_for = folders.standing(plan)
        queue = self.queue(plan.environment)
        try:
            await queue.acquire()
        except asyncio.CancelledError:
            _take_back_the_cancellation()
            return Cancelled()
        try:
            return await run(plan, host_environ, on_line, on_step, asked_for)
        finally:
            queue.release()

    def queue(self, environment: PurePath) -> asyncio.Lock:
        """Return what holds back whatever would be done in one environment at the same time."""
        return self._queues.setdefault(_real(environment), asyncio.Lock())


async def run(
    plan: Plan,
    host_environ: Mapping[str, str],
    on_line: Callable[[str], None],
    on_step: Callable[[int], None] = lambda _: None,
    asked_for: folders.Standing | None = None,
) -> Outcome:
    """Run the steps of a plan one after the other.

    To cancel, run this as a task and cancel the task: its processes end, the clean-up is done to
    its end, and the task's *result* is :class:`Cancelled`. A cancellation that comes after the
    last step changes nothing, the result is :class:`Done`. Only a task that is cancelled before
    its first moment ends as cancelled itself, as asyncio has it; nothing was done then.

    Args:
        plan: What to run.
        host_environ: Environment variables to start from; see :func:`scrubbed`.
        on_line: Called on the event loop with each line that the tools print, without its end.
            A tool that prints faster waits for it.
        on_step: Called on the event loop with the number of each step when it begins, from 0.
        asked_for: What stood at the plan's paths when it was made; now, if None.
    """
    stop = threading.Event()
    loop = asyncio.get_running_loop()
    output = Output(on_loop(loop, on_line), soon(loop, on_step))
    asked_for = folders.standing(plan) if asked_for is None else asked_for
    job = partial(_carry_out, plan, asked_for, scrubbed(host_environ), output, stop)
    pool = ThreadPoolExecutor(1, "venvlens-plan")
    work = loop.run_in_executor(pool, job)
    pool.shutdown(wait=False)  # Its one thread ends with the job.
    while not work.done():
        try:
            await asyncio.shield(work)
        except asyncio.CancelledError:
            stop.set()
            _take_back_the_cancellation()
    return work.result()


def _take_back_the_cancellation() -> None:
    # The counterpart of catching CancelledError for good, see asyncio.Task.uncancel.
    task = asyncio.current_task()
    if task is not None:
        task.uncancel()


def _real(path: PurePath) -> str:
    try:
        return os.path.normcase(os.path.realpath(path))
    except ValueError:  # no name that a file can have; it is refused when its turn has come
        return str(path)


def _carry_out(
    plan: Plan,
    asked_for: folders.Standing,
    environ: Mapping[str, str],
    output: Output,
    stop: threading.Event,
) -> Outcome:
    refusal = folders.refusal(plan) or folders.changed(plan, asked_for)
    if refusal:
        return Refused(f"{plan.title} was not started: {refusal}.")
    try:
        written, appeared = Written(plan.writes), Appeared(plan.appears)
        is_new = plan.creates is not None or bool(plan.appears)
        contents = None if is_new else Contents(plan.environment)
        made = folders.prepare(plan)
    except OSError as error:
        advice = way_out(str(error)) or "check that folder"
        problem = f"{error.filename}: {error.strerror}; {advice}"
        return Failed(_sentence(plan, problem, folders.put_back(plan, None)), "")
    problem = run_steps(plan, environ, output, stop)
    output.close()
    if not problem:
        folders.keep_out_of_git(plan)
        return Done(output.text(), _settle(contents))
    back = contents.put_back() if contents else ""
    lefts = (back, written.put_back(), appeared.put_back(), folders.put_back(plan, made))
    left = "; ".join(filter(None, lefts))
    if stop.is_set():
        return Cancelled(left)
    return Failed(_sentence(plan, problem, left), output.text())


def _settle(contents: Contents | None) -> str | None:
    """Let what was held of an environment go, and tell what is other in it."""
    if contents is None:
        return None
    contents.let_go_soon()
    return contents.changed()


def _sentence(plan: Plan, problem: str, left: str) -> str:
    return f"{plan.title} did not work: {problem}{'; ' if left else ''}{left}."
