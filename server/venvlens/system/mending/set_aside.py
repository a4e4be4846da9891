"""An environment that was set aside: where it goes, and removing it when the user says so."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import PurePath

Identity = tuple[int, int]
"""Device and inode: a rename keeps them, and a folder that took the name has others."""


def free(prefix: PurePath) -> PurePath:
    """Return a name beside an environment that nothing has yet."""
    number = 1
    while True:
        ending = ".old" if number == 1 else f"-{number}.old"
        aside = prefix.with_name(prefix.name + ending)
        if not os.path.lexists(aside):
            return aside
        number += 1


def identity(folder: PurePath) -> Identity | None:
    """Return which folder this is; None if nothing is there, or a link is."""
    try:
        status = os.lstat(folder)
    except (OSError, ValueError):
        return None
    is_folder = os.path.isdir(folder) and not os.path.islink(folder)  # noqa: PTH112, PTH114
    return (status.st_dev, status.st_ino) if is_folder else None


def remove(folder: PurePath, known: Identity | None) -> str:
    """Remove the very folder that was set aside; say why it was not, or nothing.

    Links in it are not followed: they are removed, and what they lead to stays.
    """
    if known is None or identity(folder) != known:
        return f"{folder} is not the folder that was set aside, so it was not removed."
    shutil.rmtree(Path(folder), ignore_errors=True)
    left = os.path.lexists(folder)
    return f"{folder} could not be removed altogether, remove the rest by hand." if left else ""
