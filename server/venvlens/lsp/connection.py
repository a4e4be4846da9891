"""Standard input and output: messages, garbage, and a client that is gone.

pygls reads with a coroutine that is resumed three times a message; here the event loop
hands over bytes, and whole messages are taken out of them at once.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
import os
import re
import signal
import stat
import sys
import threading
from typing import TYPE_CHECKING

from pygls.exceptions import JsonRpcException
from pygls.io_ import StdoutWriter

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import BinaryIO

    from pygls.protocol import JsonRPCProtocol

logger = logging.getLogger(__name__)

# The only header that matters; others, and lines that are none, may stand around it.
_LENGTH = re.compile(rb"(?:^|\n)Content-Length:[ \t]*(\d+)[ \t]*\r?(?=\n)", re.IGNORECASE)
_END_OF_HEADER = re.compile(rb"\r?\n\r?\n")
_LONGEST_HEADER = 64 * 1024
_CHUNK = 64 * 1024


class Messages(asyncio.Protocol):
    """Takes messages out of bytes and hands them to the protocol, one after the other."""

    def __init__(
        self,
        protocol: JsonRPCProtocol,
        on_error: Callable[[Exception, type[JsonRpcException]], None],
    ) -> None:
        self._protocol = protocol
        self._on_error = on_error
        self._buffer = bytearray()
        self._wanted: int | None = None
        """Bytes of the body that is awaited; None while a header is."""
        self.closed = asyncio.get_running_loop().create_future()
        """Is done when the client has closed its end."""

    def data_received(self, data: bytes) -> None:
        """Take bytes as they come."""
        self._buffer += data
        while (body := self._next_body()) is not None:
            self._handle(body)

    def connection_lost(self, exc: Exception | None) -> None:
        """Note that the client is gone."""
        if not self.closed.done():
            self.closed.set_result(None)

    def _next_body(self) -> bytes | None:
        if self._wanted is None and not self._read_header():
            return None
        if self._wanted is None or len(self._buffer) < self._wanted:
            return None
        body = bytes(self._buffer[: self._wanted])
        del self._buffer[: self._wanted]
        self._wanted = None
        return body

    def _read_header(self) -> bool:
        """Read up to the end of a header that tells a length; others are passed over."""
        while (end := _END_OF_HEADER.search(self._buffer)) is not None:
            length = _LENGTH.search(self._buffer, 0, end.end())
            # A match sees the buffer as it is now, so it is read before that changes.
            self._wanted = int(length[1]) if length else None
            del self._buffer[: end.end()]
            if self._wanted is not None:
                return True
        if len(self._buffer) > _LONGEST_HEADER:
            del self._buffer[:-_LONGEST_HEADER]
        return False

    def _handle(self, body: bytes) -> None:
        try:
            message = json.loads(body, object_hook=self._protocol.structure_message)
            self._protocol.handle_message(message)
        except Exception as error:
            # The one boundary: whatever a client sends, the server stays up, and this is logged.
            logger.exception("A message was not understood")
            self._on_error(error, JsonRpcException)


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


async def read_standard_input(messages: Messages) -> None:
    """Feed what comes on standard input until the client closes it, or a signal says to end."""
    _cancel_when_told_to_end()
    loop = asyncio.get_running_loop()
    if not await _is_awaited(messages, loop):
        threading.Thread(target=_pump, args=(messages, loop), daemon=True).start()
    await messages.closed


async def _is_awaited(messages: Messages, loop: asyncio.AbstractEventLoop) -> bool:
    """Let the event loop wait for standard input, if it can wait for what that is."""
    descriptor = sys.stdin.fileno()
    # It can wait for terminals; with other devices, such as /dev/null, it fails too late to tell.
    if stat.S_ISCHR(os.fstat(descriptor).st_mode) and not os.isatty(descriptor):
        return False
    try:
        await loop.connect_read_pipe(lambda: messages, sys.stdin.buffer)
    except (OSError, ValueError, NotImplementedError):
        return False  # a file, or a system whose event loop cannot wait for it
    return True


def _cancel_when_told_to_end() -> None:
    """Cancel this task at the signals that end a program, so that what goes on cleans up."""
    task = asyncio.current_task()
    if task is not None and sys.platform != "win32":
        for number in (signal.SIGTERM, signal.SIGHUP):
            with contextlib.suppress(RuntimeError):  # not the main thread
                asyncio.get_running_loop().add_signal_handler(number, task.cancel)


def _pump(messages: Messages, loop: asyncio.AbstractEventLoop) -> None:
    descriptor = sys.stdin.fileno()
    while data := os.read(descriptor, _CHUNK):
        loop.call_soon_threadsafe(messages.data_received, data)
    loop.call_soon_threadsafe(messages.connection_lost, None)
