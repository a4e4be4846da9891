"""The tools that plans may start: those of the user, never one that a project brings."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from venvlens.system.tools import find_tool

if TYPE_CHECKING:
    from pathlib import Path

    from venvlens.lsp.session import Session


@dataclass(frozen=True, slots=True)
class Tools:
    """Where the tools of one session are."""

    session: Session

    def uv(self) -> Path | None:
        """Find uv outside of the workspace."""
        host = self.session.inspector.surveyor.host
        usual = (host.home / ".local" / "bin", host.home / ".cargo" / "bin")
        return find_tool("uv", (*host.path, *usual), self.session.folders())
