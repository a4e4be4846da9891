"""Where the tools of this user are, each as an absolute path outside of the workspace."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from venvlens.system.tools import find_tool

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from venvlens.system.host import Host

_REMEMBERED_SECONDS = 2.0
"""A menu and the command behind it ask for the same tools; one installed later is seen at once."""
_NAMES = {"conda": ("conda", "mamba", "micromamba")}
"""By whichever of these programs a tool's work can be done, the first that is there."""
_CONDA_ROOTS = ("miniforge3", "mambaforge", "miniconda3", "anaconda3", "miniconda", "anaconda")


@dataclass(slots=True)
class Toolbox:
    """Finds tools for one client or one command line."""

    host: Host
    outside: Callable[[], Sequence[Path]]
    """The folders, such as those of the workspace, that a tool must not lie in."""
    _known: dict[str, tuple[float, Path | None]] = field(default_factory=dict)

    def find(self, name: str) -> Path | None:
        """Find a tool: ``uv``, ``poetry``, ``conda``."""
        now = time.monotonic()
        looked, found = self._known.get(name, (-_REMEMBERED_SECONDS, None))
        if now - looked >= _REMEMBERED_SECONDS:
            found = self._look(name)
            self._known[name] = now, found
        return found

    def _look(self, name: str) -> Path | None:
        folders, outside = tuple(_folders(self.host)), self.outside()
        programs = _NAMES.get(name, (name,))
        found = (find_tool(program, folders, outside) for program in programs)
        return next((tool for tool in found if tool), None)


def _folders(host: Host) -> Iterator[Path]:
    """Yield the folders of PATH and those that installers of tools use."""
    yield from host.path
    home = host.home
    for variable, below in (("PIPX_BIN_DIR", ""), ("UV_INSTALL_DIR", ""), ("POETRY_HOME", "bin")):
        if named := host.environ.get(variable):
            yield home.__class__(named) / below
    if host.is_windows:
        roaming = home / "AppData" / "Roaming"
        yield from (home / ".local" / "bin", roaming / "Python" / "Scripts")
        yield from (home / ".cargo" / "bin", home / ".pixi" / "bin")
        yield from (home / root / "Scripts" for root in _CONDA_ROOTS)
        return
    yield from (home / ".local" / "bin", home / ".cargo" / "bin", home / ".pixi" / "bin")
    yield home / ".local" / "share" / "pypoetry" / "venv" / "bin"
    yield home.__class__("/opt/homebrew/bin")
    yield home.__class__("/usr/local/bin")
    for place in (home, home.__class__("/opt")):
        yield from (place / root / "condabin" for root in (*_CONDA_ROOTS, "conda"))
