"""Finding the processes of one plan, also those that left its group, and ending them.

On Linux every process of a plan carries a mark in its environment variables, which ``/proc`` tells
of, and what descends from one is found even if it has dropped the mark. A process escapes only if
it drops the mark and its parents end before it is looked for. macOS has no ``/proc``, and Windows
ends a tree by itself: there the group is all that is known.
"""

from __future__ import annotations

import contextlib
import os
import signal
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

MARK = "VENVLENS_PLAN"
"""The environment variable by which the processes of one plan are known."""

_PATIENCE_SECONDS = 2.0
_TICK_SECONDS = 0.01
_PROC = Path("/proc")


@dataclass(frozen=True, slots=True)
class Process:
    """One process; its number may be given to another one later, its start is its own."""

    number: int
    parent: int
    session: int
    started: str
    """In the system's ticks since it was booted."""


def members(mark: str, session: int | None = None) -> frozenset[Process]:
    """Return the living processes that carry a mark or are of a session, with all below them."""
    living = {process.number: process for process in _processes()}
    found = {n for n, process in living.items() if process.session == session or _has(n, mark)}
    while more := {n for n, p in living.items() if p.parent in found} - found:
        found |= more
    return frozenset(living[number] for number in found - {os.getpid()})


def end(mark: str, known: frozenset[Process] = frozenset()) -> None:
    """Kill the processes with a mark and those that were known before, until none is left."""
    deadline = time.monotonic() + _PATIENCE_SECONDS
    while left := {p for p in known if _is_living(p)} | members(mark):
        for process in left:
            _kill(process)
        if time.monotonic() >= deadline:
            return  # what waits for a disk cannot be killed
        time.sleep(_TICK_SECONDS)


def _processes() -> Iterator[Process]:
    for entry in _PROC.glob("[0-9]*") if sys.platform == "linux" else ():
        process = _process(int(entry.name))
        if process is not None:
            yield process


def _process(number: int) -> Process | None:
    """Read what the system says of a process; None for one that is dead or gone."""
    try:
        # The name in parentheses may hold anything. Source: proc(5), /proc/pid/stat.
        words = Path(_PROC, str(number), "stat").read_bytes().rpartition(b")")[2].split()
    except OSError:
        return None
    state, parent, _, session = words[:4]
    if state in b"ZX":
        return None
    return Process(number, int(parent), int(session), words[19].decode())


def _has(number: int, mark: str) -> bool:
    try:
        variables = Path(_PROC, str(number), "environ").read_bytes().split(b"\0")
    except OSError:  # gone, or another user's
        return False
    return f"{MARK}={mark}".encode() in variables


def _is_living(process: Process) -> bool:
    now = _process(process.number)
    return now is not None and now.started == process.started


def _kill(process: Process) -> None:
    """Kill a process and nothing that has its number meanwhile; reap it where that is for us."""
    if sys.platform != "linux":
        return
    with contextlib.suppress(OSError):
        handle = os.pidfd_open(process.number)
        try:
            if _is_living(process):
                signal.pidfd_send_signal(handle, signal.SIGKILL)
        finally:
            os.close(handle)
