"""The server's life: it ends when it should, and garbage does not end it."""

import asyncio
import json
import os
import signal
from pathlib import Path

import pytest
from lsprotocol import types

from .editor import DEADLINE, SERVER, until


def message(**content: object) -> bytes:
    body = json.dumps({"jsonrpc": "2.0", **content}).encode()
    return framed(body)


def framed(body: bytes) -> bytes:
    return b"Content-Length: %d\r\n\r\n" % len(body) + body


INITIALIZE = message(id=1, method="initialize", params={"capabilities": {}, "processId": None})
INITIALIZED = message(method="initialized", params={})
NO_COMMAND = {"command": "no.such"}


class Raw:
    """A server that is talked to byte by byte."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self.process = process

    async def say(self, *parts: bytes) -> None:
        for part in parts:
            self.process.stdin.write(part)
        await self.process.stdin.drain()

    async def answer_to(self, id_: object) -> dict:
        """Read until a certain request is answered."""
        while True:
            header = await self.process.stdout.readuntil(b"\r\n\r\n")
            length = int(header.split(b"Content-Length: ")[1].split(b"\r\n")[0])
            said = json.loads(await self.process.stdout.readexactly(length))
            if said.get("id") == id_ and "method" not in said:
                return said

    async def ended(self) -> int:
        """Wait for the end; if it does not come, let the process say where it is."""
        try:
            return await asyncio.wait_for(self.process.wait(), DEADLINE)
        except TimeoutError:
            self.process.send_signal(signal.SIGABRT)
            raise AssertionError((await self.process.stderr.read()).decode()) from None


@pytest.fixture
async def raw(machine):
    process = await asyncio.create_subprocess_exec(
        *SERVER,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        env=machine.environ | {"PYTHONFAULTHANDLER": "1"},
        limit=2**24,
    )
    yield Raw(process)
    if process.returncode is None:
        process.kill()
    process.stdin.close()
    # What nobody reads would keep the pipes, and them the event loop.
    await asyncio.gather(process.stdout.read(), process.stderr.read(), process.wait())


async def test_it_ends_well_when_it_is_told_to(raw):
    await raw.say(INITIALIZE, INITIALIZED, message(id=2, method="shutdown"))
    await asyncio.wait_for(raw.answer_to(2), DEADLINE)
    await raw.say(message(method="exit"))
    assert await raw.ended() == 0


@pytest.mark.parametrize(
    "said",
    [
        (),
        (INITIALIZE,),
        (INITIALIZE, INITIALIZED),
        (INITIALIZE, b"Content-Length: 1000\r\n\r\n{"),
        (INITIALIZE, INITIALIZED, message(method="exit")),
    ],
    ids=["nothing", "initialize", "initialized", "half a message", "exit without shutdown"],
)
async def test_it_ends_by_itself_when_the_client_vanishes(said, raw):
    await raw.say(*said)
    raw.process.stdin.close()
    assert await raw.ended() == 1


@pytest.mark.parametrize("content", [None, b"", INITIALIZE], ids=["device", "empty", "file"])
async def test_it_ends_by_itself_where_there_is_no_client(content, machine, tmp_path):
    heard = Path(os.devnull) if content is None else tmp_path / "heard"
    if content is not None:
        heard.write_bytes(content)
    with heard.open("rb") as stdin:
        process = await asyncio.create_subprocess_exec(
            *SERVER, stdin=stdin, stdout=asyncio.subprocess.DEVNULL, env=machine.environ
        )
    assert await asyncio.wait_for(process.wait(), DEADLINE) == 1


GARBAGE = [
    framed(b"{"),
    framed(b"[]"),
    framed(b"7"),
    framed(b"null"),
    framed(b'"\xff\xfe"'),
    framed(b'{"jsonrpc": "1.0", "id": 3, "method": "x"}'),
    framed(b'{"id": 3, "method": "textDocument/didOpen"}'),
    framed(b"[" * 100_000),
    message(method="textDocument/didOpen", params={"textDocument": 3}),
    message(method="textDocument/didOpen"),
    message(method="textDocument/didChange", params={"textDocument": {"uri": "x"}}),
    message(id=3, method="textDocument/codeAction", params={"range": "everywhere"}),
    message(id=3, method="no/suchMethod", params={"x": 1}),
    message(method="$/noSuchNotification", params=[1]),
    message(method="$/cancelRequest", params={"id": 99}),
    message(method="window/workDoneProgress/cancel", params={"token": "unknown"}),
    message(id=99, result={"a": 1}),
    message(id=98, error={"code": 1, "message": "no"}),
    b"Content-Length: many\r\n\r\n",
    b"Content-Length: -5\r\n\r\n",
    b"\r\n\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: x\r\n\r\n",
    b"x" * 200_000 + b"\r\n",
    b"\x00\xff\xfe\r\n",
    framed(message(method="x", params="y" * 5_000_000).split(b"\r\n\r\n", 1)[1]),
]


async def test_garbage_does_not_end_it(raw):
    await raw.say(INITIALIZE, INITIALIZED)
    for number, garbage in enumerate(GARBAGE):
        alive = message(id=f"alive {number}", method="workspace/executeCommand", params=NO_COMMAND)
        await raw.say(garbage, alive)
        answer = await asyncio.wait_for(raw.answer_to(f"alive {number}"), DEADLINE)
        assert "no.such" in answer["error"]["message"], garbage[:60]


async def test_a_document_that_was_never_opened_is_no_matter(machine, start):
    editor = await start("vscode-1.139")
    never = machine.write("never.py", "import nope\n").as_uri()
    editor._versions[never] = 1
    editor._pull(never)
    await until(lambda: editor.shown(never) == [])
    start_of_text = types.Position(line=0, character=0)
    at = types.Range(start=start_of_text, end=start_of_text)
    assert await editor.actions(never, at=at) == []


async def test_what_nobody_handles_is_no_error_in_the_log(machine, start):
    editor = await start("neovim-0.11")
    notify = editor.client.protocol.notify
    notify("$/setTrace", types.SetTraceParams(value=types.TraceValue.Verbose))
    notify("workspace/didRenameFiles", types.RenameFilesParams(files=[]))
    notify("neovim/own", {"a": 1})
    editor.configure({})
    machine.environment()
    await editor.shows(editor.open(machine.write("app.py", "import nope\n")), "import-missing")


async def test_its_own_python_has_no_say(machine, start):
    """The modules beside the server are nobody's."""
    machine.environment()
    editor = await start()
    text = "import pygls\nimport lsprotocol\nimport venvlens\n"
    await editor.shows(editor.open(machine.write("app.py", text)), *["import-missing"] * 3)
