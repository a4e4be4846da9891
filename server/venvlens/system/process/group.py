"""Ending a process together with everything that it started."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from venvlens.system.process import family

if TYPE_CHECKING:
    from collections.abc import Mapping

GRACE_SECONDS = 2.0
"""Between asking a group of processes to end and killing it."""

_PATIENCE_SECONDS = 0.5
_TICK_SECONDS = 0.01


def end(child: subprocess.Popen[bytes], environ: Mapping[str, str], *, worked: bool) -> None:
    """End a process with everything that it started, also when only the latter still runs.

    The group's number stays taken while one process of it exists, so it means no other group.
    What left the group on purpose, as the daemon that keeps git's passwords does, may run on only
    if the process ``worked``.
    """
    mark = environ.get(family.MARK, "")
    known = frozenset() if worked else family.members(mark, child.pid)
    if sys.platform == "win32":
        _end_tree(child, environ)
    else:
        _signal(child.pid, signal.SIGTERM)
        if not _is_gone_within(GRACE_SECONDS, child):
            _signal(child.pid, signal.SIGKILL)
            _is_gone_within(_PATIENCE_SECONDS, child)
    if not worked:
        family.end(mark, known)


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
        time.sleep(_TICK_SECONDS)
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
