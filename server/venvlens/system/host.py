"""The machine and the user as values: the only reader of ambient state."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Host:
    """What this process inherits, frozen at one moment."""

    environ: Mapping[str, str] = field(hash=False)
    """Environment variables; on Windows their names are in upper case."""
    path: tuple[Path, ...]
    """Folders of ``PATH`` in order; absolute, each once, existing or not."""
    home: Path
    """The user's home folder; the root of the file system if there is none."""
    platform: str
    """As in ``sys.platform``: ``linux``, ``darwin``, ``win32``."""

    @property
    def is_windows(self) -> bool:
        """Whether folders of environments are laid out as on Windows."""
        return self.platform == "win32"


def read_host() -> Host:
    """Read the environment of this process."""
    environ = MappingProxyType(dict(os.environ))
    # Like execvp and shutil.which: no PATH at all means the system's default, an empty one nothing.
    path = search_folders(environ.get("PATH", os.defpath))
    return Host(environ, path, _home(), sys.platform)


def search_folders(path: str) -> tuple[Path, ...]:
    """Split the value of ``PATH`` into folders.

    Empty and relative entries mean "wherever the command was started" and so
    name no folder of their own: they are dropped.
    """
    # Windows allows quotes around an entry; elsewhere a quote is a letter like any other.
    quotes = '"' if os.name == "nt" else ""
    entries = (Path(entry.strip(quotes)) for entry in path.split(os.pathsep))
    return tuple(dict.fromkeys(entry for entry in entries if entry.is_absolute()))


def _home() -> Path:
    try:
        home = Path.home()
    except RuntimeError:  # neither HOME nor an entry in the list of users
        home = Path()
    return home if home.is_absolute() else Path(os.sep).absolute()
