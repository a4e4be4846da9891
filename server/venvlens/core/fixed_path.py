"""The file ``python3X._pth``: lines that take the place of all that decides a search path.

Source: CPython's ``Modules/getpath.py`` and "Finding modules" in the documentation of Windows.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from venvlens.core.layout import normalised

if TYPE_CHECKING:
    from pathlib import PurePath

_MOST_ENTRIES = 1_000
"""Each costs questions for every import; files that people write have a handful."""
_LONGEST_LINE = 4_096


@dataclass(frozen=True, slots=True)
class FixedPath:
    """What a ``._pth`` file says. An interpreter beside one is isolated.

    It reads neither ``PYTHONPATH`` nor the user's site-packages, nor a script's own folder.
    """

    entries: tuple[PurePath, ...]
    site: bool
    """Whether ``site`` is imported: without it there are no site-packages of any kind."""


def parse(text: str, folder: PurePath) -> FixedPath | None:
    """Read the text of a ``._pth`` file in a folder; an empty file gives None.

    A line is a path relative to the folder, or ``import site``; what follows a ``#`` is a
    comment. Other lines that start with ``import`` are not supported there and do nothing.
    """
    if not text:
        return None
    entries: list[PurePath] = []
    site = False
    for line in text.split("\n"):
        said = line.partition("#")[0].strip()
        if said == "import site":
            site = True
        elif said and not said.startswith("import ") and len(said) <= _LONGEST_LINE:
            entries.append(normalised(folder / said))
    return FixedPath(tuple(entries[:_MOST_ENTRIES]), site)
