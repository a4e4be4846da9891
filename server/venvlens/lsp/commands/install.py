"""Install distributions into an environment, and declare them where the project does so."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from lsprotocol import types
from pygls.exceptions import JsonRpcException

from venvlens.core.declare import unified
from venvlens.core.plans import Cannot
from venvlens.lsp import arguments, edits, protocol, units
from venvlens.lsp.documents import path_of
from venvlens.lsp.settings import plain
from venvlens.system import editing
from venvlens.system.disk import Looks
from venvlens.system.mending.declaring import Declaration, declaration
from venvlens.system.mending.installing import Installation
from venvlens.system.real_machine import machine_of

if TYPE_CHECKING:
    from pathlib import PurePath

    from pygls.workspace import TextDocument

    from venvlens.core.requests import InstallRequest
    from venvlens.lsp.commands.running import Answer, Running
    from venvlens.lsp.commands.tools import Tools


@dataclass(frozen=True, slots=True)
class Installing:
    """The command ``install``."""

    running: Running
    tools: Tools

    async def install(self, *sent: object) -> Answer:
        """Install distributions into an environment."""
        value = plain(arguments.only(sent))
        wanted, dry = arguments.install_arguments(value), arguments.is_dry(value)
        inspector = self.running.session.inspector
        machine = machine_of(inspector.surveyor.host, Looks(inspector.disk))
        plan = Installation(wanted, machine, self.tools.box).plan()
        if wanted.tool is not None:
            unsaved = self._unsaved(wanted)
            return unsaved or await self.running.answer(plan, wanted, dry=dry)
        declared = self._declaration(wanted)
        if isinstance(declared, str):
            return self.running.refuse(declared)
        said = await self.running.answer(plan, wanted, dry=dry)
        if declared is None or isinstance(plan, Cannot):
            return said
        if dry:
            shown = unified(declared.target.file.name, declared.text, declared.edits)
            return {**said, "edits": [{"file": str(declared.target.file), "diff": shown}]}
        return await self._declare(wanted, said) if said["status"] == "done" else said

    def _declaration(self, wanted: InstallRequest) -> Declaration | str | None:
        """Return the edits, None if nothing is to be declared, or why it cannot be."""
        if wanted.declare is None:
            return None
        found = declaration(wanted.declare, wanted.distributions, self._read)
        return found if isinstance(found, Declaration) else found.message

    async def _declare(self, wanted: InstallRequest, said: Answer) -> Answer:
        """Send the edits of the file as it is now, after the installation, to the client."""
        found = self._declaration(wanted)
        if not isinstance(found, Declaration):
            return self._only_installed(said, found or "")
        if not found.edits:
            return said
        file = Path(found.target.file)
        text = edits.read(file, file.parent, self._documents())
        if isinstance(text, editing.Refused) or text.text != found.text:
            return self._only_installed(said, f"{file} has changed meanwhile.")
        label = f"Add {', '.join(wanted.distributions)} to {found.target.place}"
        refused = await self._apply(edits.Change(text, found.edits, label))
        return self._only_installed(said, refused) if refused else said

    async def _apply(self, change: edits.Change) -> str:
        """Have the client make a change; return why it did not, or nothing."""
        server = self.running.server
        encoding = units.agreed(server.workspace.position_encoding)
        made = edits.workspace_edit([change], server.client_capabilities, encoding)
        params = types.ApplyWorkspaceEditParams(edit=made, label=change.label)
        try:
            result = await server.workspace_apply_edit_async(params)
        except JsonRpcException:
            return "The editor takes no edits from a server."
        return "" if result.applied else result.failure_reason or "The editor refused the edit."

    def _only_installed(self, said: Answer, why: str) -> Answer:
        message = f"{said['message']}, but it was not declared: {why}"
        self.running.show(message, types.MessageType.Warning)
        return protocol.answer("done", message)

    def _unsaved(self, wanted: InstallRequest) -> Answer | None:
        """Refuse what a tool would write under the hands of somebody who edits the same file."""
        for document in self._documents():
            path = path_of(document.uri)
            if path is None or wanted.declare is None or path != wanted.declare.file:
                continue
            now = editing.read(path, path.parent)
            if isinstance(now, editing.Refused) or now.text.removeprefix("\ufeff") != (
                document.source
            ):
                return self.running.refuse(f"{path.name} has changes: save it first.")
        return None

    def _read(self, file: PurePath) -> str | None:
        path = Path(file)
        found = edits.read(path, path.parent, self._documents())
        return found.text if isinstance(found, edits.Text) else None

    def _documents(self) -> tuple[TextDocument, ...]:
        return tuple(self.running.server.workspace.text_documents.values())
