"""A headless Neovim that shows what the server says and does what a user would do.

Neovim runs ``nvim_story.lua``, which takes one verb a line and prints what the user would see.
"""

from __future__ import annotations

import json
import queue
import subprocess
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

DRIVER = Path(__file__).with_name("nvim_story.lua")
DEADLINE = 150.0
"""In seconds, for one verb; the driver itself gives up before."""


@dataclass(frozen=True, slots=True)
class Shown:
    """One diagnostic as Neovim shows it."""

    place: str
    """``line:column-column``, from 0."""
    severity: str
    source: str
    code: str
    message: str


class Neovim:
    """One running editor; everything that it prints is printed by the test too."""

    def __init__(
        self, executable: Path, server: Sequence[str], environ: Mapping[str, str], log: Path
    ) -> None:
        self._log = log
        argv = [str(executable), "--headless", "-u", "NONE", "-i", "NONE", "-n"]
        with log.open("wb") as errors:
            self._process = subprocess.Popen(
                [*argv, "-c", f"luafile {DRIVER}"],
                env={**environ, "STORY_SERVER": json.dumps(list(server))},
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=errors,
                text=True,
                encoding="utf-8",
            )
        self._lines: queue.SimpleQueue[str | None] = queue.SimpleQueue()
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def __enter__(self) -> Self:
        self._until_ok("start")
        return self

    def __exit__(self, *_: object) -> None:
        self._process.kill()
        self._process.wait()
        self._reader.join()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                pipe.close()

    def open(self, file: Path) -> None:
        """Edit a file and attach the server to it."""
        self._do("open", str(file))

    def expect(self, *codes: str) -> tuple[Shown, ...]:
        """Wait until findings with exactly these codes are shown."""
        return tuple(_shown(line) for line in self._do("expect", *codes) if line[:5] == "DIAG ")

    def menu(self) -> tuple[str, ...]:
        """Return the titles of the quick fixes at the first finding."""
        return _titles(self._do("menu"))

    def choose(self, title: str) -> None:
        """Choose the quick fix whose title begins so, and wait for its command to end."""
        titles = _titles(self._do("choose", title))
        assert any(offered.startswith(title) for offered in titles), titles
        said = self._do("answered")
        assert any('status = "done"' in line for line in said), said

    def change(self, title: str) -> None:
        """Choose the quick fix whose title begins so, which is an edit and no command."""
        titles = _titles(self._do("choose", title))
        assert any(offered.startswith(title) for offered in titles), titles

    def reply(self, title: str) -> None:
        """Choose this from now on when the server asks something."""
        self._do("reply", title)

    def asked(self) -> None:
        """Wait until the server has asked, and the reply was sent."""
        self._do("asked")

    def text(self, file: Path) -> str:
        """Return the text of a file as the editor has it, saved or not."""
        said = self._do("text", str(file))
        return "".join(f"{line[5:]}\n" for line in said if line.startswith("TEXT "))

    def undo(self, file: Path) -> None:
        """Look at a file and press ``u``."""
        self._do("undo", str(file))

    def save(self, file: Path) -> None:
        """Look at a file and write it."""
        self._do("save", str(file))

    def quit(self) -> None:
        """Stop the server, leave the editor, and see that it leaves in peace."""
        self._do("quit")
        assert self._process.wait(DEADLINE) == 0

    def _do(self, verb: str, *words: str) -> list[str]:
        assert self._process.stdin is not None
        self._process.stdin.write(" ".join((verb, *words)) + "\n")
        self._process.stdin.flush()
        return self._until_ok(verb)

    def _until_ok(self, verb: str) -> list[str]:
        said: list[str] = []
        for line in self._said():
            print(line)
            if line.startswith(f"OK {verb}"):
                return said
            assert not line.startswith("FAILED"), f"{line}\n{self._errors()}"
            said.append(line)
        raise AssertionError(f"Neovim ended during {verb!r}: {said}\n{self._errors()}")

    def _said(self) -> Iterator[str]:
        while (line := self._lines.get(timeout=DEADLINE)) is not None:
            yield line

    def _read(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            self._lines.put(line.rstrip("\n"))
        self._lines.put(None)

    def _errors(self) -> str:
        logs = sorted(self._log.parent.rglob("lsp.log"))
        return "\n".join(log.read_text("utf-8") for log in (self._log, *logs))


def _shown(line: str) -> Shown:
    head, message = line.split(": ", 1)
    _, place, severity, source, code = head.split(" ")
    return Shown(place, severity, source, code, message)


def _titles(said: Sequence[str]) -> tuple[str, ...]:
    return tuple(line.removeprefix("ACTION ") for line in said if line.startswith("ACTION "))
