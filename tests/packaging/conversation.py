"""A client that talks to a server as an editor does, and no library between them."""

from __future__ import annotations

import json
import os
import subprocess
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from interpreters import environ

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

SECONDS = 30


@dataclass
class Talk:
    """A conversation with a server over its standard streams."""

    process: subprocess.Popen[bytes]
    used: int = 0

    def send(self, **message: Any) -> None:
        body = json.dumps({"jsonrpc": "2.0"} | message).encode()
        assert self.process.stdin is not None
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n%b" % (len(body), body))
        self.process.stdin.flush()

    def read(self) -> dict[str, Any]:
        assert self.process.stdout is not None
        length = 0
        while line := self.process.stdout.readline().strip():
            name, value = line.split(b":")
            length = int(value) if name.lower() == b"content-length" else length
        assert length, "the server has ended"
        return dict(json.loads(self.process.stdout.read(length)))

    def request(self, method: str, params: object = None) -> Any:
        self.used += 1
        self.send(id=self.used, method=method, params=params)
        return self.wait(lambda message: message.get("id") == self.used)["result"]

    def wait(self, wanted: Any) -> dict[str, Any]:
        """Return the next message that is wanted; requests of the server get an empty answer."""
        while not wanted(message := self.read()):
            if "method" in message and "id" in message:
                self.send(id=message["id"], result=None)
        return message

    def diagnostics(self, folder: Path, text: str) -> list[dict[str, Any]]:
        """Open a file and return what is said about it."""
        uri = (folder / "app.py").as_uri()
        document = {"uri": uri, "languageId": "python", "version": 1, "text": text}
        self.send(method="textDocument/didOpen", params={"textDocument": document})
        published = "textDocument/publishDiagnostics"
        return list(self.wait(lambda m: m.get("method") == published)["params"]["diagnostics"])


def start(command: Sequence[object], folder: Path, more: Mapping[str, str]) -> Talk:
    """Start a server as an editor does."""
    process = subprocess.Popen(
        [str(word) for word in command],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=folder,
        env=environ(**more),
    )
    return Talk(process)


def initialize(talk: Talk, folder: Path) -> dict[str, Any]:
    """Begin the conversation, and return what the server can do."""
    params = {
        "processId": os.getpid(),
        "rootUri": folder.as_uri(),
        "workspaceFolders": [{"uri": folder.as_uri(), "name": folder.name}],
        "capabilities": {"textDocument": {"publishDiagnostics": {}}},
        "initializationOptions": {"trusted": False},
    }
    result = talk.request("initialize", params)
    talk.send(method="initialized", params={})
    return dict(result)


def end(talk: Talk) -> tuple[int, str]:
    """End the conversation; return the exit status and what stood in the server's log."""
    talk.request("shutdown")
    talk.send(method="exit")
    _, log = talk.process.communicate(timeout=SECONDS)
    return talk.process.returncode, log.decode()
