r"""Shares of other machines, ``\\server\share``: merely looking there sends the user's credentials.

What a project's own files name is therefore looked at only where something of the user's, or the
project itself, is on the same share already.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import PurePath


def share_of(path: PurePath) -> str | None:
    r"""Return the share that a path of Windows is on; None on a drive, or on another system.

    Other paths that begin with two backslashes, such as ``\\?\`` and ``\\.\``, count as shares.
    """
    drive = path.drive
    return drive.casefold() if drive.startswith("\\\\") else None


def may_be_asked(path: PurePath, trusted: Iterable[PurePath]) -> bool:
    """Tell whether a path that somebody else wrote down may be looked at."""
    share = share_of(path)
    return share is None or any(share_of(one) == share for one in trusted)
