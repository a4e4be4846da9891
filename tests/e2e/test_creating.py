"""From a fresh clone to no findings in one choice, and what else createEnvironment is asked for."""

from __future__ import annotations

import time

import pytest

from .conftest import VERSION, site_packages

CREATE = "venvlens.server.createEnvironment"
PROJECT = """\
    [project]
    name = "shop"
    version = "1"
    requires-python = ">=3.8"
    dependencies = ["tiny-lens"]

    [dependency-groups]
    dev = ["small-lens"]
"""


@pytest.fixture
def shop(machine):
    """A fresh clone: two imports, two declarations, no environment."""
    machine.wheel()
    machine.uv()
    machine.write("pyproject.toml", PROJECT)
    return machine


def small(machine) -> None:
    """Add the second wheel beside the first."""
    folder = machine.wheels
    machine.wheels.rename(machine.root / "first")
    machine.wheel("small_lens")
    for wheel in (machine.root / "first").iterdir():
        wheel.rename(folder / wheel.name)


@pytest.mark.parametrize(
    ("table", "choice"),
    [
        ("[tool.uv]\n", f"Create the environment with uv sync (Python {VERSION})"),
        ("", "Create .venv here and install this project's dependencies and the group dev"),
    ],
)
async def test_one_choice_and_nothing_is_left_to_do(shop, start, table, choice):
    small(shop)
    text = (shop.project / "pyproject.toml").read_text()
    shop.write("pyproject.toml", text + table)
    editor = await start("neovim-0.11")
    uri = editor.open(shop.write("app.py", "import tiny_lens\nimport small_lens\n"))
    [found] = await editor.shows(uri, "environment-missing")
    actions = await editor.actions(uri, [found])
    assert actions[0].title == choice
    assert actions[0].is_preferred
    assert len(actions) <= 5
    said = await editor.choose(choice, uri)
    assert said["status"] == "done", said
    ended = time.monotonic()
    await editor.shows(uri)
    # The findings follow the tool's end at once: the rest is the tool's own time.
    assert time.monotonic() - ended < 2
    for name in ("tiny_lens", "small_lens"):
        assert (site_packages(shop.project / ".venv") / f"{name}.py").exists()
    assert editor.messages == []


async def test_a_plan_is_told_with_what_is_installed_and_nothing_is_run(shop, start):
    editor = await start()
    prefix = shop.project / "api" / "envs" / "test"
    request = {
        "prefix": str(prefix),
        "interpreter": str(shop.bin / "python3"),
        "project": str(shop.project),
        "install": ["dependencies", "group:dev"],
        "tool": "venv",
        "dryRun": True,
    }
    said = await editor.run(CREATE, request)
    assert said["status"] == "planned", said
    making, filling = said["plan"]["steps"]
    assert making["argv"][1:] == ["-I", "-m", "venv", str(prefix)]
    assert making["folder"] == str(shop.project)
    assert filling["argv"][0] == str(prefix / "bin" / "python")
    assert filling["argv"][-3:] == ["--", "tiny-lens", "small-lens"]
    assert said["plan"]["creates"] == str(prefix)
    assert not prefix.parent.exists()


async def test_the_plan_of_a_projects_tool_tells_what_it_writes(shop, start):
    (shop.project / "uv.lock").write_text("")
    editor = await start()
    request = {"prefix": str(shop.project / ".venv"), "interpreter": None, "tool": "project"}
    request |= {"interpreter": str(shop.bin / "python3"), "dryRun": True}
    said = await editor.run(CREATE, request)
    assert said["status"] == "planned", said
    assert said["plan"]["writes"] == [str(shop.project / "uv.lock")]
    assert any("uv.lock is written" in remark for remark in said["plan"]["remarks"])


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"install": ["none.txt"]}, "there is no file"),
        ({"install": ["group:nobody"]}, "'nobody'"),
        ({"tool": "poetry"}, "is managed by no tool"),
        ({"tool": "virtualenv"}, "virtualenv was not found"),
        ({"interpreter": "/x/python"}, "is not a Python of this machine"),
    ],
)
async def test_what_cannot_be_made_is_refused_with_the_reason(shop, start, more, said):
    editor = await start()
    base = {"prefix": str(shop.project / ".venv"), "interpreter": str(shop.bin / "python3")}
    answer = await editor.run(CREATE, base | more)
    assert answer["status"] == "refused"
    assert said in answer["message"]
    assert not (shop.project / ".venv").exists()


async def test_nothing_is_made_in_a_workspace_that_is_not_trusted(shop, start):
    (shop.project / "uv.lock").write_text("")
    editor = await start("neovim-0.11", options={"trusted": False})
    request = {"prefix": str(shop.project / ".venv"), "interpreter": None, "tool": "project"}
    answer = await editor.run(CREATE, request)
    assert answer["status"] == "refused"
    assert "not trusted" in answer["message"]


async def test_what_the_editor_prefers_comes_first_and_makes_it(shop, start):
    text = (shop.project / "pyproject.toml").read_text()
    shop.write("pyproject.toml", text + "[tool.uv]\n")
    editor = await start("neovim-0.11", options={"createWith": "venv"})
    uri = editor.open(shop.write("app.py", "import tiny_lens\n"))
    [found] = await editor.shows(uri, "environment-missing")
    actions = await editor.actions(uri, [found])
    plain, own = f"Create .venv here (Python {VERSION})", "Create the environment with uv sync"
    assert actions[0].title == plain
    assert actions[1].title.startswith(own)
    assert (await editor.choose(plain, uri))["status"] == "done"
    assert "uv = " not in (shop.project / ".venv" / "pyvenv.cfg").read_text()
