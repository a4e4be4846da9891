"""Clients that show what came of a command by themselves: one message, with the ways on."""

import asyncio

from .conftest import VERSION
from .editor import until
from .test_commands import HANGING, pids_of, runs

CREATE = "venvlens.server.createEnvironment"
RECREATE = "venvlens.server.recreateEnvironment"
INSTALL = "venvlens.server.install"
SELECT = "venvlens.server.selectEnvironment"
ANSWERS = {"answers": True}
FAILING = 'raise SystemExit("error: disk on fire")'


def wanted(machine, **more):
    return {
        "prefix": str(machine.project / ".venv"),
        "interpreter": str(machine.bin / "python3"),
        **more,
    }


def titles(said) -> list[str]:
    return [step["title"] for step in said.get("next", ())]


async def go(editor, said, title: str, *, dry: bool = False):
    """Press a button, or see what it would do."""
    [step] = [step for step in said["next"] if step["title"] == title]
    [argument] = step["arguments"]
    return await editor.run(step["command"], {**argument, **({"dryRun": True} if dry else {})})


async def test_a_failure_is_not_shown_and_another_tool_leads_on(machine, start):
    machine.tool("uv", FAILING)
    editor = await start("vscode-1.139", options=ANSWERS)
    uri = editor.open(machine.write("app.py", "import nope\n"))
    await editor.shows(uri, "environment-missing")
    said = await editor.run(CREATE, wanted(machine, version=VERSION))
    assert said["status"] == "failed"
    assert "disk on fire" in said["message"]
    assert titles(said) == ["Try Again", "Create with venv", "Choose Another Python…"]
    assert editor.messages == []
    again = await go(editor, said, "Try Again")
    assert (again["status"], titles(again)) == ("failed", titles(said))
    planned = await go(editor, again, "Create with venv", dry=True)
    assert planned["plan"]["steps"][0]["argv"][1:4] == ["-I", "-m", "venv"]
    (machine.bin / "uv").unlink()
    machine.uv()
    made = await go(editor, again, "Try Again")
    assert made["status"] == "done"
    assert "next" not in made
    await editor.shows(uri, "import-missing")
    assert editor.messages == []
    assert editor.client.questions == []


async def test_another_python_is_asked_for(machine, start):
    machine.tool("uv", FAILING)
    editor = await start("vscode-1.139", options=ANSWERS)
    said = await editor.run(CREATE, wanted(machine))
    assert (await go(editor, said, "Choose Another Python…"))["status"] == "cancelled"
    [question] = editor.client.questions
    assert question.message.startswith("Which Python")


async def test_without_the_wish_all_is_shown_as_ever(machine, start):
    machine.tool("uv", FAILING)
    editor = await start("vscode-1.139")
    said = await editor.run(CREATE, wanted(machine))
    assert said["status"] == "failed"
    assert "next" not in said
    assert editor.messages == [said["message"]]


async def test_a_refusal_leads_on_too(machine, start):
    machine.environment()
    broken = machine.broken_environment("broken")
    editor = await start("vscode-1.139", options=ANSWERS)
    said = await editor.run(CREATE, wanted(machine))
    assert said["status"] == "refused"
    assert "exists already" in said["message"]
    assert titles(said) == ["Select Another Environment…"]
    chosen = await go(editor, said, "Select Another Environment…")
    assert chosen["status"] == "cancelled"
    assert [one.message for one in editor.client.questions] == [
        f"Which environment shall {machine.project} use?"
    ]
    argument = {"environment": str(broken), "distributions": ["tiny-lens"]}
    said = await editor.run(INSTALL, argument)
    assert titles(said) == ["Repair broken", "Select Another Environment…"]
    repaired = await go(editor, said, "Repair broken", dry=True)
    assert repaired["plan"]["creates"] == str(broken)
    argument["environment"] = str(machine.project / "nothing")
    said = await editor.run(INSTALL, argument)
    assert titles(said) == ["Create Environment…", "Select Another Environment…"]
    assert editor.messages == []


async def test_other_refusals_and_bad_arguments_are_not_shown_either(machine, start):
    editor = await start("vscode-1.139", options={"answers": True, "trusted": False})
    for command, argument in (
        (CREATE, wanted(machine)),
        (SELECT, {"project": str(machine.project), "environment": str(machine.root / "gone")}),
        (SELECT, {"environment": None}),
        ("venvlens.server.showActivation", {"environment": str(machine.root / "gone")}),
        ("venvlens.server.showActivation", {"shell": "nosh"}),
    ):
        said = await editor.run(command, argument)
        assert said["status"] == "refused"
        assert said["message"]
        assert "next" not in said
        assert said.get("untrusted", False) is (command == CREATE)
    assert editor.messages == []


async def test_a_cancellation_that_leaves_nothing_needs_no_message(machine, start):
    machine.tool("uv", HANGING)
    editor = await start("vscode-1.139", options=ANSWERS)
    running = asyncio.create_task(editor.run(CREATE, wanted(machine)))
    pids = await pids_of(machine)
    await editor.cancel_progress()
    said = await running
    assert said["status"] == "cancelled"
    assert "next" not in said
    assert editor.messages == []
    await until(lambda: not any(map(runs, pids)))
