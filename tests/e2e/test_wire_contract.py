"""What the server really sends is what the client of VS Code expects, member by member.

That ids, parameters and settings are alike is compared in ``tests/lsp/test_wire_contract.py``.
"""

import asyncio
import sys

import pytest
from lsprotocol import types
from wire_contract import FILE, read

from venvlens.lsp.settings import plain

from .conftest import VERSION
from .editor import until
from .test_picker import ask, parts_of

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="links and layouts of POSIX")

CONTRACT = read(FILE.read_text("utf-8"))
METHOD, COMMAND = CONTRACT.tables["Method"], CONTRACT.tables["Command"]
OPTIONS = {"trusted": True, "environmentChanged": True, "answers": True}
FOR_OTHERS = {"plan", "edits", "aside"}
"""Members of answers for clients that show plans, or where an environment was put."""


def fits(value: object, name: str) -> None:
    problems = CONTRACT.problems(value, name)
    assert not problems, problems


def all_fit(values: list, name: str) -> None:
    assert values
    for value in values:
        fits(value, name)


async def run(editor, command: str, *arguments) -> dict:
    """Run a command; its answer is as the client expects it."""
    said = plain(await editor.run(COMMAND[command], *arguments))
    assert said.keys() - CONTRACT.members("Answer") <= FOR_OTHERS
    fits({key: value for key, value in said.items() if key not in FOR_OTHERS}, "Answer")
    return said


async def test_the_options_of_the_start_are_taken_without_a_word(machine, start):
    editors = [await start(options=one) for one in CONTRACT.samples("InitializationOptions", {})]
    offered = editors[0].result.capabilities.execute_command_provider.commands
    assert sorted(offered) == sorted(COMMAND.values())
    for editor in editors:
        await ask(editor, METHOD["environments"])
        assert editor.messages == []


async def test_lines_of_the_list(machine, start):
    machine.environment()
    machine.broken_environment("broken/.venv")
    kept = machine.home / ".virtualenvs" / "kept"
    kept.mkdir(parents=True)
    (kept / "pyvenv.cfg").write_text(f"home = {machine.bin}\nversion = {VERSION}\n")
    conda = machine.home / "miniconda3" / "envs" / "data"
    (conda / "conda-meta").mkdir(parents=True)
    (conda / "conda-meta" / "history").touch()
    editor = await start(options=OPTIONS)
    parts = parts_of(editor, "token")
    params = {"uri": machine.project.as_uri(), "partialResultToken": "token"}
    assert await ask(editor, METHOD["environments"], **params) == []
    streamed = [one for part in parts for one in part]
    all_fit(streamed, "Listed")
    assert {one["group"] for one in streamed} == {"recommended", "workspace", "kept", "global"}
    assert {bool(one["faults"]) for one in streamed} == {True, False}
    assert None in {one["version"] for one in streamed}
    all_fit(await ask(editor, METHOD["environments"], project=str(machine.project)), "Listed")


@pytest.mark.parametrize(
    "files",
    [
        {},
        {"requirements.txt": "", ".python-version": "3.99"},
        {"uv.lock": "", "pyproject.toml": "[build-system]\n[project]\nname = 'x'\n"},
        {"pyproject.toml": "[project]\nname = 'x'\nrequires-python = '<3'\n"},
    ],
    ids=["nothing", "requirements", "locked", "no Python is allowed"],
)
async def test_what_an_environment_can_be_made_of(machine, start, files):
    machine.uv()
    for name, text in files.items():
        machine.write(name, text)
    editor = await start(options=OPTIONS)
    told = await ask(editor, METHOD["creation"], uri=machine.project.as_uri())
    fits(told, "Creation")
    assert (told["recommended"] is None) == (told["reason"] is not None)
    if told["recommended"]:
        planned = {**told["recommended"]["arguments"], "dryRun": True}
        assert (await run(editor, "createEnvironment", planned))["status"] == "planned"


async def test_documents_to_read(machine, start):
    machine.environment()
    editor = await start(options=OPTIONS)
    for about in ("why", "doctor"):
        fits(
            await ask(editor, METHOD["report"], uri=machine.project.as_uri(), about=about), "Report"
        )
    told = await ask(editor, METHOD["why"], uri=machine.project.as_uri())
    fits(told["environment"], "Environment")


async def test_how_to_activate(machine, start):
    own = machine.environment()
    broken = machine.broken_environment("broken")
    editor = await start(options=OPTIONS)
    uri = machine.project.as_uri()
    alone = machine.root / "alone"
    alone.mkdir()
    told = [
        await ask(editor, METHOD["activation"], **params)
        for params in (
            {"uri": uri},
            {"uri": uri, "shell": "bash"},
            {"uri": (alone / "a.py").as_uri()},
            {"environment": str(own)},
            {"environment": str(broken)},
            {"environment": str(alone)},
        )
    ]
    all_fit(told, "Activation")
    assert {one["activation"] is None for one in told} == {True, False}
    assert {one["environment"] is None for one in told} == {True, False}


async def test_which_environment_something_has(machine, start):
    editor = await start(options=OPTIONS)
    told = []

    @editor.client.feature(METHOD["environmentChanged"])
    def changed(params) -> None:
        told.append(plain(params))

    uri = machine.project.as_uri()
    editor.client.protocol.notify(METHOD["follow"], {"uris": [uri]})
    await until(lambda: [one["state"] for one in told] == ["none"])
    machine.environment()
    await until(lambda: told[-1]["state"] == "environment")
    machine.broken_environment()
    await until(lambda: told[-1]["state"] == "broken")
    all_fit(told, "EnvironmentChanged")
    assert {one["uri"] for one in told} == {uri}


async def test_answers_of_commands(machine, start):
    machine.uv()
    prefix, other = machine.environment(), machine.environment("api/.venv")
    machine.write("pyproject.toml", "")
    editor = await start(options=OPTIONS)
    project, inside = {"project": str(machine.project)}, {"environment": str(other)}
    chosen = await run(editor, "selectEnvironment", {**project, "environment": str(prefix)})
    assert chosen["status"] == "done"
    none = await run(editor, "selectEnvironment", {**project, "environment": str(machine.home)})
    assert none["status"] == "refused"
    assert (await run(editor, "selectEnvironment", project))["status"] == "cancelled"
    shown = {"uri": machine.project.as_uri(), "shell": "bash"}
    assert (await run(editor, "showActivation", shown))["status"] == "done"
    assert (await run(editor, "installMissing", project))["status"] == "done"
    assert (await run(editor, "turnOffSystemSite", inside))["status"] == "refused"
    paths = {"paths": [{"path": str(other / "x"), "stamp": None}]}
    assert (await run(editor, "setLeftoversAside", {**inside, **paths}))["status"] == "refused"
    wanted = {**inside, "distributions": ["nope"]}
    assert (await run(editor, "install", wanted))["status"] in ("failed", "refused")
    assert (await run(editor, "removeEnvironment", {**inside, "dryRun": True}))["plan"]
    assert (await run(editor, "removeEnvironment", inside))["status"] == "done"
    again = {"prefix": str(prefix), "interpreter": None, "version": None, "keep": True}
    assert (await run(editor, "recreateEnvironment", {**again, "dryRun": True}))["plan"]
    assert (await run(editor, "recreateEnvironment", again))["aside"] == f"{prefix}.old"


async def test_answers_of_a_tool_that_fails_and_of_one_that_is_cancelled(machine, start):
    machine.tool(
        "uv",
        """
        import sys, time
        if sys.argv[-1].endswith("slow"):
            print("Downloading", flush=True)
            time.sleep(600)
        sys.exit("error: it does not want to")
        """,
    )
    editor = await start("vscode-1.139", options=OPTIONS)
    base = {"interpreter": str(machine.bin / "python3"), "version": None, "tool": "uv"}
    failed = await run(
        editor, "createEnvironment", {**base, "prefix": str(machine.project / ".venv")}
    )
    assert failed["status"] == "failed"
    assert "it does not want to" in failed["message"]
    slow = {**base, "prefix": str(machine.project / "slow")}
    before = set(editor.client.progress_reports)
    running = asyncio.create_task(run(editor, "createEnvironment", slow))
    token = await until(lambda: next(iter(set(editor.client.progress_reports) - before), None))
    await until(lambda: editor.client.progress_reports[token])
    editor.client.window_work_done_progress_cancel(types.WorkDoneProgressCancelParams(token=token))
    assert (await running)["status"] == "cancelled"


async def test_answers_without_trust(machine, start):
    prefix = machine.environment()
    editor = await start(options={**OPTIONS, "trusted": False})
    wanted = {
        "createEnvironment": {"prefix": str(machine.project / "new")},
        "recreateEnvironment": {"prefix": str(prefix)},
        "removeEnvironment": {"environment": str(prefix)},
        "install": {"environment": str(prefix), "distributions": ["a"]},
        "installMissing": {"project": str(machine.project)},
        "setLeftoversAside": {"environment": str(prefix), "paths": []},
        "turnOffSystemSite": {"environment": str(prefix)},
    }
    assert wanted.keys() == COMMAND.keys() - {"selectEnvironment", "showActivation"}
    for command, argument in wanted.items():
        said = await run(editor, command, argument)
        assert (said["status"], said["untrusted"]) == ("refused", True)
    editor.client.protocol.notify(METHOD["trust"])
    said = await run(editor, "removeEnvironment", wanted["removeEnvironment"])
    assert (said["status"], said.get("untrusted")) == ("done", None)
