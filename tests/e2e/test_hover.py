"""Hovering over an import, in a real environment and as editors show it."""

import asyncio
from pathlib import Path

import pytest
from lsprotocol import types

from .conftest import VERSION, site_packages
from .editor import DEADLINE, EDITORS, Editor
from .test_invariants import watched

LINE = "a = '🐍'; import pkg_resources, yaml; from os import path\n"


async def hover(editor: Editor, uri: str, character: int) -> types.Hover | None:
    params = types.HoverParams(
        text_document=types.TextDocumentIdentifier(uri=uri),
        position=types.Position(line=0, character=character),
    )
    return await asyncio.wait_for(editor.client.text_document_hover_async(params), DEADLINE)


def distribution(site: Path, name: str, file: str) -> None:
    (site / file).parent.mkdir(parents=True, exist_ok=True)
    (site / file).touch()
    info = site / f"{name}-6.0.3.dist-info"
    info.mkdir()
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 6.0.3\n")
    (info / "RECORD").write_text(f"{file},,\n")


def column(editor: Editor, part: str) -> int:
    before = LINE[: LINE.index(part)]
    units = {"utf-8": len(before.encode()), "utf-16": len(before) + 1, "utf-32": len(before)}
    return units[editor.encoding]


@pytest.mark.parametrize("name", EDITORS)
async def test_hovering_tells_what_an_import_is(name, machine, start):
    site = site_packages(machine.environment())
    distribution(site, "PyYAML", "yaml/__init__.py")
    editor = await start(name)
    uri = editor.open(machine.write("app.py", LINE))
    begin = column(editor, "yaml")
    found = await hover(editor, uri, begin + 1)
    shown = (site / "yaml" / "__init__.py").relative_to(machine.project)
    sentences = [
        "`yaml` is a package of PyYAML 6.0.3.",
        f"It is in site-packages: `{shown}`.",
        f"The environment is .venv (Python {VERSION}): it is the nearest environment, in",
    ]
    as_markdown = name != "vim-ale-3.3"
    assert found.contents.kind.value == ("markdown" if as_markdown else "plaintext")
    assert found.contents.value.startswith(("\n\n" if as_markdown else "\n").join(sentences))
    assert (found.range.start.character, found.range.end.character) == (begin, begin + 4)
    missing = await hover(editor, uri, column(editor, "pkg_res"))
    assert missing.contents.value.startswith(
        f"`pkg_resources` is not installed in .venv (Python {VERSION})."
    )
    assert (await hover(editor, uri, column(editor, "path"))) is not None
    assert await hover(editor, uri, 0) is None


async def test_hovering_where_nothing_is_open(machine, start):
    editor = await start()
    assert await hover(editor, (machine.project / "app.py").as_uri(), 0) is None


async def test_hovering_runs_nothing(machine, start):
    """Not even the finder of an editable install, which is read to say whose it is."""
    site = site_packages(machine.environment())
    canary, sources = machine.root / "canary", machine.root / "sources"
    (sources / "shop").mkdir(parents=True)
    (sources / "shop" / "__init__.py").touch()
    finder = "__editable___shop_1_0_finder"
    distribution(site, "shop", f"{finder}.py")
    (site / f"{finder}.py").write_text(
        f"MAPPING = {{'shop': {str(sources / 'shop')!r}}}\nopen({str(canary)!r}, 'w')\n"
    )
    (site / "__editable__.shop-1.0.pth").write_text(f"import {finder}; {finder}.install()\n")
    command, report = watched(machine)
    editor = await start("vscode-1.139", command=command)
    uri = editor.open(machine.write("app.py", "import shop\n"))
    found = await hover(editor, uri, 8)
    assert found.contents.value.startswith(
        "`shop` is a package of shop 6.0.3.\n\n"
        f"It is an editable install, found by its finder `{finder}.py`: "
    )
    assert report.read_text() == ""
    assert not canary.exists()
