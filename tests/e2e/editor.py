"""An editor as the protocol knows it: the capabilities of a real one, and a person at its keys."""

from __future__ import annotations

import asyncio
import json
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lsprotocol import types
from pygls.protocol import default_converter
from pytest_lsp import LanguageClient
from pytest_lsp.client import DEFAULT_CLIENT_FEATURES, register_lsp_features

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

SERVER = (sys.executable, "-m", "venvlens", "server")
DEADLINE = 20.0
"""In seconds; nothing that is waited for should take a tenth of it."""
PROFILES = Path(__file__).with_name("profiles")
EDITORS = tuple(sorted(file.stem for file in PROFILES.glob("*.json")))


async def until(condition: Callable[[], Any], seconds: float = DEADLINE) -> Any:
    """Wait until something is so, and return what it is."""
    deadline = time.monotonic() + seconds
    while not (found := condition()):
        assert time.monotonic() < deadline, "it did not come"
        await asyncio.sleep(0.005)
    return found


class Client(LanguageClient):
    """The client of pytest-lsp, and what it does not answer by itself."""

    def __init__(self) -> None:
        super().__init__(converter_factory=default_converter)
        self.registrations: list[types.Registration] = []
        self.questions: list[types.ShowMessageRequestParams] = []
        self.answer: Callable[[Sequence[str]], str | None] = lambda titles: None
        self.applied: list[types.ApplyWorkspaceEditParams] = []
        """The edits that the server has sent."""
        self.published: list[types.PublishDiagnosticsParams] = []
        self.refreshed: Callable[[], None] = lambda: None
        self.asked = 0
        """How often the server has asked for settings."""
        self.log: list[str] = []
        """Lines of the server's standard error, which editors show as its log."""

    async def start_io(self, cmd: str, *args: Any, **kwargs: Any) -> None:
        await super().start_io(cmd, *args, **kwargs)
        self._stderr_forwarder.cancel()
        self._stderr_forwarder = asyncio.create_task(self._read_log())

    async def _read_log(self) -> None:
        while line := await self._server.stderr.readline():
            self.log.append(line.decode())


def make_client() -> Client:
    client = Client()
    # The stock converter takes a code action with a command for a command.
    client.protocol._converter.register_structure_hook(
        types.Command | types.CodeAction,
        lambda value, _: client.protocol._converter.structure(value, types.CodeAction),
    )

    @client.feature(types.CLIENT_REGISTER_CAPABILITY)
    def register(params: types.RegistrationParams) -> None:
        client.registrations.extend(params.registrations)

    @client.feature(types.WORKSPACE_CONFIGURATION)
    def configuration(params: types.ConfigurationParams) -> list[Any]:
        client.asked += 1
        return [
            client.get_configuration(section=i.section, scope_uri=i.scope_uri) for i in params.items
        ]

    @client.feature(types.WINDOW_SHOW_MESSAGE_REQUEST)
    def ask(params: types.ShowMessageRequestParams) -> types.MessageActionItem | None:
        client.questions.append(params)
        chosen = client.answer([action.title for action in params.actions or ()])
        return None if chosen is None else types.MessageActionItem(title=chosen)

    @client.feature(types.WORKSPACE_APPLY_EDIT)
    def apply(params: types.ApplyWorkspaceEditParams) -> types.ApplyWorkspaceEditResult:
        client.applied.append(params)
        return types.ApplyWorkspaceEditResult(applied=True)

    @client.feature(types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)
    def publish(params: types.PublishDiagnosticsParams) -> None:
        client.published.append(params)
        client.diagnostics[params.uri] = params.diagnostics

    @client.feature(types.WORKSPACE_DIAGNOSTIC_REFRESH)
    def refresh(_: None) -> None:
        client.diagnostic_refresh_count += 1
        client.refreshed()

    ours = client.protocol.fm.features
    stock = {
        method: answer for method, answer in DEFAULT_CLIENT_FEATURES.items() if method not in ours
    }
    register_lsp_features(client, stock)
    return client


def profile(name: str) -> dict[str, Any]:
    return json.loads((PROFILES / f"{name}.json").read_text())


class Editor:
    """One editor with one server."""

    def __init__(self, client: Client, name: str) -> None:
        self.client = client
        self.name = name
        self.pulls = False
        self.encoding = "utf-16"
        self._versions: dict[str, int] = {}
        self._results: dict[str, str | None] = {}
        self.pulling: set[asyncio.Task[None]] = set()
        client.refreshed = self._pull_all

    @classmethod
    async def start(
        cls,
        name: str,
        folders: Sequence[Path],
        environ: Mapping[str, str],
        *,
        options: object = None,
        configuration: Mapping[str, Any] | None = None,
        scoped: Mapping[str, Mapping[str, Any]] | None = None,
        encodings: Sequence[str] | None = None,
        command: Sequence[str] = SERVER,
    ) -> Editor:
        """Start a server as an editor does.

        ``options`` are the ``initializationOptions``; ``configuration`` is what the editor answers
        to ``workspace/configuration``, ``scoped`` the same by folder.
        """
        editor = cls(make_client(), name)
        for scope, settings in {"": configuration or {}, **(scoped or {})}.items():
            editor.client.set_configuration(dict(settings), scope_uri=scope)
        await editor.client.start_io(*command, env=dict(environ))
        await editor._initialize(folders, options, encodings)
        return editor

    async def _initialize(
        self, folders: Sequence[Path], options: object, encodings: Sequence[str] | None
    ) -> None:
        known = profile(self.name)
        if encodings:
            known["capabilities"]["general"] = {"positionEncodings": list(encodings)}
        structure = self.client.protocol._converter.structure
        many = [types.WorkspaceFolder(uri=f.as_uri(), name=f.name) for f in folders]
        params = types.InitializeParams(
            capabilities=structure(known["capabilities"], types.ClientCapabilities),
            initialization_options=options,
            root_uri=folders[0].as_uri() if folders else None,
            workspace_folders=many if known["sendsFolders"] else None,
        )
        result = await self.client.initialize_session(params)
        self.result = result
        self.pulls = result.capabilities.diagnostic_provider is not None
        chosen = result.capabilities.position_encoding
        self.encoding = str(getattr(chosen, "value", chosen) or "utf-16")

    @property
    def process(self) -> asyncio.subprocess.Process:
        return self.client._server

    def open(self, document: Path | str, text: str | None = None, language: str = "python") -> str:
        """Open a file, or an untitled document by its URI."""
        uri = document if isinstance(document, str) else document.as_uri()
        if text is None:
            text = document.read_text() if isinstance(document, Path) else ""
        self._versions[uri] = 1
        item = types.TextDocumentItem(uri=uri, language_id=language, version=1, text=text)
        self.client.text_document_did_open(types.DidOpenTextDocumentParams(text_document=item))
        self._pull(uri)
        return uri

    def close(self, uri: str) -> None:
        document = types.TextDocumentIdentifier(uri=uri)
        self._versions.pop(uri)
        self.client.text_document_did_close(
            types.DidCloseTextDocumentParams(text_document=document)
        )

    def type(self, uri: str, line: int, start: int, end: int, text: str) -> None:
        """Replace a part of a line; columns are in the units of this editor."""
        range_ = _range(line, start, line, end)
        self._change(uri, types.TextDocumentContentChangePartial(range=range_, text=text))

    def replace(self, uri: str, text: str) -> None:
        self._change(uri, types.TextDocumentContentChangeWholeDocument(text=text))

    def _change(self, uri: str, change: Any) -> None:
        self._versions[uri] += 1
        document = types.VersionedTextDocumentIdentifier(uri=uri, version=self._versions[uri])
        self.client.text_document_did_change(
            types.DidChangeTextDocumentParams(text_document=document, content_changes=[change])
        )
        self._pull(uri)

    def shown(self, uri: str) -> list[types.Diagnostic] | None:
        """Return what is shown for a document, None as long as nothing was said of it."""
        found = self.client.diagnostics.get(uri)
        return None if found is None else sorted(found, key=lambda d: d.range.start)

    async def shows(
        self, uri: str, *codes: str, seconds: float = DEADLINE
    ) -> list[types.Diagnostic]:
        """Wait until the findings of a document have exactly these codes, in this order."""
        deadline = time.monotonic() + seconds
        while [d.code for d in self.shown(uri) or ()] != list(codes) or self.shown(uri) is None:
            assert time.monotonic() < deadline, f"{codes} expected, {self.shown(uri)} is shown"
            await asyncio.sleep(0.005)
        return self.shown(uri) or []

    async def says(self, uri: str, part: str) -> types.Diagnostic:
        """Wait until a finding's message has a certain part."""
        return await until(
            lambda: next((d for d in self.shown(uri) or () if part in d.message), None)
        )

    async def actions(
        self,
        uri: str,
        diagnostics: Sequence[types.Diagnostic] = (),
        at: types.Range | None = None,
        only: Sequence[str] | None = None,
    ) -> list[types.CodeAction]:
        """Ask for the quick fixes at a place, the first diagnostic's if there is none."""
        context = types.CodeActionContext(diagnostics=list(diagnostics), only=only)
        params = types.CodeActionParams(
            text_document=types.TextDocumentIdentifier(uri=uri),
            range=at or diagnostics[0].range,
            context=context,
        )
        found = await asyncio.wait_for(
            self.client.text_document_code_action_async(params), DEADLINE
        )
        return list(found or ())

    async def choose(self, title: str, uri: str) -> dict[str, str]:
        """Choose the quick fix whose title begins so, at the first finding."""
        found = self.shown(uri) or []
        actions = await self.actions(uri, found[:1])
        chosen = next((a for a in actions if a.title.startswith(title)), None)
        assert chosen is not None, [action.title for action in actions]
        return await self.run(chosen.command.command, *chosen.command.arguments)

    async def run(self, command: str, *arguments: object) -> dict[str, str]:
        params = types.ExecuteCommandParams(command=command, arguments=list(arguments))
        said = self.client.workspace_execute_command_async(params)
        return await asyncio.wait_for(said, DEADLINE)

    def watched(self, *paths: Path) -> None:
        """Say that files appeared, as an editor does that watches files."""
        kind = types.FileChangeType.Created
        events = [types.FileEvent(uri=path.as_uri(), type=kind) for path in paths]
        self.client.workspace_did_change_watched_files(
            types.DidChangeWatchedFilesParams(changes=events)
        )

    def configure(self, settings: object) -> None:
        """Say that settings changed, with or without telling them."""
        self.client.workspace_did_change_configuration(
            types.DidChangeConfigurationParams(settings=settings)
        )

    @property
    def messages(self) -> list[str]:
        return [message.message for message in self.client.messages]

    @property
    def progress(self) -> list[list[str]]:
        """The kinds of what was shown, by token."""
        reports = self.client.progress_reports.values()
        return [[report.kind for report in reported] for reported in reports]

    async def cancel_progress(self) -> None:
        """Cancel what is running, as soon as it has begun."""
        token = await until(lambda: next(iter(self.client.progress_reports), None))
        await until(lambda: self.client.progress_reports[token])
        self.client.window_work_done_progress_cancel(
            types.WorkDoneProgressCancelParams(token=token)
        )

    async def leave(self) -> int:
        """Close the editor; return the server's exit status."""
        await asyncio.gather(*self.pulling, return_exceptions=True)
        if self.process.returncode is None and self.client.error is None:
            await asyncio.wait_for(self.client.shutdown_session(), DEADLINE)
        with suppress(ProcessLookupError):
            self.process.kill()
        await self.client._stderr_forwarder
        await self.client.stop()
        return self.process.returncode

    def _pull_all(self) -> None:
        for uri in self._versions:
            self._pull(uri)

    def _pull(self, uri: str) -> None:
        if self.pulls:
            task = asyncio.get_running_loop().create_task(self._take_report(uri))
            self.pulling.add(task)
            task.add_done_callback(self.pulling.discard)

    async def _take_report(self, uri: str) -> None:
        document = types.TextDocumentIdentifier(uri=uri)
        params = types.DocumentDiagnosticParams(
            text_document=document, previous_result_id=self._results.get(uri)
        )
        version = self._versions[uri]
        report = await self.client.text_document_diagnostic_async(params)
        if version != self._versions.get(uri):
            return  # typed on meanwhile: editors throw such an answer away
        self._results[uri] = report.result_id
        if isinstance(report, types.RelatedFullDocumentDiagnosticReport):
            self.client.diagnostics[uri] = report.items


def _range(line: int, start: int, end_line: int, end: int) -> types.Range:
    first = types.Position(line=line, character=start)
    return types.Range(start=first, end=types.Position(line=end_line, character=end))


def place(diagnostic: types.Diagnostic) -> tuple[int, int, int]:
    """Return line, start and end of a diagnostic."""
    range_ = diagnostic.range
    assert range_.start.line == range_.end.line
    return range_.start.line, range_.start.character, range_.end.character
