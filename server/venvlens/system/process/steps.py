"""The steps of a plan, one process after the other."""

from __future__ import annotations

import contextlib
import shutil
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

from venvlens.core.plans import Step, cause, way_out
from venvlens.system.process import family, group
from venvlens.system.process.contents import is_environment

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import PurePath

    from venvlens.core.plans import Plan
    from venvlens.system.process.output import Output

DRAIN_SECONDS = 4.0
"""For reading what a process has left in its pipe; only one that escaped keeps us that long."""

_TRIAL_SECONDS = 60.0
"""For the first start of an interpreter, which virus scanners look at."""
_INTERPRETERS = ("bin/python", "bin/python3", "bin/pypy3", "Scripts/python.exe", "python.exe")
_LITTLE_SPACE = 256 * 1024
"""Bytes; with less on a disk a tool that failed most likely failed for it."""
_TICK_SECONDS = 0.05


def run_steps(plan: Plan, environ: Mapping[str, str], output: Output, stop: threading.Event) -> str:
    """Run the steps until one does not work; say how it failed, or nothing.

    After one that does not work, nothing that any step has started runs on.
    """
    environ = {**environ, family.MARK: uuid4().hex}
    problem = _first_problem(plan, environ, output, stop)
    if problem:
        family.end(environ[family.MARK])
    return problem


def _first_problem(
    plan: Plan, environ: Mapping[str, str], output: Output, stop: threading.Event
) -> str:
    for number, step in enumerate(plan.steps, 1):
        output.begin(number - 1)
        problem = "was cancelled" if stop.is_set() else _run_step(step, environ, output, stop)
        if problem:
            place = f" (step {number} of {len(plan.steps)})" if len(plan.steps) > 1 else ""
            return f"{step.name}{place} {problem}"
    if plan.creates is None:
        return ""
    # Tools end with status 0 that have made nothing, or something for another machine.
    trial = _trial(plan.creates)
    problem = _run_step(trial, environ, output, stop) if trial else "has no Python in it"
    return f"what {plan.steps[-1].name} made at {plan.creates} {problem}" if problem else ""


def _trial(prefix: PurePath) -> Step | None:
    """Return what shows whether an environment runs; None if there is nothing to run in it."""
    found = (Path(prefix, name) for name in _INTERPRETERS if is_environment(prefix))
    python = next((path for path in found if path.is_file()), None)
    if python is None:
        return None
    return Step((str(python), "-I", "-S", "-c", "pass"), prefix, _TRIAL_SECONDS)


def _run_step(step: Step, environ: Mapping[str, str], output: Output, stop: threading.Event) -> str:
    try:
        child = _start(step, environ)
    except OSError as error:
        return f"could not be started: {error.strerror}; check that {step.argv[0]} can be run"
    # A daemon: a process that left the group and kept the pipe must not keep us.
    reader = threading.Thread(target=output.read, args=(child.stdout,), daemon=True)
    reader.start()
    problem = _watch(child, reader, step.seconds, stop)
    group.end(child, environ, worked=problem is None and child.returncode == 0)
    reader.join(DRAIN_SECONDS)
    if problem is None and child.returncode:
        return f"ended with status {child.returncode}{_why(output.text(), step)}"
    return problem or ""


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


def _why(said: str, step: Step) -> str:
    why = f": {cause(said)}" if said else " and said nothing"
    advice = way_out(said)
    if not advice and _is_full(step.folder):  # venv does not pass on what ensurepip says
        advice = f"the disk of {step.folder} is full, free some space on it"
    return f"{why}; {advice or 'its full output is in the log'}"


def _is_full(folder: PurePath) -> bool:
    try:
        return shutil.disk_usage(folder).free < _LITTLE_SPACE
    except OSError:
        return False
