"""What editors need to let a person choose an environment, and what they are told of it."""

import asyncio
import json
import os
import shutil
import subprocess
import sys

import pytest
from lsprotocol import types
from pygls.exceptions import JsonRpcException

from .conftest import VERSION, install
from .editor import DEADLINE, until
from .test_invariants import watched

ENVIRONMENTS = "venvlens/environments"
WHY = "venvlens/why"
CHANGED = "venvlens/environmentChanged"
SELECT = "venvlens.server.selectEnvironment"


async def ask(editor, method: str, **params):
    return plain(await editor.client.protocol.send_request_async(method, params))


def plain(value):
    """Named tuples of pygls as what they were on the wire."""
    if hasattr(value, "_asdict"):
        return {key: plain(item) for key, item in value._asdict().items()}
    return [plain(item) for item in value] if isinstance(value, list) else value


def parts_of(editor, token: str) -> list:
    """Gather what comes for a token, message by message."""
    parts = []
    stock = editor.client.protocol.fm.features.pop("$/progress", None)

    @editor.client.feature("$/progress")
    def progress(params) -> None:
        if params.token == token:
            parts.append(plain(params.value))
        elif stock:
            stock(params)

    return parts


def changes_of(editor) -> list:
    told = []

    @editor.client.feature(CHANGED)
    def changed(params) -> None:
        told.append(plain(params))

    return told


def groups(found) -> list[str]:
    return list(dict.fromkeys(one["group"] for one in found))


async def test_all_environments_are_answered_the_projects_own_first(machine, start):
    own = machine.environment()
    other = machine.environment("api/.venv")
    machine.write("pyproject.toml", "")
    machine.write("api/pyproject.toml", "")
    editor = await start()
    uri = machine.write("app.py", "").as_uri()
    found = await ask(editor, ENVIRONMENTS, uri=uri)
    assert groups(found) == ["recommended", "workspace", "global"]
    assert [one["prefix"] for one in found[:2]] == [str(own), str(other)]
    assert found[0]["project"] == str(machine.project)
    assert found[1]["project"] == str(other.parent)
    assert (found[0]["kind"], found[0]["version"], found[0]["faults"]) == ("venv", VERSION, [])
    assert found[-1]["project"] is None
    [first, *_] = await ask(editor, ENVIRONMENTS, project=str(other.parent), refresh=True)
    assert (first["prefix"], first["group"]) == (str(other), "recommended")
    [broken] = [one for one in await _with_broken(machine, editor, uri) if one["faults"]]
    assert "no longer exists" in broken["faults"][0]


async def _with_broken(machine, editor, uri):
    machine.broken_environment("gone")
    return await ask(editor, ENVIRONMENTS, uri=uri)


async def test_with_a_token_the_first_come_before_the_last(machine, start):
    machine.environment()
    for number in range(30):
        prefix = machine.project / f"p{number}" / ".venv"
        prefix.mkdir(parents=True)
        (prefix / "pyvenv.cfg").write_text(f"home = {machine.bin}\nversion = {VERSION}\n")
    editor = await start()
    parts = parts_of(editor, "list-1")
    params = {"project": str(machine.project), "partialResultToken": "list-1"}
    answer = await ask(editor, ENVIRONMENTS, **params)
    assert answer == []
    assert len(parts) > 1
    assert [one["group"] for one in parts[0]] == ["recommended"]
    streamed = [one for part in parts for one in part]
    assert streamed == await ask(editor, ENVIRONMENTS, project=str(machine.project))
    assert len(streamed) == 31 + len([one for one in streamed if one["group"] == "global"])


async def test_a_list_that_nobody_wants_any_more_is_not_made(machine, start):
    for number in range(300):
        prefix = machine.project / f"p{number:03}" / ".venv"
        prefix.mkdir(parents=True)
        (prefix / "pyvenv.cfg").write_text(f"home = {machine.bin}\nversion = {VERSION}\n")
    editor = await start()
    parts = parts_of(editor, "t")
    params = {"project": str(machine.project), "partialResultToken": "t"}
    request = editor.client.protocol.send_request(ENVIRONMENTS, params, msg_id="list")
    await until(lambda: parts)
    editor.client.protocol.notify("$/cancelRequest", types.CancelParams(id="list"))
    with pytest.raises(JsonRpcException, match="is canceled"):
        await asyncio.wrap_future(request)
    assert sum(map(len, parts)) < 300
    before = len(parts)
    assert await ask(editor, WHY, uri=machine.project.as_uri())
    assert len(parts) == before


async def test_why_is_what_the_command_line_says(machine, start):
    machine.environment()
    file = machine.write("pkg/app.py", "")
    machine.write("pyproject.toml", "")
    editor = await start()
    told = await ask(editor, WHY, uri=file.as_uri())
    words = [sys.executable, "-m", "venvlens", "why", str(file), "--format", "json"]
    done = subprocess.run(words, env=machine.environ, check=True, capture_output=True)
    said = json.loads(done.stdout)
    assert said.pop("version") == 1
    assert told == said
    assert [step["taken"] for step in told["considered"]] == [False, True]
    for params in ({}, {"uri": 7}, {"uri": "untitled:x", "project": "a"}):
        if params.get("uri") == "untitled:x":
            assert (await ask(editor, WHY, **params))["project"] == str(machine.project)
            continue
        with pytest.raises(JsonRpcException, match="uri"):
            await ask(editor, WHY, **params)
    await complaints_are_ours(editor, 2)


SCRIPT = "# /// script\n# dependencies = []\n# ///\n"


async def test_why_of_a_script_is_about_the_script_as_the_editor_has_it(machine, start):
    machine.environment()
    file = machine.write("tool.py", SCRIPT)
    editor = await start()

    async def step() -> dict:
        return (await ask(editor, WHY, uri=file.as_uri()))["considered"][0]

    told = await step()
    assert told["place"] == str(file)
    assert "uv has made no environment for tool.py yet" in told["reason"]
    editor.open(file)
    file.write_text("import json\n")
    assert await step() == told
    other = machine.write("app.py", "")
    assert (await ask(editor, WHY, uri=other.as_uri()))["environment"]["kind"] == "venv"


async def complaints_are_ours(editor, refused: int = 1) -> None:
    """A refused request is logged by the stock protocol; that is no complaint of the server's."""
    log = editor.client.log
    await until(lambda: sum("FeatureRequestError" in line for line in log) == refused)
    log.clear()


async def test_an_environment_that_changes_in_a_terminal_is_told_within_a_second(machine, start):
    editor = await start(options={"environmentChanged": True})
    told = changes_of(editor)
    uri = editor.open(machine.write("app.py", "import os\n"))
    await until(lambda: len(told) == 1)
    assert told[0]["uri"] == uri
    assert told[0]["project"] == str(machine.project)
    assert told[0]["environment"]["kind"] == "global"
    prefix = machine.environment()
    await until(lambda: len(told) > 1, seconds=1)
    assert told[-1]["environment"]["prefix"] == str(prefix)
    assert told[-1]["reason"].startswith("it is the nearest environment")
    count = len(told)
    install(prefix, "thing")
    (prefix / "bin" / "python").unlink()
    (prefix / "bin" / "python3").unlink()
    (prefix / f"bin/python{VERSION.rpartition('.')[0]}").unlink(missing_ok=True)
    await until(lambda: len(told) > count and told[-1]["environment"]["faults"], seconds=1)


async def test_a_client_that_did_not_ask_is_not_told(machine, start):
    editor = await start()
    told = changes_of(editor)
    uri = editor.open(machine.write("app.py", "import nope\n"))
    await editor.shows(uri, "environment-missing")
    machine.environment()
    await editor.shows(uri, "import-missing")
    assert told == []


async def test_without_arguments_the_user_is_asked(machine, start):
    machine.environment()
    other = machine.environment("api/.venv")
    machine.broken_environment("broken")
    machine.write("pyproject.toml", "")
    editor = await start()
    uri = editor.open(machine.write("app.py", "import lent\n"))
    install(other, "lent")
    await editor.shows(uri, "import-missing")

    editor.client.answer = lambda titles: next(t for t in titles if t.startswith("api/"))
    assert (await editor.run(SELECT))["status"] == "done"
    await editor.shows(uri)
    [question] = editor.client.questions
    titles = [action.title for action in question.actions]
    assert titles == [f".venv (Python {VERSION})", f"api/.venv (Python {VERSION})", "Automatic"]
    assert (await ask(editor, WHY, uri=uri))["reason"].startswith("you chose it")
    [first, *_] = await ask(editor, ENVIRONMENTS, uri=uri)
    assert (first["prefix"], first["group"]) == (str(other), "recommended")

    editor.client.answer = lambda titles: None
    said = await editor.run(SELECT, {"project": str(machine.project)})
    assert said["status"] == "cancelled"
    assert (await ask(editor, WHY, uri=uri))["reason"].startswith("you chose it")

    editor.client.answer = lambda titles: titles[-1]
    assert (await editor.run(SELECT))["status"] == "done"
    await editor.shows(uri, "import-missing")
    assert max(map(len, titles)) <= 48


async def test_many_environments_with_long_names_make_a_short_list(machine, start):
    for number in range(12):
        prefix = machine.project / f"{'deep-' * 12}{number}" / ".venv"
        prefix.mkdir(parents=True)
        (prefix / "bin").mkdir()
        (prefix / "bin" / "python").symlink_to(machine.bin / "python3")
        (prefix / "pyvenv.cfg").write_text(f"home = {machine.bin}\nversion = {VERSION}\n")
    editor = await start()
    await editor.run(SELECT)
    [question] = editor.client.questions
    titles = [action.title for action in question.actions]
    assert len(titles) == len(set(titles)) == 9
    assert max(map(len, titles)) <= 48


async def test_nothing_is_run_to_answer_also_without_trust(machine, start):
    machine.environment()
    canary = machine.root / "canary"
    for name in ("pyenv", "conda", "poetry", "python3.99"):
        machine.tool(name, f"import pathlib; pathlib.Path({str(canary)!r}).touch()")
    command, report = watched(machine)
    editor = await start(options={"trusted": False}, command=command)
    uri = machine.write("app.py", "").as_uri()
    assert len(await ask(editor, ENVIRONMENTS, uri=uri)) >= 2
    assert (await ask(editor, WHY, uri=uri))["environment"]
    assert report.read_text() == ""
    assert not os.path.exists(canary)


async def test_typing_goes_on_while_environments_are_listed(machine, start):
    for number in range(300):
        prefix = machine.project / f"p{number:03}" / ".venv"
        prefix.mkdir(parents=True)
        (prefix / "pyvenv.cfg").write_text(f"home = {machine.bin}\nversion = {VERSION}\n")
    machine.environment()
    editor = await start()
    uri = editor.open(machine.write("app.py", "import os\n"))
    await editor.shows(uri)
    listing = asyncio.create_task(ask(editor, ENVIRONMENTS, uri=uri))
    editor.replace(uri, "import nope\n")
    await editor.shows(uri, "import-missing")
    assert not listing.done()
    assert len(await listing) > 300


async def test_folders_that_the_editor_names_are_listed_as_they_are_now(machine, start):
    names = ["${env:MINE}", str(machine.root / "more"), str(machine.root / "gone")]
    machine.more["MINE"] = str(machine.root / "mine")
    told = {"venvlens": {"environmentFolders": names}}
    editor = await start("vscode-1.139", configuration=told)

    def make(place):
        prefix = machine.root / place
        prefix.mkdir(parents=True)
        (prefix / "pyvenv.cfg").write_text(f"home = {machine.bin}\nversion = {VERSION}\n")
        return str(prefix)

    async def kept():
        found = await ask(editor, ENVIRONMENTS, project=str(machine.project))
        return [one["prefix"] for one in found if one["group"] == "kept"]

    one, two = make("mine/one"), make("more/two")
    async with asyncio.timeout(DEADLINE):
        while await kept() != [one, two]:  # until the server has asked for the settings
            pass
    three = make("mine/three")
    assert await kept() == [one, three, two]
    shutil.rmtree(one)
    assert await kept() == [three, two]


async def test_a_project_names_no_folders_of_environments(machine, start):
    prefix = machine.root / "mine" / "one"
    prefix.mkdir(parents=True)
    (prefix / "pyvenv.cfg").write_text(f"home = {machine.bin}\nversion = {VERSION}\n")
    machine.write("pyproject.toml", f"[tool.venvlens]\nenvironmentFolders = ['{prefix.parent}']\n")
    editor = await start()
    found = await ask(editor, ENVIRONMENTS, project=str(machine.project))
    assert str(prefix) not in [one["prefix"] for one in found]


async def test_without_a_folder_the_editors_settings_count_too(machine, start_alone):
    prefix = machine.home / "mine" / "one"
    prefix.mkdir(parents=True)
    (prefix / "pyvenv.cfg").write_text(f"home = {machine.bin}\nversion = {VERSION}\n")
    options = {"venvlens": {"environmentFolders": ["mine", "~/mine"]}}
    editor = await start_alone("neovim-0.7", options=options)
    found = await ask(editor, ENVIRONMENTS)
    assert [one["prefix"] for one in found].count(str(prefix)) == 1


async def test_a_line_says_what_it_is_called_where_it_is_and_what_may_be_done_with_it(
    machine, start
):
    own, other = machine.environment(), machine.environment("api/.venv")
    (other / "mine.py").touch()
    machine.write("pyproject.toml", "")
    kept = machine.home / ".virtualenvs" / "kept"
    kept.mkdir(parents=True)
    (kept / "pyvenv.cfg").write_text(f"home = {machine.bin}\nversion = {VERSION}\n")
    editor = await start()
    for params in ({"project": str(machine.project)}, {"uri": machine.project.as_uri()}):
        found = await ask(editor, ENVIRONMENTS, **params)
        lines = {one["prefix"]: one for one in found if one["section"] != "Global"}
        told = [
            (one["section"], one["label"], one["path"], one["selected"], one["removable"])
            for one in lines.values()
        ]
        assert told == [
            ("Recommended", f".venv ({VERSION})", ".venv", True, True),
            ("This workspace", f"api/.venv ({VERSION})", "api/.venv", False, False),
            ("Other projects", "kept is broken", "~/.virtualenvs/kept", False, True),
        ]
        assert list(lines) == [str(own), str(other), str(kept)]
        base = next(one for one in found if one["path"] == str(machine.bin / "python3"))
        assert (base["section"], base["selected"], base["removable"]) == ("Global", False, False)
    assert not any(one["selected"] for one in await ask(editor, ENVIRONMENTS))


async def test_a_global_python_that_nobody_chose_is_not_selected(machine, start):
    machine.write("pyproject.toml", "")
    editor = await start()
    params = {"project": str(machine.project)}
    assert not any(one["selected"] for one in await ask(editor, ENVIRONMENTS, **params))
    python = machine.bin / "python3"
    said = await editor.run(SELECT, {**params, "environment": str(python)})
    assert said["status"] == "done"
    found = await ask(editor, ENVIRONMENTS, **params)
    assert [one["executable"] for one in found if one["selected"]] == [str(python)]


async def test_the_path_of_an_executable_is_a_choice_too(machine, start):
    own, other = machine.environment(), machine.environment("api/.venv")
    machine.write("pyproject.toml", "")
    install(other, "lent")
    editor = await start()
    uri = editor.open(machine.write("app.py", "import lent\n"))
    await editor.shows(uri, "import-missing")
    places = {
        other / "bin" / "python": (other, "Recommended"),
        machine.bin / "python3": (machine.bin / "python3", "Global"),
    }
    for path, (kept, section) in places.items():
        wanted = {"project": str(machine.project), "environment": str(path)}
        said = await editor.run(SELECT, wanted)
        assert (said["status"], said["message"]) == ("done", f"{machine.project} uses {kept}")
        assert (await ask(editor, WHY, uri=uri))["reason"].startswith("you chose it")
        [used] = [one for one in await ask(editor, ENVIRONMENTS, uri=uri) if one["selected"]]
        assert str(kept) in (used["prefix"], used["executable"])
        assert used["section"] == section
    refused = {
        own / "bin" / "activate": "is no Python: choose an environment, or the Python in it.",
        machine.project / "api": "is not an environment, but holds .venv: choose one of them.",
        machine.project / "gone": "",
    }
    for path, why in refused.items():
        wanted = {"project": str(machine.project), "environment": str(path)}
        said = await editor.run(SELECT, wanted)
        assert said["status"] == "refused"
        assert said["message"].endswith(why)
    assert (await ask(editor, WHY, uri=uri))["environment"]["kind"] == "global"
