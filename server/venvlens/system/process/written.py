"""The files that a plan's tools write: remembered before, put back if the plan does not work."""

from __future__ import annotations

import contextlib
import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import PurePath

_LARGEST = 64 * 2**20
"""Bytes of a file that are remembered; no lock file is larger."""


class Written:
    """What some files held at one moment; a file that was not there is one of the answers."""

    def __init__(self, files: Iterable[PurePath]) -> None:
        """Read the files; raises ``OSError`` for one that cannot be read or is too large."""
        self._before = {Path(file): _content(Path(file)) for file in files}

    def put_back(self) -> str:
        """Write what has changed as it was before; say what could not be done."""
        lost = []
        for file, before in self._before.items():
            with contextlib.suppress(OSError):
                if _content(file) == before:
                    continue
            try:
                _restore(file, before)
            except OSError:
                lost.append(str(file))
        return f"{', '.join(lost)} could not be put back as before, look at it" if lost else ""


def _content(file: Path) -> bytes | None:
    try:
        with file.open("rb") as opened:
            text = opened.read(_LARGEST + 1)
    except FileNotFoundError:
        return None
    if len(text) > _LARGEST:
        raise OSError(0, "it is too large to be remembered", str(file))
    return text


def _restore(file: Path, before: bytes | None) -> None:
    """Put a file back whole: a reader sees what it is now or what it was, never a part."""
    if before is None:
        file.unlink()
        return
    real = file.resolve()  # a link stays one
    mode = real.stat().st_mode if real.exists() else None
    with tempfile.TemporaryDirectory(dir=real.parent) as folder:
        written = Path(folder, real.name)
        written.write_bytes(before)
        if mode is not None:
            written.chmod(mode & 0o7777)
        os.replace(written, real)  # noqa: PTH105
