"""What tools print: read as it comes, handed on line by line, the last part kept."""

from __future__ import annotations

import codecs
import contextlib
import threading
from collections import deque
from typing import IO, TYPE_CHECKING

from venvlens.core.source import lines

if TYPE_CHECKING:
    import asyncio
    from collections.abc import Callable, Sequence

KEPT_CHARACTERS = 256 * 1024
"""Of a plan's output; the last ones are kept."""

_LONGEST_LINE = 4096
_CHUNK = 8192
_PATIENCE_SECONDS = 0.5


class Output:
    """What the tools print: handed on line by line as it comes, the last part kept."""

    def __init__(
        self, hand_on: Callable[[Sequence[str]], None], begin: Callable[[int], None]
    ) -> None:
        self._hand_on = hand_on
        self.begin = begin
        """Is called when a step begins, with its number from 0; in order with the lines."""
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")
        self._line = ""
        self._after_return = False
        self._kept: deque[str] = deque()
        self._size = 0
        self._closed = False
        self._lock = threading.Lock()

    def read(self, pipe: IO[bytes]) -> None:
        """Take what comes out of a pipe until everybody who writes to it has closed it."""
        with pipe, contextlib.suppress(OSError):
            while chunk := pipe.read(_CHUNK):
                self._take(self._decoder.decode(chunk))
        rest = self._decoder.decode(b"", final=True)
        self._take(rest + "\n" * bool(self._line or rest))

    def close(self) -> None:
        """Take nothing more, whoever still prints."""
        with self._lock:
            self._closed = True

    def text(self) -> str:
        """Return the part that is kept."""
        with self._lock:
            return "\n".join(self._kept)

    def _take(self, text: str) -> None:
        with self._lock:
            ended = [] if self._closed or not text else self._split(text)
            for line in ended:
                self._keep(line)
        if ended:
            self._hand_on(ended)

    def _split(self, text: str) -> list[str]:
        # A line that ends in "\r" is progress and shown at once; a "\n" may still belong to it.
        text = text.removeprefix("\n") if self._after_return else text
        self._after_return = text.endswith("\r")
        *ended, self._line = lines(self._line + text)
        if len(self._line) > _LONGEST_LINE:
            ended.append(self._line)
            self._line = ""
        return ended

    def _keep(self, line: str) -> None:
        self._kept.append(line)
        self._size += len(line) + 1
        while self._size > KEPT_CHARACTERS:
            self._size -= len(self._kept.popleft()) + 1


def soon(loop: asyncio.AbstractEventLoop, on_step: Callable[[int], None]) -> Callable[[int], None]:
    """Return what calls ``on_step`` on the loop."""

    def begin(step: int) -> None:
        with contextlib.suppress(RuntimeError):  # the loop is closed
            loop.call_soon_threadsafe(on_step, step)

    return begin


def on_loop(
    loop: asyncio.AbstractEventLoop, on_line: Callable[[str], None]
) -> Callable[[Sequence[str]], None]:
    """Return what calls ``on_line`` on the loop and waits for it, so that nothing piles up."""

    def call(ended: Sequence[str], called: threading.Event) -> None:
        try:
            for line in ended:
                on_line(line)
        finally:
            # In the loop's next round: a task that a line has cancelled learns of it before.
            loop.call_soon(called.set)

    def hand_on(ended: Sequence[str]) -> None:
        called = threading.Event()
        with contextlib.suppress(RuntimeError):  # the loop is closed: nobody listens any more
            loop.call_soon_threadsafe(call, ended, called)
            called.wait(_PATIENCE_SECONDS)

    return hand_on
