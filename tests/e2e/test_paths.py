"""Paths that a URI spells with escapes: spaces, other scripts, marks with a meaning in a URI."""

import pytest

from .conftest import install
from .editor import EDITORS

NAMES = ["two words", "Ördner", "漢字", "c#", "50%", "a%20b", "what?", "semi;colon"]


@pytest.mark.parametrize("name", NAMES)
async def test_files_and_folders_may_be_called_anything(name, machine, start):
    install(machine.environment(f"{name}/.venv"), "here")
    file = machine.write(f"{name}/{name}.py", "import here\nimport nope\n")
    editor = await start("vscode-1.139", machine.project / name)
    uri = editor.open(file)
    assert uri != str(file)
    await editor.shows(uri, "import-missing")
    editor.type(uri, 0, 7, 11, "gone")
    found = await editor.shows(uri, "import-missing", "import-missing")
    assert await editor.actions(uri, found[:1])


@pytest.mark.parametrize("name", EDITORS)
async def test_every_editor_has_a_folder_with_a_space(name, machine, start):
    machine.environment("two words/.venv")
    editor = await start(name, machine.project / "two words")
    uri = editor.open(machine.write("two words/app.py", "import nope\n"))
    await editor.shows(uri, "import-missing")
