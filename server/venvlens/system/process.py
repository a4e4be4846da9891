"""Run one plan. The only place that starts processes, and only for what a user asked for by name.

A plan ends in one of four ways, all of them values. Unless every step worked, what the plan made
is removed and what it moved is moved back. The work is done in a thread of its own that is told to
stop and then waited for, so a clean-up is never cut short, however often its task is cancelled.
"""

from __future__ import annotations

import asyncio
import codecs
import contextlib
import os
import shutil
import signal
import stat
import subprocess
import sys
import threading
import time
from collections import deque
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import IO, TYPE_CHECKING
from weakref import WeakValueDictionary

from venvlens.core.plans import cause, way_out
from venvlens.core.source import lines

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import PurePath

    from venvlens.core.plans import Plan, Step

GRACE_SECONDS = 2.0
"""Between asking a group of processes to end and killing it."""
KEPT_CHARACTERS = 256 * 1024
"""Of a plan's output; the last ones are kept."""

DRAIN_SECONDS = 4.0
"""For reading what a process has left in its pipe; only one that escaped keeps us that long."""

_LONGEST_LINE = 4096
_CHUNK = 8192
_TICK_SECONDS = 0.05
_PATIENCE_SECONDS = 0.5
_ATTEMPTS = 5

# Other environments must not leak into the tools: what is active in the editor is not what the
# plan names.
_DROPPED_PREFIX = "PYTHON"
_DROPPED = frozenset({"VIRTUAL_ENV", "CONDA_PREFIX", "__PYVENV_LAUNCHER__"})
# These would lead a tool to another place than the plan names, or colour what we read.
_DROPPED |= {"PIP_BREAK_SYSTEM_PACKAGES", "PIP_PREFIX", "PIP_PYTHON", "PIP_ROOT", "PIP_TARGET"}
_DROPPED |= {
    "UV_BREAK_SYSTEM_PACKAGES",
    "UV_PROJECT",
    "UV_PROJECT_ENVIRONMENT",
    "UV_PYTHON",
    "UV_SYSTEM_PYTHON",
}
_DROPPED |= {"UV_VENV_CLEAR", "UV_WORKING_DIR", "CLICOLOR_FORCE", "FORCE_COLOR"}
# PIP_USER: a pip.conf may say the contrary, and then pip refuses to install into an environment.
_SET = {"NO_COLOR": "1", "PIP_NO_INPUT": "1", "PIP_USER": "0", "UV_PYTHON_DOWNLOADS": "never"}


@dataclass(frozen=True, slots=True)
class Done:
    """Every step worked."""

    output: str
    """The last part of what the tools printed, line ends made ``\\n``."""


@dataclass(frozen=True, slots=True)
class Failed:
    """A step did not work, and everything is as before except what the reason names."""

    reason: str
    """One sentence that names the plan, the tool, the cause and the way out."""
    output: str


@dataclass(frozen=True, slots=True)
class Cancelled:
    """The plan was stopped because its task was cancelled."""

    left: str = ""
    """One sentence about what could not be put back; empty if everything is as before."""


@dataclass(frozen=True, slots=True)
class Refused:
    """Nothing was started: the folders are not as the plan needs them."""

    reason: str
    """One sentence with the way out."""


Outcome = Done | Failed | Cancelled | Refused


class Runner:
    """Runs plans; those for one environment wait for each other. One for a whole program."""

    def __init__(self) -> None:
        # A queue vanishes when nobody runs or waits in it.
        self._queues: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    async def run(
        self, plan: Plan, host_environ: Mapping[str, str], on_line: Callable[[str], None]
    ) -> Outcome:
        """Run a plan when its turn has come; as :func:`run` otherwise, also when cancelled."""
        queue = self._queues.setdefault(_real(plan.environment), asyncio.Lock())
        try:
            await queue.acquire()
        except asyncio.CancelledError:
            _take_back_the_cancellation()
            return Cancelled()
        try:
            return await run(plan, host_environ, on_line)
        finally:
            queue.release()


async def run(
    plan: Plan, host_environ: Mapping[str, str], on_line: Callable[[str], None]
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
    """
    stop = threading.Event()
    output = _Output(_on_loop(asyncio.get_running_loop(), on_line))
    job = partial(_carry_out, plan, scrubbed(host_environ), output, stop)
    pool = ThreadPoolExecutor(1, "venvlens-plan")
    work = asyncio.get_running_loop().run_in_executor(pool, job)
    pool.shutdown(wait=False)  # Its one thread ends with the job.
    while not work.done():
        try:
            await asyncio.shield(work)
        except asyncio.CancelledError:
            stop.set()
            _take_back_the_cancellation()
    return work.result()


def scrubbed(host_environ: Mapping[str, str]) -> dict[str, str]:
    """Return the environment variables for tools: without Python's own and those that mislead.

    Settings of pip and uv, such as indexes and proxies, stay. Names count without regard to
    case, as on Windows.
    """
    kept = {
        name: value
        for name, value in host_environ.items()
        if name.upper() not in _DROPPED and not name.upper().startswith(_DROPPED_PREFIX)
    }
    return kept | _SET


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


# The plan and its folders, in its thread.


def _carry_out(
    plan: Plan, environ: Mapping[str, str], output: _Output, stop: threading.Event
) -> Outcome:
    refusal = _refusal(plan)
    if refusal:
        return Refused(f"{plan.title} was not started: {refusal}.")
    try:
        made = _prepare(plan)
    except OSError as error:
        advice = way_out(str(error)) or "check that folder"
        problem = f"{error.filename}: {error.strerror}; {advice}"
        return Failed(_sentence(plan, problem, _put_back(plan, None)), "")
    problem = _run_steps(plan, environ, output, stop)
    output.close()
    if not problem:
        _keep_out_of_git(plan)
        return Done(output.text())
    left = _put_back(plan, made)
    if stop.is_set():
        return Cancelled(left)
    return Failed(_sentence(plan, problem, left), output.text())


def _sentence(plan: Plan, problem: str, left: str) -> str:
    return f"{plan.title} did not work: {problem}{'; ' if left else ''}{left}."


def _refusal(plan: Plan) -> str:
    """Say why the folders are not as the plan needs them, or nothing."""
    paths = (plan.environment, plan.creates, plan.sets_aside, plan.aside)
    words = (word for step in plan.steps for word in (*step.argv, str(step.folder)))
    for text in (*words, *map(str, filter(None, paths))):
        if not _can_be_passed_on(text):
            return f"{text!r} holds what no name of a file can hold, rename it"
    for step in plan.steps:
        if not os.path.isdir(step.folder):  # noqa: PTH112 - never raises
            return f"the folder {step.folder} is gone, open it again"
    if plan.sets_aside is not None and not os.path.lexists(plan.sets_aside):
        return f"{plan.sets_aside} is gone, create it instead"
    for new in (plan.aside, None if plan.creates == plan.sets_aside else plan.creates):
        if new is not None and os.path.lexists(new):
            return f"{new} exists already and is never overwritten, move it away first"
    if plan.creates is None and not os.path.isdir(plan.environment):  # noqa: PTH112
        return f"the environment {plan.environment} is gone, create it first"
    return ""


def _can_be_passed_on(text: str) -> bool:
    # A client can send any string: one with a zero in it, or with half of a surrogate pair.
    try:
        return b"\0" not in os.fsencode(text)
    except UnicodeEncodeError:
        return False


_Identity = tuple[int, int]
"""Device and inode: a folder of the same name that somebody else made is another one."""


def _prepare(plan: Plan) -> _Identity | None:
    if plan.sets_aside is not None and plan.aside is not None:
        os.rename(plan.sets_aside, plan.aside)  # noqa: PTH104 - a PurePath cannot
    if plan.creates is None:
        return None
    # Making it ourselves is the one sure way to know that it is ours. venv and uv fill a folder
    # that is empty, and keep it.
    os.mkdir(plan.creates)  # noqa: PTH102
    return _identity(plan.creates)


def _put_back(plan: Plan, made: _Identity | None) -> str:
    """Remove what the plan made and move back what it moved; say what could not be done."""
    if plan.creates is not None and made is not None and not _remove(Path(plan.creates), made):
        return f"{plan.creates} could not be removed, look at it and remove it by hand"
    if plan.sets_aside is None or plan.aside is None or not os.path.lexists(plan.aside):
        return ""
    try:
        if not os.path.lexists(plan.sets_aside):
            os.rename(plan.aside, plan.sets_aside)  # noqa: PTH104
            return ""
    except OSError:
        pass
    return f"the former {plan.sets_aside} is now {plan.aside}, rename it by hand"


def _remove(folder: Path, made: _Identity) -> bool:
    """Remove a folder if it is still the one that was made; links in it are never followed."""
    for _ in range(_ATTEMPTS):
        if _identity(folder) != made:
            break
        shutil.rmtree(folder, ignore_errors=True)
        _allow_removal(folder)
    return not os.path.lexists(folder)


def _allow_removal(folder: Path) -> None:
    """Make what is left of a folder writable: nothing in a read-only folder can be removed."""
    for parent, _, names in os.walk(folder):
        files = (Path(parent, name) for name in names if sys.platform == "win32")
        for path in (Path(parent), *files):
            with contextlib.suppress(OSError):
                if not path.is_symlink():
                    path.chmod(stat.S_IRWXU)


def _identity(folder: PurePath) -> _Identity | None:
    try:
        status = os.lstat(folder)
    except OSError:
        return None
    return status.st_dev, status.st_ino


def _keep_out_of_git(plan: Plan) -> None:
    """Add the ``.gitignore`` that uv and newer venvs (Python 3.13) write themselves."""
    # Without it the environment works all the same, so a failure is no failure of the plan.
    if plan.creates is not None:
        with contextlib.suppress(OSError), Path(plan.creates, ".gitignore").open("x") as file:
            file.write("*\n")


# The processes.


def _run_steps(
    plan: Plan, environ: Mapping[str, str], output: _Output, stop: threading.Event
) -> str:
    """Run the steps until one does not work; say how it failed, or nothing."""
    for number, step in enumerate(plan.steps, 1):
        problem = "was cancelled" if stop.is_set() else _run_step(step, environ, output, stop)
        if problem:
            place = f" (step {number} of {len(plan.steps)})" if len(plan.steps) > 1 else ""
            return f"{step.name}{place} {problem}"
    return ""


def _run_step(
    step: Step, environ: Mapping[str, str], output: _Output, stop: threading.Event
) -> str:
    try:
        child = _start(step, environ)
    except OSError as error:
        return f"could not be started: {error.strerror}; check that {step.argv[0]} can be run"
    # A daemon: a process that left the group and kept the pipe must not keep us.
    reader = threading.Thread(target=_read, args=(child.stdout, output), daemon=True)
    reader.start()
    problem = _watch(child, reader, step.seconds, stop)
    _end(child, environ)
    reader.join(DRAIN_SECONDS)
    if problem is None and child.returncode:
        return f"ended with status {child.returncode}{_why(output.text())}"
    return problem or ""


def _why(said: str) -> str:
    why = f": {cause(said)}" if said else " and said nothing"
    return f"{why}; {way_out(said) or 'its full output is in the log'}"


def _start(step: Step, environ: Mapping[str, str]) -> subprocess.Popen[bytes]:
    """Start a process in a group of its own, which can be ended as a whole."""
    flags = 0
    if sys.platform == "win32":
        flags = subprocess.CREATE_NEW_PROCESS_GROUP | subprocess.CREATE_NO_WINDOW
    return subprocess.Popen(
        step.argv,
        cwd=step.folder,
        env=environ,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        bufsize=0,
        start_new_session=True,
        creationflags=flags,
    )


def _watch(
    child: subprocess.Popen[bytes], reader: threading.Thread, seconds: float, stop: threading.Event
) -> str | None:
    """Wait until a process ends by itself (None) or has to be ended, and say why it has to."""
    deadline = time.monotonic() + seconds
    while child.poll() is None:
        if stop.is_set():
            return "was cancelled"
        if time.monotonic() >= deadline:
            return f"was stopped after {seconds:g} seconds; try again, or run it in a terminal"
        # The end of the output is nearly always the end of the process, so this wakes in time.
        if reader.is_alive():
            reader.join(_TICK_SECONDS)
        else:
            with contextlib.suppress(subprocess.TimeoutExpired):
                child.wait(_TICK_SECONDS)
    return None


def _end(child: subprocess.Popen[bytes], environ: Mapping[str, str]) -> None:
    """End a process with everything that it started, also when only the latter still runs.

    The group's number stays taken while one process of it exists, so it means no other group.
    """
    if sys.platform == "win32":
        _end_tree(child, environ)
    else:
        _signal(child.pid, signal.SIGTERM)
        if not _is_gone_within(GRACE_SECONDS, child):
            _signal(child.pid, signal.SIGKILL)
            _is_gone_within(_PATIENCE_SECONDS, child)


def _end_tree(child: subprocess.Popen[bytes], environ: Mapping[str, str]) -> None:
    """End a process of Windows and those that it started, which are known while it runs."""
    if child.poll() is None:
        taskkill = Path(environ.get("SYSTEMROOT", r"C:\Windows"), "System32", "taskkill.exe")
        argv = (str(taskkill), "/T", "/F", "/PID", str(child.pid))
        with contextlib.suppress(OSError):
            subprocess.run(argv, check=False, capture_output=True, stdin=subprocess.DEVNULL)
        child.kill()
        child.wait()


def _is_gone_within(seconds: float, child: subprocess.Popen[bytes]) -> bool:
    """Wait until a process is reaped and its group is empty.

    Others of the group are not our children. Where the first process of a container reaps
    nothing, they stay in the group after their death, and this waits in vain.
    """
    deadline = time.monotonic() + seconds
    while child.poll() is None or _signal(child.pid, 0):
        if time.monotonic() >= deadline:
            return False
        time.sleep(_TICK_SECONDS / 5)
    return True


def _signal(group: int, number: int) -> bool:
    """Send a signal to a group of processes; tell whether there is one (0 only asks)."""
    if sys.platform == "win32":
        return False
    try:
        os.killpg(group, number)
    except (ProcessLookupError, PermissionError):  # macOS forbids it when only the dead are left
        return False
    return True


# Their output.


def _read(pipe: IO[bytes], output: _Output) -> None:
    with pipe, contextlib.suppress(OSError):
        while chunk := pipe.read(_CHUNK):
            output.add(chunk)
    output.end()


class _Output:
    """What the tools print: handed on line by line as it comes, the last part kept."""

    def __init__(self, hand_on: Callable[[Sequence[str]], None]) -> None:
        self._hand_on = hand_on
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")
        self._line = ""
        self._after_return = False
        self._kept: deque[str] = deque()
        self._size = 0
        self._closed = False
        self._lock = threading.Lock()

    def add(self, chunk: bytes) -> None:
        """Take what was printed."""
        self._take(self._decoder.decode(chunk))

    def end(self) -> None:
        """Take what is left as a line: the tool ends."""
        rest = self._decoder.decode(b"", final=True)
        self._take(rest + "\n" * bool(self._line or rest))

    def close(self) -> None:
        """Take nothing more, whoever still prints."""
        with self._lock:
            self._closed = True

    def text(self) -> str:
        """Return the part that is kept."""
        with self._lock:
            return "\n".join(self._kept)

    def _take(self, text: str) -> None:
        with self._lock:
            ended = [] if self._closed or not text else self._split(text)
            for line in ended:
                self._keep(line)
        if ended:
            self._hand_on(ended)

    def _split(self, text: str) -> list[str]:
        # A line that ends in "\r" is progress and shown at once; a "\n" may still belong to it.
        text = text.removeprefix("\n") if self._after_return else text
        self._after_return = text.endswith("\r")
        *ended, self._line = lines(self._line + text)
        if len(self._line) > _LONGEST_LINE:
            ended.append(self._line)
            self._line = ""
        return ended

    def _keep(self, line: str) -> None:
        self._kept.append(line)
        self._size += len(line) + 1
        while self._size > KEPT_CHARACTERS:
            self._size -= len(self._kept.popleft()) + 1


def _on_loop(
    loop: asyncio.AbstractEventLoop, on_line: Callable[[str], None]
) -> Callable[[Sequence[str]], None]:
    """Return what calls ``on_line`` on the loop and waits for it, so that nothing piles up."""

    def call(ended: Sequence[str], called: threading.Event) -> None:
        try:
            for line in ended:
                on_line(line)
        finally:
            called.set()

    def hand_on(ended: Sequence[str]) -> None:
        called = threading.Event()
        with contextlib.suppress(RuntimeError):  # the loop is closed: nobody listens any more
            loop.call_soon_threadsafe(call, ended, called)
            called.wait(_PATIENCE_SECONDS)

    return hand_on
