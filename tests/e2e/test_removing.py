"""Removing an environment that the user named, and everything that is in the way of that."""

import asyncio

from .conftest import VERSION
from .editor import until

REMOVE = "venvlens.server.removeEnvironment"
CREATE = "venvlens.server.createEnvironment"
SELECT = "venvlens.server.selectEnvironment"


async def test_an_environment_is_removed_and_everything_is_judged_again(machine, start):
    prefix, other = machine.environment(), machine.environment("api/.venv")
    machine.write("pyproject.toml", "")
    editor = await start()
    uri = editor.open(machine.write("app.py", "import nope\n"))
    chosen = {"project": str(machine.project), "environment": str(prefix)}
    assert (await editor.run(SELECT, chosen))["status"] == "done"
    await editor.shows(uri, "import-missing")
    title = f"Remove project/.venv (Python {VERSION})"

    planned = await editor.run(REMOVE, {"environment": str(prefix), "dryRun": True})
    assert (planned["status"], planned["message"]) == ("planned", title)
    assert (planned["plan"]["removes"], planned["plan"]["steps"]) == ([str(prefix)], [])
    assert prefix.is_dir()

    said = await editor.run(REMOVE, {"environment": str(prefix)})
    assert (said["status"], said["message"]) == ("done", title)
    await editor.shows(uri, "environment-missing")
    assert not prefix.exists()
    assert other.is_dir()
    assert sorted(path.name for path in machine.project.iterdir()) == [
        "api",
        "app.py",
        "pyproject.toml",
    ]
    assert editor.messages == []


async def test_what_must_stay_is_refused_in_a_sentence(machine, start):
    prefix = machine.environment()
    mine = prefix / "mine.py"
    mine.touch()
    editor = await start()
    for path, why in (
        (
            prefix,
            f"{prefix} holds mine.py, which is no part of an environment: move it away first.",
        ),
        (machine.project, f"{machine.project} is no environment."),
        (machine.bin / "python3", f"{machine.bin / 'python3'} is no environment."),
    ):
        said = await editor.run(REMOVE, {"environment": str(path)})
        assert (said["status"], said["message"]) == ("refused", why)
        assert editor.messages[-1] == why
    assert mine.is_file()


async def test_in_an_untrusted_workspace_nothing_is_removed(machine, start):
    prefix = machine.environment()
    editor = await start(options={"trusted": False})
    for more in ({}, {"dryRun": True}):
        said = await editor.run(REMOVE, {"environment": str(prefix), **more})
        assert said["status"] == "refused"
        assert "not trusted" in said["message"]
    assert (prefix / "pyvenv.cfg").is_file()


async def test_what_a_plan_is_at_work_in_is_refused_and_the_plan_goes_on(machine, start):
    go = machine.root / "go"
    machine.tool(
        "uv",
        f"""
        import os, sys, time
        target = sys.argv[-1]
        os.makedirs(os.path.join(target, "bin"))
        os.symlink({str(machine.bin / "python3")!r}, os.path.join(target, "bin", "python"))
        with open(os.path.join(target, "pyvenv.cfg"), "w") as file:
            print("home = {machine.bin}", file=file)
        while not os.path.exists({str(go)!r}):
            time.sleep(0.01)
        """,
    )
    editor = await start()
    prefix = machine.project / ".venv"
    wanted = {"prefix": str(prefix), "interpreter": str(machine.bin / "python3"), "version": None}
    creating = asyncio.create_task(editor.run(CREATE, {**wanted, "tool": "uv"}))
    await until((prefix / "pyvenv.cfg").exists)
    said = await editor.run(REMOVE, {"environment": str(prefix)})
    assert said["message"] == f"{prefix} is being worked on: wait until that is done."
    go.touch()
    made = await creating
    assert made["status"] == "done", made
    assert (await editor.run(REMOVE, {"environment": str(prefix)}))["status"] == "done"
    assert not prefix.exists()
