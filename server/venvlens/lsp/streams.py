"""Standard input and output, able to bear garbage and a client that is gone."""

from __future__ import annotations

import asyncio
import contextlib
import sys
from typing import TYPE_CHECKING

from pygls.io_ import StdinAsyncReader, StdoutWriter

if TYPE_CHECKING:
    from typing import BinaryIO


class Input(asyncio.StreamReader):
    """What the client writes."""

    async def readline(self) -> bytes:
        """Read a line; what is longer than any header is garbage and passed over."""
        while True:
            with contextlib.suppress(ValueError):
                return await super().readline()

    async def readexactly(self, n: int) -> bytes:
        """Read a message; nothing if the client went away in the middle of it."""
        try:
            return await super().readexactly(n)
        except asyncio.IncompleteReadError:
            return b""


class Output(StdoutWriter):
    """What the client reads, as long as it is there to read."""

    def __init__(self, stdout: BinaryIO) -> None:
        super().__init__(stdout)
        self._is_open = True

    def close(self) -> None:
        """Write nothing any more."""
        self._is_open = False

    def write(self, data: bytes) -> None:
        """Write a message; one that nobody can read is dropped."""
        if self._is_open:
            try:
                super().write(data)
            except BrokenPipeError:
                self._is_open = False


async def standard_input() -> Input | StdinAsyncReader:
    """Return a reader of standard input: the event loop's own where the system has one.

    A thread that blocks in a read costs a hop for every header line.
    """
    reader = Input()
    loop = asyncio.get_running_loop()
    try:
        protocol = asyncio.StreamReaderProtocol(reader)
        await loop.connect_read_pipe(lambda: protocol, sys.stdin.buffer)
    except (OSError, ValueError, NotImplementedError):
        return StdinAsyncReader(sys.stdin.buffer)
    return reader
