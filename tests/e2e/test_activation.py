"""How a client learns to activate an environment: as data, and as a command to show."""

import sys

import pytest
from lsprotocol import types
from pygls.exceptions import JsonRpcException

from .conftest import VERSION
from .editor import until
from .test_invariants import watched
from .test_picker import ask

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="links and layouts of POSIX")

ACTIVATION = "venvlens/activation"
SHOW = "venvlens.server.showActivation"


async def test_the_environment_of_a_document_is_told_as_data_and_commands(machine, start):
    prefix = machine.environment()
    machine.more["SHELL"] = "/usr/bin/fish"
    editor = await start()
    uri = machine.write("app.py", "").as_uri()
    told = await ask(editor, ACTIVATION, uri=uri)
    assert (told["shell"], told["reason"]) == ("fish", None)
    assert told["environment"]["version"] == VERSION
    assert told["activation"] == {
        "set": {"VIRTUAL_ENV": str(prefix), "VIRTUAL_ENV_PROMPT": ".venv"},
        "unset": ["PYTHONHOME"],
        "prepend": {"PATH": [f"{prefix}/bin"]},
        "remarks": [],
    }
    assert told["deactivation"]["remove"] == {"PATH": [f"{prefix}/bin"]}
    first = told["commands"][0]
    assert first["activate"] == f"source {prefix}/bin/activate.fish"
    assert len(told["commands"]) == 11
    [only] = (await ask(editor, ACTIVATION, uri=uri, shell="nu"))["commands"]
    assert only["shell"] == "nushell"
    assert only["activate"].startswith("$env.VIRTUAL_ENV = ")


async def test_an_environment_can_be_named(machine, start):
    machine.environment()
    other = machine.environment("it's/.venv")
    editor = await start()
    told = await ask(editor, ACTIVATION, environment=str(other), shell="bash")
    assert told["environment"]["prefix"] == str(other)
    [bash] = told["commands"]
    assert bash["activate"] == bash["plain"]["activate"]
    assert bash["activate"].startswith("export VIRTUAL_ENV='")
    told = await ask(editor, ACTIVATION, environment=str(machine.root / "bin"))
    assert told["environment"] is None
    assert told["reason"].endswith("bin is not an environment: choose another one.")


async def test_what_cannot_be_activated_has_a_reason(machine, start):
    machine.broken_environment()
    editor = await start()
    uri = machine.write("app.py", "").as_uri()
    told = await ask(editor, ACTIVATION, uri=uri)
    assert (told["activation"], told["commands"]) == (None, [])
    assert "no longer exists" in told["reason"]
    alone = machine.root / "alone"
    alone.mkdir()
    told = await ask(editor, ACTIVATION, uri=(alone / "a.py").as_uri(), shell="bash")
    assert "is a global interpreter" in told["commands"][0]["reason"]
    assert "No file is open" in (await ask(editor, ACTIVATION))["reason"]


@pytest.mark.parametrize("params", [{"shell": "vim"}, {"environment": "x"}, {"uri": 1}])
async def test_parameters_of_another_shape_are_refused(machine, start, params):
    editor = await start()
    with pytest.raises(JsonRpcException, match=ACTIVATION):
        await ask(editor, ACTIVATION, **params)
    # The stock protocol logs a refused request; that is no complaint of the server's.
    await until(lambda: [line for line in editor.client.log if "FeatureRequestError: " in line])
    editor.client.log.clear()


async def test_in_an_untrusted_workspace_nothing_of_it_is_read_by_the_shell(machine, start):
    machine.environment()
    editor = await start(options={"trusted": False})
    uri = machine.write("app.py", "").as_uri()
    [bash] = (await ask(editor, ACTIVATION, uri=uri, shell="bash"))["commands"]
    assert bash["activate"].startswith("export VIRTUAL_ENV=")


async def test_nothing_is_started_to_tell_it(machine, start):
    prefix = machine.environment()
    command, report = watched(machine)
    editor = await start(command=command)
    uri = machine.write("app.py", "").as_uri()
    assert (await ask(editor, ACTIVATION, uri=uri))["environment"]["prefix"] == str(prefix)
    assert (await editor.run(SHOW, {"uri": uri, "shell": "bash"}))["status"] == "done"
    assert report.read_text() == ""


async def test_the_command_answers_with_what_to_type(machine, start):
    prefix = machine.environment()
    editor = await start()
    uri = editor.open(machine.write("app.py", ""))
    said = await editor.run(SHOW, {"uri": uri, "shell": "csh"})
    assert said == {"status": "done", "message": f"source {prefix}/bin/activate.csh"}
    assert (editor.client.questions, editor.messages) == ([], [])


async def test_without_a_shell_it_is_shown_with_other_shells_to_choose(machine, start):
    prefix = machine.environment()
    machine.more["SHELL"] = "/usr/bin/bash"
    editor = await start()
    editor.open(machine.write("app.py", ""))
    said = await editor.run(SHOW)
    bash = f"source {prefix}/bin/activate"
    assert said == {"status": "done", "message": bash}
    [question] = editor.client.questions
    assert question.message == f"To activate .venv (Python {VERSION}) in bash:\n{bash}"
    titles = [action.title for action in question.actions]
    assert titles[:3] == ["zsh", "sh", "ksh"]
    assert "cmd" not in titles
    editor.client.answer = lambda titles: "fish"
    fish = f"source {prefix}/bin/activate.fish"
    assert (await editor.run(SHOW))["message"] == fish
    assert editor.messages == [f"To activate .venv (Python {VERSION}) in fish:\n{fish}"]


async def test_a_client_that_cannot_ask_shows_the_command(machine, start):
    prefix = machine.environment()
    editor = await start()
    editor.open(machine.write("app.py", ""))
    del editor.client.protocol.fm.features[types.WINDOW_SHOW_MESSAGE_REQUEST]
    said = await editor.run(SHOW)
    assert said == {"status": "done", "message": f". {prefix}/bin/activate"}
    assert editor.messages == [f"To activate .venv (Python {VERSION}) in sh:\n{said['message']}"]


async def test_what_the_command_cannot_do_it_says(machine, start):
    editor = await start()
    said = await editor.run(SHOW)
    assert (said["status"], said["message"]) == ("refused", "No file is open: open one first.")
    said = await editor.run(SHOW, {"shell": "vim"})
    assert said["status"] == "refused"
    assert said["message"].startswith(f"{SHOW}: 'vim' is none of ")
    uri = editor.open(machine.write("app.py", ""))
    said = await editor.run(SHOW, {"uri": uri, "shell": "bash"})
    assert said["status"] == "refused"
    assert "is a global interpreter: there is nothing to activate." in said["message"]
    assert len(editor.messages) == 3
