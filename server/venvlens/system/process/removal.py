"""Removing what a plan has made, whatever its tools have done to it."""

from __future__ import annotations

import contextlib
import os
import shutil
import stat
import sys
from pathlib import Path

_ATTEMPTS = 5


def remove(path: Path) -> None:
    """Remove a file, a link or a folder with all in it; links in it are never followed.

    What cannot be removed stays: who calls this looks whether it is gone.
    """
    for _ in range(_ATTEMPTS):
        if path.is_symlink() or not path.is_dir():
            with contextlib.suppress(OSError):
                path.unlink()
        else:
            shutil.rmtree(path, ignore_errors=True)
        if not os.path.lexists(path):
            return
        _allow_removal(path)


def _allow_removal(folder: Path) -> None:
    """Make what is left of a folder writable: nothing in a read-only folder can be removed."""
    for parent, _, names in os.walk(folder):
        files = (Path(parent, name) for name in names if sys.platform == "win32")
        for path in (Path(parent), *files):
            with contextlib.suppress(OSError):
                if not path.is_symlink():
                    path.chmod(stat.S_IRWXU)
