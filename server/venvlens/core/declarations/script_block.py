"""What a script asks for in its own comment block (PEP 723)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from venvlens.core import script_metadata
from venvlens.core.declarations.declared import declared

if TYPE_CHECKING:
    from venvlens.core.declarations.declared import Declared


def in_script(text: str, file: str) -> tuple[Declared, ...] | None:
    """Return what a script needs; None if it has no block, so that its project's files hold."""
    block = script_metadata.read(text)
    return None if block is None else tuple(declared(block.dependencies, file))
