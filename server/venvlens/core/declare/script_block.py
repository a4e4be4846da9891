"""Requirements in the comment block of a script (PEP 723)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from venvlens.core import script_metadata
from venvlens.core.declare import toml_lists
from venvlens.core.declare.apply import carried
from venvlens.core.declare.values import Cannot, Declared

if TYPE_CHECKING:
    from packaging.requirements import Requirement

_OPENING = "# /// script"
_CLOSING = "# ///"


def add(text: str, requirement: Requirement, file: str) -> str | Declared | Cannot:
    r"""Return the text with a requirement more in its block; the line ends must be ``\\n``."""
    lines = text.split("\n")
    before = script_metadata.read(text)
    place = _content(lines)
    if before is None or place is None:
        return Cannot(f"{file} has no block `{_OPENING}` to add a requirement to.")
    if before.problem:
        return Cannot(f"The block `{_OPENING}` of {file} cannot be edited: {before.problem}.")
    start, end = place
    originals = lines[start:end]
    old = [line[2:] for line in originals]
    made = toml_lists.add(
        "".join(f"{line}\n" for line in old), ("dependencies",), requirement, file
    )
    if not isinstance(made, str):
        return made
    new = made.split("\n")[:-1]
    lines[start:end] = carried(old, new, originals, lambda line: f"# {line}".rstrip())
    after = "\n".join(lines)
    now = script_metadata.read(after)
    if now is None or len(now.dependencies) != len(before.dependencies) + 1:
        return Cannot(
            f"The block `{_OPENING}` of {file} is written in an unusual way: edit it by hand."
        )
    return after


def _content(lines: list[str]) -> tuple[int, int] | None:
    """Return the lines between the opening and the last possible end, as the PEP reads them."""
    start = next((i for i, line in enumerate(lines) if line == _OPENING), None)
    if start is None:
        return None
    end = start + 1
    while end < len(lines) and (lines[end] == "#" or lines[end].startswith("# ")):
        end += 1
    closing = max((i for i in range(start + 1, end) if lines[i] == _CLOSING), default=None)
    return None if closing is None else (start + 1, closing)
