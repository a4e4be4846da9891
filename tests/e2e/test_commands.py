"""Commands that do not go well: cancelled, failing, refused, badly called, at the same time."""

import asyncio
import os
import signal
from contextlib import suppress
from pathlib import Path

import pytest
from lsprotocol import types
from pygls.exceptions import JsonRpcException, JsonRpcRequestCancelled

from .conftest import BASE, VERSION
from .editor import until

CREATE = "venvlens.server.createEnvironment"
RECREATE = "venvlens.server.recreateEnvironment"
INSTALL = "venvlens.server.install"
SELECT = "venvlens.server.selectEnvironment"

# A tool that makes half of an environment, starts a child of its own, and never ends.
HANGING = """
    import os, signal, subprocess, sys, time
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    target = sys.argv[-1]
    os.makedirs(os.path.join(target, "bin"))
    child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
    print("Downloading half of it", flush=True)
    with open(os.path.join(os.path.dirname(target), "pids.tmp"), "w") as file:
        file.write(f"{os.getpid()} {child.pid}")
    os.rename(file.name, file.name[:-4])
    time.sleep(600)
"""

# A tool that appends when it starts and when it ends, and takes a moment in between.
NOTING = """
    import os, sys, time
    with open(os.path.join(os.path.dirname(sys.argv[0]), "notes"), "a") as notes:
        print("start", file=notes, flush=True)
        time.sleep(0.2)
        print("end", file=notes, flush=True)
"""


def runs(pid: int) -> bool:
    """Tell whether a process is there and not merely waiting to be reaped."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state not in "ZX"


async def pids_of(machine) -> list[int]:
    file = machine.project / "pids"
    await until(file.exists)
    return [int(pid) for pid in file.read_text().split()]


@pytest.fixture(autouse=True)
def nothing_left(machine):
    yield
    with suppress(OSError):
        for pid in (machine.project / "pids").read_text().split():
            with suppress(ProcessLookupError):
                os.kill(int(pid), 9)


async def creating(editor, machine) -> asyncio.Task:
    """Choose to create an environment, and return while that is going on."""
    uri = editor.open(machine.write("app.py", "import nope\n"))
    await editor.shows(uri, "environment-missing")
    return asyncio.create_task(editor.choose("Create .venv here", uri))


async def test_cancelled_in_the_middle_nothing_is_left(machine, start):
    machine.tool("uv", HANGING)
    editor = await start("vscode-1.139")
    task = await creating(editor, machine)
    pids = await pids_of(machine)
    await editor.cancel_progress()
    assert (await task)["status"] == "cancelled"
    assert not (machine.project / ".venv").exists()
    await until(lambda: not any(map(runs, pids)))
    [kinds] = editor.progress
    assert kinds == ["begin", "report", "end"]
    [[begin, report, _]] = editor.client.progress_reports.values()
    assert begin.title == f"Create .venv (Python {VERSION})"
    assert begin.cancellable
    assert report.message == "Downloading half of it"
    assert editor.messages == []
    uri = editor.open(machine.write("other.py", "import nope\n"))
    await editor.shows(uri, "environment-missing")


async def test_a_tool_that_fails_is_one_sentence_and_its_output_is_in_the_log(machine, start):
    machine.tool("uv", 'print("one\\ntwo"); raise SystemExit("error: disk on fire")')
    editor = await start("kate-22.12")
    said = await (await creating(editor, machine))
    assert said["status"] == "failed"
    assert editor.messages == [said["message"]]
    assert "disk on fire" in said["message"]
    assert "\n" not in said["message"]
    [logged] = [message.message for message in editor.client.log_messages]
    assert logged.splitlines()[1:] == ["one", "two", "error: disk on fire"]
    assert not (machine.project / ".venv").exists()


async def test_an_editor_that_shows_no_progress_gets_its_environment(machine, start):
    machine.uv()
    editor = await start("eglot-1.9")
    assert (await (await creating(editor, machine)))["status"] == "done"
    assert editor.progress == []


@pytest.mark.parametrize(
    ("command", "argument"),
    [
        (CREATE, {"prefix": "{project}/.venv", "interpreter": str(BASE), "version": "3"}),
        (RECREATE, {"prefix": "{project}/.venv", "interpreter": None, "version": None}),
        (INSTALL, {"environment": "{project}/.venv", "distributions": ["usb"]}),
    ],
)
async def test_nothing_is_started_in_a_workspace_that_is_not_trusted(
    command, argument, machine, start
):
    machine.tool("uv", NOTING)
    editor = await start("neovim-0.7", options={"trusted": False})
    filled = {
        key: value.format(project=machine.project) if isinstance(value, str) else value
        for key, value in argument.items()
    }
    said = await editor.run(command, filled)
    assert said["status"] == "refused"
    assert said["message"].startswith("This workspace is not trusted, so nothing is run in it")
    assert editor.messages == [said["message"]]
    assert editor.client.questions == []
    assert not (machine.bin / "notes").exists()


async def test_a_tool_that_the_project_brings_along_is_not_started(machine, start):
    planted = machine.project / "tools"
    planted.mkdir()
    machine.tool("uv", NOTING).rename(planted / "uv")
    machine.more["PATH"] = f"{planted}{os.pathsep}{machine.bin}"
    editor = await start()
    said = await editor.run(
        CREATE,
        {"prefix": str(machine.project / ".venv"), "interpreter": str(machine.bin / "python3")},
    )
    assert said["status"] == "done"
    assert not (planted / "notes").exists()


ROOT = str(Path.cwd().anchor)


BAD = [
    (CREATE, [], "one argument is needed"),
    (CREATE, [{}, {}], "one argument is needed"),
    (CREATE, [7], "must be an object"),
    (CREATE, [{}], "prefix is missing"),
    (CREATE, [{"prefix": "relative/.venv"}], "is not an absolute path"),
    (CREATE, [{"prefix": ["/a"]}], "prefix must be a string"),
    (CREATE, [{"prefix": f"{ROOT}gone/.venv", "interpreter": f"{ROOT}no/python"}], "choose"),
    (CREATE, [{"prefix": ROOT, "interpreter": "{python}"}], "exists already"),
    (CREATE, [{"prefix": f"{ROOT}gone/.venv", "interpreter": "{python}"}], "is gone"),
    (CREATE, [{"prefix": f"{ROOT}a\0b/.venv", "interpreter": "{python}"}], "rename it"),
    (RECREATE, [{"prefix": f"{ROOT}gone/.venv", "interpreter": "{python}"}], "is gone"),
    (INSTALL, [{"environment": f"{ROOT}gone", "distributions": ["a"]}], "not an environment"),
    (INSTALL, [{"environment": "{venv}", "distributions": "usb"}], "must be a list"),
    (INSTALL, [{"environment": "{venv}", "distributions": ["--index-url=x"]}], "not the name"),
    (INSTALL, [{"environment": "{venv}", "distributions": ["x @ file:///x"]}], "not the name"),
    (INSTALL, [{"environment": "{venv}", "distributions": []}], "not the name"),
    (RECREATE, [{"prefix": "{conda}"}], "make it anew with `conda env create`"),
    (RECREATE, [{"prefix": "{conda}", "interpreter": "{python}"}], "an environment of conda"),
    (RECREATE, [{"prefix": "{pixi}"}], "make it anew with `pixi install`"),
    (INSTALL, [{"environment": "{broken}", "distributions": ["a"]}], "recreate it first"),
    (INSTALL, [{"environment": "{venv}", "distributions": ["a"]}], "has no pip"),
    (SELECT, [{"project": f"{ROOT}a", "environment": f"{ROOT}gone"}], "no file or folder"),
    (SELECT, [{"project": f"{ROOT}a", "environment": "{broken}"}], "cannot run"),
    (SELECT, [{"environment": None}], "project is missing"),
]
"""Commands with arguments that are not as they should be, and a part of what is said then."""


async def test_bad_arguments_are_refused_in_one_sentence(machine, start):
    places = {
        "{python}": str(machine.bin / "python3"),
        "{venv}": str(machine.environment("sound")),
        "{broken}": str(machine.broken_environment("broken")),
        "{conda}": str(machine.project / "conda"),
        "{pixi}": str(machine.project / ".pixi" / "envs" / "default"),
    }

    for prefix in (Path(places["{conda}"]), Path(places["{pixi}"])):
        (prefix / "conda-meta").mkdir(parents=True)
    (Path(places["{pixi}"]) / "conda-meta" / "pixi").write_text("{}")

    def filled(value):
        if isinstance(value, dict):
            return {key: filled(item) for key, item in value.items()}
        return places.get(value, value) if isinstance(value, str) else value

    editor = await start()
    for number, (command, arguments, part) in enumerate(BAD, 1):
        said = await editor.run(command, *map(filled, arguments))
        assert said["status"] == "refused", (command, arguments)
        assert part in said["message"]
        assert said["message"].endswith(".")
        assert "\n" not in said["message"]
        await until(lambda n=number: len(editor.messages) == n)
        assert editor.messages[-1] == said["message"]


async def test_two_commands_for_one_environment_wait_for_each_other(machine, start):
    prefix = machine.environment()
    machine.tool("uv", NOTING)
    editor = await start()
    names = ("one", "two", "three")
    many = [
        editor.run(INSTALL, {"environment": str(prefix), "distributions": [name]}) for name in names
    ]
    assert [said["status"] for said in await asyncio.gather(*many)] == ["done"] * 3
    assert (machine.bin / "notes").read_text().split() == ["start", "end"] * 3


async def test_typing_goes_on_while_something_is_made(machine, start):
    machine.tool("uv", HANGING)
    editor = await start("vscode-1.139")
    task = await creating(editor, machine)
    await pids_of(machine)
    uri = editor.open(machine.write("other.py", "import os\n"))
    await editor.shows(uri)
    await editor.cancel_progress()
    await task


async def test_leaving_in_the_middle_leaves_nothing(machine, start):
    machine.tool("uv", HANGING)
    editor = await start()
    task = await creating(editor, machine)
    pids = await pids_of(machine)
    assert await editor.leave() == 0
    with suppress(JsonRpcException, asyncio.CancelledError):
        await task
    assert editor.client.log == [], "".join(editor.client.log)
    assert not any(map(runs, pids))
    assert not (machine.project / ".venv").exists()


async def test_an_editor_that_vanishes_in_the_middle_leaves_nothing(machine, start):
    machine.tool("uv", HANGING)
    editor = await start()
    task = await creating(editor, machine)
    pids = await pids_of(machine)
    editor.process.stdin.close()
    await asyncio.wait_for(editor.process.wait(), 10)
    assert await editor.leave() == 1
    with suppress(RuntimeError):
        await task
    assert editor.client.log == [], "".join(editor.client.log)
    assert not any(map(runs, pids))
    assert not (machine.project / ".venv").exists()


async def test_a_request_that_is_cancelled_leaves_nothing(machine, start):
    """Not by the progress but by ``$/cancelRequest``, as editors do that show none."""
    machine.tool("uv", HANGING)
    editor = await start("eglot-1.9")
    prefix = str(machine.project / ".venv")
    arguments = {"prefix": prefix, "interpreter": str(machine.bin / "python3")}
    params = types.ExecuteCommandParams(command=CREATE, arguments=[arguments])
    asked = editor.client.workspace_execute_command(params)
    pids = await pids_of(machine)
    number = next(iter(editor.client.protocol._request_futures))
    editor.client.protocol.notify(types.CANCEL_REQUEST, types.CancelParams(id=number))
    with pytest.raises(JsonRpcRequestCancelled):
        await asyncio.wait_for(asyncio.wrap_future(asked), 10)
    await until(lambda: not any(map(runs, pids)))
    await until(lambda: not (machine.project / ".venv").exists())
    uri = editor.open(machine.write("other.py", "import nope\n"))
    await editor.shows(uri, "environment-missing")


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
async def test_a_signal_in_the_middle_leaves_nothing(number, machine, start):
    machine.tool("uv", HANGING)
    editor = await start()
    task = await creating(editor, machine)
    pids = await pids_of(machine)
    editor.process.send_signal(number)
    await asyncio.wait_for(editor.process.wait(), 10)
    assert await editor.leave() == 1
    with suppress(RuntimeError):
        await task
    assert editor.client.log == [], "".join(editor.client.log)
    assert not any(map(runs, pids))
    assert not (machine.project / ".venv").exists()
