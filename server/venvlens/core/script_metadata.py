"""What a script says about itself in a comment block (PEP 723): text to facts."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from venvlens.core import toml_text

if TYPE_CHECKING:
    from collections.abc import Iterator

_OPENING = re.compile(r"^# /// (?P<type>[a-zA-Z0-9-]+)\r?$", re.MULTILINE)
_CLOSING = "# ///"


@dataclass(frozen=True, slots=True)
class ScriptMetadata:
    """The parts of a script's metadata that decide verdicts."""

    requires_python: str | None = None
    dependencies: tuple[str, ...] = ()
    """Requirements as written."""
    cache_dir: str | None = None
    """Where uv is told to keep its cache: ``cache-dir`` in ``[tool.uv]``."""
    problem: str | None = None
    """Why the block cannot be used, as a clause; then nothing else is set."""


def read(text: str) -> ScriptMetadata | None:
    """Read the block of type ``script``; None if a file has none, as nearly all.

    The block may be anywhere in the file, so the whole text counts. A block that is not
    closed is none; of two, neither can be used: both as the PEP demands.
    """
    if "# /// script" not in text:
        return None
    contents = [content for kind, content in _blocks(text) if kind == "script"]
    if not contents:
        return None
    if len(contents) > 1:
        return ScriptMetadata(problem="there is more than one block of type `script`")
    data = toml_text.read(contents[0])
    return ScriptMetadata(problem=data) if isinstance(data, str) else _judged(data)


def _blocks(text: str) -> Iterator[tuple[str, str]]:
    """Yield each block's type and content, as the PEP's regular expression finds them.

    That expression takes time by the square of the text where blocks are not closed. This
    passes over a run of comments once: if an opening finds no end, no later one in it does.
    """
    at = 0
    while match := _OPENING.search(text, at):
        lines, at = _comments(text, match.end())
        last = max((n for n, line in enumerate(lines) if line == _CLOSING), default=0)
        if last > 0:
            yield match["type"], "\n".join(line[2:] for line in lines[:last])


def _comments(text: str, at: int) -> tuple[list[str], int]:
    """Return the lines that start with ``#`` after the line that ends at a place."""
    lines: list[str] = []
    while (start := text.find("\n", at) + 1) > 0:
        end = text.find("\n", start)
        at = len(text) if end < 0 else end
        line = text[start:at].removesuffix("\r")
        if line != "#" and not line.startswith("# "):
            return lines, start
        lines.append(line)
    return lines, len(text)


def _judged(data: dict[str, object]) -> ScriptMetadata:
    requires, dependencies = data.get("requires-python"), data.get("dependencies", [])
    if requires is not None and not isinstance(requires, str):
        return ScriptMetadata(problem="`requires-python` is not a string")
    if not isinstance(dependencies, list) or not all(isinstance(d, str) for d in dependencies):
        return ScriptMetadata(problem="`dependencies` is not a list of strings")
    return ScriptMetadata(requires, tuple(dependencies), _cache_dir(data))


def _cache_dir(data: dict[str, object]) -> str | None:
    tool = data.get("tool")
    uv = tool.get("uv") if isinstance(tool, dict) else None
    found = uv.get("cache-dir") if isinstance(uv, dict) else None
    return found if isinstance(found, str) else None
