"""Quick fixes by place, straight from the handler's function: no process, no wire."""

import venv
from contextlib import contextmanager
from pathlib import Path

import pytest
from lsprotocol import types

from venvlens.lsp import code_actions
from venvlens.lsp.documents import Document
from venvlens.lsp.session import Opened, Session
from venvlens.system.host import Host
from venvlens.system.inspector import Inspector
from venvlens.system.state import Choices
from venvlens.system.surveyor import Surveyor
from venvlens.system.toolbox import Toolbox

URI = "untitled:app"
TEXT = "'🐍'; import usb.core as u, nobody_knows\nimport MySQLdb, os\n"


@contextmanager
def session(folder: Path, text: str):
    host = Host({}, (), folder / "home", "linux")
    document = Document(URI, text, version=1)
    made = Session(
        inspector=Inspector(Surveyor(host, Choices(folder / "choices.json"))),
        documents=lambda uri: document if uri == URI else None,
        folders=lambda: (folder,),
        tell=lambda sentence: None,
        changed=lambda uris: None,
        selected=lambda uri, survey: None,
    )
    made.opened[URI] = Opened()
    try:
        yield made
    finally:
        made.close()


@pytest.fixture
def ask(tmp_path: Path):
    venv.EnvBuilder(symlinks=True).create(tmp_path / ".venv")

    async def ask_(*places: tuple[int, int, int, int], only=None, text=TEXT) -> list[str]:
        """Ask at a place, with a diagnostic at each further place."""
        at, *flagged = (types.Range(start=_at(*p[:2]), end=_at(*p[2:])) for p in places)
        diagnostics = [types.Diagnostic(range=range_, message="x") for range_ in flagged]
        context = types.CodeActionContext(diagnostics=diagnostics, only=only)
        document = types.TextDocumentIdentifier(uri=URI)
        params = types.CodeActionParams(text_document=document, range=at, context=context)
        with session(tmp_path, text) as made:
            toolbox = Toolbox(made.inspector.surveyor.host, made.folders)
            found = await code_actions.actions(made, params, "utf-16", toolbox)
            return [action.title for action in found]

    return ask_


USB, SQL = ["Install pyusb into .venv"], ["Install mysqlclient into .venv"]
BOTH = ["Install what this file lacks: pyusb, mysqlclient"]


@pytest.mark.parametrize(
    ("places", "expected"),
    [
        ([(0, 13, 0, 13)], USB + BOTH),  # before the first letter
        ([(0, 17, 0, 17)], USB + BOTH),
        ([(0, 21, 0, 21)], USB + BOTH),  # behind the last one
        ([(0, 12, 0, 12)], []),  # two units for the snake: this is still before
        ([(0, 22, 0, 22)], []),
        ([(0, 0, 0, 99)], USB + BOTH),
        ([(0, 0, 9, 0)], USB + SQL + BOTH),
        ([(1, 0, 1, 0)], []),
        (
            [(1, 0, 1, 0), (1, 7, 1, 14)],
            SQL + BOTH,
        ),  # the cursor elsewhere, a diagnostic of the line
        ([(1, 16, 1, 18), (1, 16, 1, 18)], []),  # what others say about os
        ([(0, 28, 0, 28)], BOTH),  # nobody knows what to install
        ([(99, 99, 99, 99)], []),
    ],
)
async def test_the_place_decides(places, expected: list[str], ask):
    assert await ask(*places) == expected


@pytest.mark.parametrize(
    ("only", "expected"),
    [
        (None, USB + BOTH),
        ([], []),
        (["quickfix"], USB + BOTH),
        ([types.CodeActionKind.QuickFix], USB + BOTH),
        ([""], USB + BOTH),
        (["refactor", "quickfix"], USB + BOTH),
        (["quickfix.import"], []),
        (["source"], []),
        (["quick"], []),
    ],
)
async def test_only_the_kinds_that_are_asked_for(only, expected: list[str], ask):
    assert await ask((0, 14, 0, 14), only=only) == expected


async def test_a_session_that_is_closed_looks_nowhere_any_more(tmp_path: Path):
    """A look into other interpreters begins a moment after the last keystroke."""
    with session(tmp_path, TEXT) as made:
        await made.inspection(URI)
        looking = made.opened[URI].looking
        assert looking is not None
    await looking  # closed before it began: nothing is raised


async def test_one_fix_for_two_findings_is_offered_once(ask):
    assert await ask((0, 0, 9, 0), text="import usb\nimport usb.core\n") == USB


def _at(line: int, character: int) -> types.Position:
    return types.Position(line=line, character=character)
