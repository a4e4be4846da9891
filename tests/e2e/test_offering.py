"""What a new environment can be made of, as a dialog asks for it: the same as the quick fixes."""

import os

import pytest
from pygls.exceptions import JsonRpcException

from .conftest import VERSION
from .test_invariants import watched
from .test_picker import ask, complaints_are_ours, plain

CREATION = "venvlens/creation"
CREATE = "venvlens.server.createEnvironment"

PROJECTS = {
    "nothing": {},
    "requirements": {"requirements.txt": "", "requirements-dev.txt": ""},
    "project": {
        "pyproject.toml": '[build-system]\nrequires = []\n[project]\nname = "x"\n'
        '[dependency-groups]\ndev = ["a"]\nextra = []\n'
    },
    "locked": {"uv.lock": "", "pyproject.toml": '[project]\nname = "x"\ndependencies = []\n'},
    "without its tool": {"poetry.lock": "", "pyproject.toml": "[tool.poetry]\n"},
    "pinned": {".python-version": "3.99\n"},
}


def write(machine, files) -> None:
    for name, text in files.items():
        machine.write(name, text)


@pytest.mark.parametrize("has_uv", [True, False])
@pytest.mark.parametrize("files", PROJECTS.values(), ids=PROJECTS)
async def test_what_is_recommended_is_the_best_quick_fix(machine, start, files, has_uv):
    write(machine, files)
    if has_uv:
        machine.uv()
    editor = await start()
    told = await ask(editor, CREATION, project=str(machine.project))
    uri = editor.open(machine.write("app.py", "import nope\n"))
    [best, *_] = await editor.actions(uri, await editor.shows(uri, "environment-missing"))
    assert told["recommended"]["title"] == best.title
    [wanted] = plain(best.command.arguments)
    assert told["recommended"]["arguments"] == plain(wanted)
    assert (best.command.command, told["reason"]) == (CREATE, None)


async def test_everything_a_person_chooses_among_is_told(machine, start):
    write(machine, PROJECTS["project"])
    machine.uv()
    machine.write("requirements.txt", "")
    (machine.project / ".venv-2").symlink_to("nowhere")
    editor = await start()
    file = machine.project / "pyproject.toml"
    told = await ask(editor, CREATION, uri=file.as_uri())
    assert told["project"] == str(machine.project)
    assert [one["tool"] for one in told["tools"]] == ["uv", "venv"]
    assert told["interpreters"][0] == {
        "executable": str(machine.bin / "python3"),
        "label": f"Python {VERSION}",
        "path": str(machine.bin / "python3"),
    }
    assert told["taken"] == [".venv-2", "pyproject.toml", "requirements.txt"]
    assert told["name"] == ".venv"
    assert [(one["content"], one["picked"]) for one in told["contents"]] == [
        ("project", True),
        ("group:dev", True),
        ("group:extra", False),
        ("requirements.txt", False),
    ]
    assert await ask(editor, CREATION) == told
    assert await ask(editor, CREATION, uri=machine.project.as_uri()) == told


async def test_the_project_of_a_file_is_the_nearest(machine, start):
    write(machine, {"pyproject.toml": "", "api/pyproject.toml": "", "api/src/x.toml": ""})
    editor = await start()
    told = await ask(editor, CREATION, uri=(machine.project / "api/src/x.toml").as_uri())
    assert told["project"] == str(machine.project / "api")
    assert told["recommended"]["arguments"]["prefix"] == str(machine.project / "api" / ".venv")


async def test_what_the_settings_prefer_comes_first(machine, start):
    write(machine, PROJECTS["locked"])
    machine.uv()
    for wanted, first in (("auto", ["project", "uv", "venv"]), ("venv", ["venv", "uv", "project"])):
        editor = await start(options={"venvlens": {"createWith": wanted}})
        told = await ask(editor, CREATION)
        assert [one["tool"] for one in told["tools"]] == first
        assert told["tools"][first.index("project")] == {
            "tool": "project",
            "label": "uv sync",
            "detail": "uv manages it: uv.lock is there",
        }
        assert ("tool" in told["recommended"]["arguments"]) == (wanted == "auto")


async def test_what_is_there_already_is_said_and_another_name_is_free(machine, start):
    machine.environment()
    editor = await start()
    told = await ask(editor, CREATION)
    assert told["recommended"] is None
    assert told["reason"] == f"There is already .venv (Python {VERSION})."
    assert (told["name"], told["taken"]) == (".venv-2", [".venv"])
    machine.broken_environment("broken/.venv")
    machine.write("broken/pyproject.toml", "")
    told = await ask(editor, CREATION, project=str(machine.project / "broken"))
    assert told["reason"].startswith(".venv cannot run, its base Python ")
    assert told["reason"].endswith("no longer exists: repairing makes it anew.")


async def test_where_nothing_can_be_made_the_reason_is_a_sentence(machine, start):
    (machine.project / ".venv").mkdir()
    (machine.project / ".venv" / "notes").touch()
    editor = await start()
    told = await ask(editor, CREATION)
    assert told["recommended"] is None
    assert told["reason"].startswith(f"{machine.project / '.venv'} exists already and is never")
    machine.write("strict/pyproject.toml", '[project]\nname = "x"\nrequires-python = "<3"\n')
    told = await ask(editor, CREATION, project=str(machine.project / "strict"))
    assert (told["recommended"], told["interpreters"]) == (None, [])
    assert "allows none of the Pythons of this machine: install one." in told["reason"]


async def test_what_is_recommended_can_be_made_at_once(machine, start):
    machine.uv()
    editor = await start()
    told = await ask(editor, CREATION)
    said = await editor.run(CREATE, told["recommended"]["arguments"])
    assert said["status"] == "done"
    assert (machine.project / ".venv" / "pyvenv.cfg").is_file()


async def test_nothing_is_run_to_answer_also_without_trust(machine, start):
    write(machine, PROJECTS["locked"])
    canary = machine.root / "canary"
    for name in ("uv", "virtualenv", "python3.99"):
        machine.tool(name, f"import pathlib; pathlib.Path({str(canary)!r}).touch()")
    command, report = watched(machine)
    editor = await start(options={"trusted": False}, command=command)
    assert (await ask(editor, CREATION))["recommended"]["title"].startswith("Create the")
    assert report.read_text() == ""
    assert not os.path.exists(canary)


async def test_without_a_folder_or_a_file_there_is_nothing_to_make(machine, start_alone):
    editor = await start_alone("neovim-0.7")
    with pytest.raises(JsonRpcException, match="neither a project nor a file"):
        await ask(editor, CREATION)
    await complaints_are_ours(editor)
    file = machine.write("app.py", "")
    assert (await ask(editor, CREATION, uri=file.as_uri()))["project"] == str(machine.project)
