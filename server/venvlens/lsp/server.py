"""The language server: handlers that decode, ask and encode."""

from __future__ import annotations

import asyncio
import gc
import logging
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lsprotocol import types
from pygls.lsp.server import LanguageServer
from pygls.uris import to_fs_path

from venvlens import __version__
from venvlens.lsp import (
    following,
    hover,
    opening,
    picker,
    questions,
    settings,
    units,
    watching,
)
from venvlens.lsp.activation import handle_activation
from venvlens.lsp.arguments import BadArgumentsError
from venvlens.lsp.commands import Commands
from venvlens.lsp.connection import Messages, Output, read_standard_input
from venvlens.lsp.diagnostics import Teller, can_pull
from venvlens.lsp.documents import Documents
from venvlens.lsp.health import HealthTeller
from venvlens.lsp.health_actions import all_actions
from venvlens.lsp.session import Session
from venvlens.lsp.wire import Json, Protocol
from venvlens.system.host import read_host
from venvlens.system.inspector import Inspector
from venvlens.system.state import user_choices
from venvlens.system.surveyor import Surveyor

if TYPE_CHECKING:
    from collections.abc import Generator, Sequence

    from venvlens.core.survey import Survey
    from venvlens.lsp.documents import Document

logger = logging.getLogger(__name__)


class Server(LanguageServer):
    """The server of one client, with its session."""

    protocol: Protocol

    def __init__(self) -> None:
        super().__init__(
            "venvlens",
            __version__,
            protocol_cls=Protocol,
            notebook_document_sync=opening.NOTEBOOKS,
        )
        self.session = Session(
            inspector=Inspector(Surveyor(read_host(), user_choices())),
            documents=self.document,
            folders=self.folders,
            tell=self.tell,
            changed=self.recheck_changed,
            selected=self.tell_environment,
        )
        self.teller = Teller(self, self.session, self.protocol.to_json)
        self.health = HealthTeller(self, self.session, self.protocol.to_json)
        self.follower = following.Follower(self, self.session)
        self.checker = watching.Checker(self.session, self.teller, self.health, self.follower)
        self.picker = picker.Picker(self, self.session)
        self.commands = Commands(self, self.session, self.picker, self.recheck_all)
        self.tasks: set[asyncio.Task[None]] = set()
        self.shut_down = False
        """Whether the client has said that it is about to leave."""

    def document(self, uri: str) -> Document | None:
        """Return an open document."""
        documents = self.workspace
        return documents.opened(uri) if isinstance(documents, Documents) else None

    def folders(self) -> tuple[Path, ...]:
        """Return the workspace folders that are in a file system."""
        # As the client spells them: the stock workspace's keys are without escapes.
        uris = [folder.uri for folder in self.workspace.folders.values()]
        uris = uris or [self.workspace.root_uri or ""]
        paths = (to_fs_path(uri) for uri in uris if uri.startswith("file:"))
        return tuple(Path(path) for path in paths if path)

    def tell(self, message: str) -> None:
        """Show a sentence to the user."""
        kind = types.MessageType.Warning
        self.window_show_message(types.ShowMessageParams(type=kind, message=message))

    def tell_environment(self, uri: str, survey: Survey) -> None:
        """Tell a client that wants it which environment a document has from now on."""
        self.follower.tell(uri, survey)

    def recheck_changed(self, uris: Any) -> None:
        """Tell the client about documents whose findings changed on their own."""
        self.teller.due(uris)

    def recheck_all(self) -> None:
        """Judge every open document again, because something happened."""
        self.session.doubt()
        self.checker.soon()

    def start(self, work: Any) -> None:
        """Do something beside the handlers."""
        task = asyncio.get_running_loop().create_task(work)
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)

    def report_server_error(self, error: Exception, source: Any) -> None:
        """Write our own mistakes to the log; a pop-up helps nobody."""
        logger.error("%s: %s", source.__name__, error)


def create() -> Server:
    """Return a server with its handlers, not connected to anything."""
    server = Server()
    _handle_lifecycle(server)
    opening.handle(server)
    opening.handle_notebooks(server)
    _handle_hover(server)
    _handle_workspace(server)
    following.handle(server, server.follower)
    questions.handle(server)
    handle_activation(server, server.session, server.picker)
    _handle_commands(server)
    return server


def _handle_lifecycle(server: Server) -> None:
    @server.feature(types.INITIALIZE)
    def initialize(params: types.InitializeParams) -> None:
        settings.take_initial(server.session, params.initialization_options)
        if can_pull(params.capabilities):
            options = types.DiagnosticOptions(
                inter_file_dependencies=True, workspace_diagnostics=False, identifier="venvlens"
            )
            server.feature(types.TEXT_DOCUMENT_DIAGNOSTIC, options)(diagnostic)

    async def waited(params: types.DocumentDiagnosticParams) -> Json:
        return await server.teller.report(params.text_document.uri, params.previous_result_id)

    def diagnostic(params: types.DocumentDiagnosticParams) -> Generator[Any, Any, Any]:
        # A generator hands over to another handler only if it must: a keystroke needs no task.
        uri, previous = params.text_document.uri, params.previous_result_id
        ready = server.teller.ready_report(uri, previous)
        if ready is None:
            ready = yield waited, (params,), None
        return ready

    @server.feature(types.INITIALIZED)
    def initialized(_: types.InitializedParams) -> None:
        server.start(_settle_in(server))
        server.start(server.checker.run())

    @server.feature(types.SHUTDOWN)
    def shutdown(_: None) -> None:
        server.shut_down = True
        for task in server.tasks:
            task.cancel()
        server.follower.close()
        server.session.close()


async def _settle_in(server: Server) -> None:
    await watching.register(server)
    await settings.fetch(server, server.session)
    server.recheck_all()


def _handle_hover(server: Server) -> None:
    @server.feature(types.TEXT_DOCUMENT_HOVER)
    async def hover_(params: types.HoverParams) -> Json | None:
        encoding = units.agreed(server.workspace.position_encoding)
        markdown = hover.takes_markdown(server.client_capabilities)
        return await hover.answer(server.session, params, encoding, markdown=markdown)


def _handle_workspace(server: Server) -> None:
    @server.feature(types.WORKSPACE_DID_CHANGE_WATCHED_FILES)
    def did_change_watched_files(_: types.DidChangeWatchedFilesParams) -> None:
        server.recheck_all()

    @server.feature(types.WORKSPACE_DID_CHANGE_WORKSPACE_FOLDERS)
    async def did_change_folders(_: types.DidChangeWorkspaceFoldersParams) -> None:
        await settings.fetch(server, server.session)
        server.recheck_all()

    @server.feature(types.WORKSPACE_DID_CHANGE_CONFIGURATION)
    async def did_change_configuration(params: types.DidChangeConfigurationParams) -> None:
        settings.take_pushed(server.session, params.settings)
        await settings.fetch(server, server.session)
        server.recheck_all()


def _handle_commands(server: Server) -> None:
    @server.feature(
        types.TEXT_DOCUMENT_CODE_ACTION,
        types.CodeActionOptions(code_action_kinds=[types.CodeActionKind.QuickFix]),
    )
    async def code_action(params: types.CodeActionParams) -> list[types.CodeAction]:
        return await all_actions(server, params)

    for name, run in server.commands.handlers().items():
        _handle_command(server, name, run)


def _handle_command(server: Server, name: str, run: Any) -> None:
    @server.command(name)
    async def command(*arguments: Any) -> dict[str, Any]:
        try:
            return await run(*arguments)  # type: ignore[no-any-return]
        except BadArgumentsError as error:
            return server.commands.running.refuse(f"{name}: {error}.")


async def serve(server: Server) -> None:
    """Talk to the client on standard input and output until it goes away."""
    server.protocol.set_writer(Output(sys.stdout.buffer))
    try:
        await read_standard_input(Messages(server.protocol, server.report_server_error))
    finally:
        server.follower.close()
        server.session.close()


def main(argv: Sequence[str]) -> int:
    """Run the server on standard input and output; return the exit status."""
    logging.basicConfig(stream=sys.stderr, level=logging.WARNING, format="venvlens: %(message)s")
    # It warns of what is no concern of a user, such as notifications that nobody handles.
    logging.getLogger("pygls").setLevel(logging.ERROR)
    server = create()
    # What is loaded by now stays for good: collecting garbage need not walk through it.
    gc.freeze()
    try:
        asyncio.run(serve(server))
    except SystemExit as stop:
        return stop.code if isinstance(stop.code, int) else 1
    except (KeyboardInterrupt, asyncio.CancelledError):
        return 1
    return 0 if server.shut_down else 1
