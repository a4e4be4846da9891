"""One line on a terminal that tells how far a long run is, and goes away."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import TextIO

_File = TypeVar("_File")

_PATIENCE = 0.5
"""Seconds after which a run counts as long."""
_PACE = 0.1
"""Seconds between two changes of the line."""


def with_progress(files: Sequence[_File], stream: TextIO) -> Iterator[_File]:
    """Yield files, and tell a person who waits for them how far it is."""
    if not stream.isatty():
        yield from files
        return
    following = time.monotonic() + _PATIENCE
    line = ""
    try:
        for done, file in enumerate(files):
            if time.monotonic() >= following:
                line = f"checking {len(files)} files… {done} done"
                _put(f"\r{line}", stream)
                following = time.monotonic() + _PACE
            yield file
    finally:
        if line:
            _put(f"\r{' ' * len(line)}\r", stream)


def _put(text: str, stream: TextIO) -> None:
    stream.write(text)
    stream.flush()
