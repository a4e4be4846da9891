"""A disk that is asked about each path once: for a run that judges one moment and ends."""

from __future__ import annotations

from typing import TYPE_CHECKING

from venvlens.system.disk import Disk

if TYPE_CHECKING:
    from pathlib import PurePath

    from venvlens.system.disk import Stamp


class StillDisk(Disk):
    """A disk on which nothing changes; what was just written counts as settled too."""

    def __init__(self) -> None:
        super().__init__()
        self._stamps: dict[PurePath, Stamp | None] = {}

    def stamp(self, path: PurePath) -> Stamp | None:
        """Return the state of what was at a path when it was first asked for."""
        try:
            return self._stamps[path]
        except KeyError:
            found = super().stamp(path)
            kept = found._replace(settled=True) if found else None
            self._stamps[path] = kept
            return kept
