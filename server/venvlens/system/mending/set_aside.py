"""An environment that was set aside: where it goes, and removing it when the user says so."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from venvlens.system.process.folders import identity_of
from venvlens.system.process.removal import remove

if TYPE_CHECKING:
    from pathlib import PurePath

    from venvlens.system.process.folders import Identity


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
    """Return which folder this is; None if nothing is there, or a link is.

    A rename keeps it, and a folder that took the name since has another.
    """
    is_link = os.path.islink(folder)  # noqa: PTH114 - a PurePath cannot
    return None if is_link else identity_of(folder)


def remove_old(folder: PurePath, known: Identity | None) -> str:
    """Remove the very folder that was set aside; say why it was not, or nothing.

    Links in it are not followed: they are removed, and what they lead to stays.
    """
    if known is None or identity(folder) != known:
        return f"{folder} is not the folder that was set aside, so it was not removed."
    remove(Path(folder))
    left = os.path.lexists(folder)
    return f"{folder} could not be removed altogether, remove the rest by hand." if left else ""
