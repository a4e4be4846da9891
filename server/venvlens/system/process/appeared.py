"""The folders that a plan's tools make by themselves: removed if the plan does not work.

poetry and its like name their environments and make them anew, so they cannot be made for them. A
plan refuses to start where one of the folders exists; what is there when it failed came after.
"""

from __future__ import annotations

import contextlib
import os
from pathlib import Path
from typing import TYPE_CHECKING

from venvlens.system.process.folders import identity_of, remove_made

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import PurePath


class Appeared:
    """Some folders that are not there at one moment, and those above that are not there either."""

    def __init__(self, folders: Iterable[PurePath]) -> None:
        self._missing = {Path(folder): tuple(_missing_above(Path(folder))) for folder in folders}

    def put_back(self) -> str:
        """Remove what has appeared; say what could not be removed.

        A folder above is removed only if it is empty, since others may have come to use it.
        """
        left = []
        for folder, above in self._missing.items():
            made = identity_of(folder)
            if made is not None and not remove_made(folder, made):
                left.append(str(folder))
            for parent in above:
                with contextlib.suppress(OSError):
                    parent.rmdir()
        said = "could not be removed, look at it and remove it by hand"
        return f"{', '.join(left)} {said}" if left else ""


def _missing_above(folder: Path) -> Iterator[Path]:
    """Yield the folders above that are not there, the nearest first."""
    for parent in folder.parents:
        if os.path.lexists(parent):
            return
        yield parent
