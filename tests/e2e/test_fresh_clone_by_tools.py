"""From a fresh clone to no findings where another tool than uv makes the environment."""

from __future__ import annotations

import sys

import pytest
from local_index import served
from tool_world import install_tool

from .conftest import VERSION

pytestmark = pytest.mark.tools

PROJECT = """\
[project]
name = "shop"
version = "1"
requires-python = ">=3.9"
dependencies = ["humanize"]
"""
TOOLS = {
    "poetry": (
        "poetry==2.5.1",
        "[tool.poetry]\npackage-mode = false\n"
        '[[tool.poetry.source]]\nname = "local"\nurl = "{index}"\n',
    ),
    "pdm": (
        "pdm[locked]==2.29.3",
        "[tool.pdm]\ndistribution = false\n"
        '[[tool.pdm.source]]\nname = "pypi"\nurl = "{index}"\nverify_ssl = false\n',
    ),
}


@pytest.fixture
def index(tmp_path):
    with served(tmp_path / "index", "humanize") as address:
        yield address


@pytest.mark.parametrize("name", TOOLS)
async def test_the_projects_own_tool(name, machine, start, index, tmp_path, monkeypatch):
    monkeypatch.setattr("e2e.editor.DEADLINE", 300.0)
    requirement, settings = TOOLS[name]
    programs = install_tool(requirement, sys.executable, tmp_path / name)
    (machine.bin / name).symlink_to(programs / name)
    machine.write("pyproject.toml", PROJECT + settings.format(index=index))
    machine.more["NO_PROXY"] = "127.0.0.1"
    editor = await start()
    uri = editor.open(machine.write("app.py", "import humanize\n"))
    [found] = await editor.shows(uri, "environment-missing")
    choice = f"Create the environment with {name} install (Python {VERSION})"
    assert (await editor.actions(uri, [found]))[0].title == choice
    said = await editor.choose(choice, uri)
    assert said["status"] == "done", said
    await editor.shows(uri)
