"""Finding the executable of a tool that we may start, and never one that a project planted."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

# Of PATHEXT only what the system starts by itself: a .bat or .cmd is run by cmd.exe, which reads
# its arguments as a command line once more, and that is a shell.
_SUFFIX = ".exe" if sys.platform == "win32" else ""


def find_tool(name: str, path_dirs: Sequence[Path], outside: Sequence[Path]) -> Path | None:
    """Find a tool's executable in the first of some folders that has it.

    Args:
        name: The tool without a suffix, such as ``uv``.
        path_dirs: The folders of PATH and further ones. Relative ones are skipped: what they
            mean depends on the folder that we happen to work in.
        outside: Folders, such as the workspace, that a tool must not lie in, neither by its
            path nor after its links are followed.
    """
    refused = frozenset(_identities(outside))
    for folder in path_dirs:
        tool = folder / f"{name}{_SUFFIX}"
        if folder.is_absolute() and _may_be_started(tool) and not _lies_in(tool, refused):
            return tool
    return None


def _may_be_started(tool: Path) -> bool:
    try:
        return tool.is_file() and os.access(tool, os.X_OK) and not _is_shim(tool)
    except OSError:
        return False


def _is_shim(tool: Path) -> bool:
    """Tell whether this is pyenv's script, which picks the real tool by the folder it runs in."""
    if tool.parent.name != "shims":
        return False
    with tool.open("rb") as file:
        return file.read(2) == b"#!"


def _lies_in(tool: Path, refused: frozenset[tuple[int, int]]) -> bool:
    """Tell whether a folder above a tool is refused.

    Folders are compared by identity, so letter case, mounts and ``..`` make no difference.
    """
    above = {*tool.parents, *tool.resolve().parents, *tool.parent.resolve().parents}
    return not refused.isdisjoint(_identities(above))


def _identities(folders: Sequence[Path] | set[Path]) -> Iterator[tuple[int, int]]:
    for folder in folders:
        try:
            status = folder.stat()
        except OSError:
            continue
        yield status.st_dev, status.st_ino
