"""What the user asked for by name: create, install, repair, select."""

from __future__ import annotations

from typing import TYPE_CHECKING

from venvlens.lsp import protocol
from venvlens.lsp.choosing import Chooser
from venvlens.lsp.commands.create import Creating
from venvlens.lsp.commands.install import Installing
from venvlens.lsp.commands.missing import InstallingMissing
from venvlens.lsp.commands.remove import Removing
from venvlens.lsp.commands.repair import Repairing
from venvlens.lsp.commands.running import Running
from venvlens.lsp.commands.tools import Tools

if TYPE_CHECKING:
    from collections.abc import Callable

    from pygls.lsp.server import LanguageServer

    from venvlens.lsp.commands.running import Command
    from venvlens.lsp.picker import Picker
    from venvlens.lsp.session import Session


class Commands:
    """Carries out commands for one client."""

    def __init__(
        self,
        server: LanguageServer,
        session: Session,
        picker: Picker,
        settled: Callable[[], None],
    ) -> None:
        self.tools = Tools(session)
        self.running = Running(server, session, settled, self.tools)
        self.creating = Creating(self.running, self.tools)
        self.installing = Installing(self.running, self.tools)
        self.installing_missing = InstallingMissing(self.running, self.tools)
        self.repairing = Repairing(self.running, self.tools)
        self.removing = Removing(self.running)
        self.chooser = Chooser(server, session, picker, settled, self.running.refuse)

    def handlers(self) -> dict[str, Command]:
        """Return what each command id runs."""
        if_trusted = self.running.if_trusted
        return {
            protocol.CREATE_ENVIRONMENT: if_trusted(self.creating.create),
            protocol.RECREATE_ENVIRONMENT: if_trusted(self.repairing.recreate),
            protocol.INSTALL: if_trusted(self.installing.install),
            protocol.INSTALL_MISSING: if_trusted(self.installing_missing.install),
            protocol.SET_LEFTOVERS_ASIDE: if_trusted(self.repairing.set_aside),
            protocol.TURN_OFF_SYSTEM_SITE: if_trusted(self.repairing.isolate),
            protocol.REMOVE_ENVIRONMENT: if_trusted(self.removing.remove),
            protocol.SELECT_ENVIRONMENT: self.chooser.select,
        }
