"""The tools that plans may start: those of the user, never one that a project brings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from venvlens.system.toolbox import Toolbox

if TYPE_CHECKING:
    from pathlib import Path

    from venvlens.lsp.session import Session


class Tools:
    """Where the tools of one session are."""

    def __init__(self, session: Session) -> None:
        self.box = Toolbox(session.inspector.surveyor.host, session.folders)

    def makers(self) -> tuple[str, ...]:
        """Return what can make an environment from any Python; ``venv`` comes with most."""
        return (*(name for name in ("uv", "virtualenv") if self.box.find(name)), "venv")

    def uv(self) -> Path | None:
        """Find uv outside of the workspace."""
        return self.box.find("uv")
