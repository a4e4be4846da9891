"""What a client shows has an environment, open or not: it is told of it, and of every change."""

import asyncio
import shutil
import time

import pytest

from venvlens.system.state import Choices

from .conftest import VERSION, install
from .editor import until
from .test_picker import SELECT, changes_of
from .test_watching import LENIENT, SOON

LABEL = f".venv ({VERSION})"


def follow(editor, *paths) -> None:
    uris = [path if isinstance(path, str) else path.as_uri() for path in paths]
    editor.client.protocol.notify("venvlens/follow", {"uris": uris})


def shown(told, path) -> tuple[str, str] | None:
    """Return what is shown for a document or a folder now."""
    uri = path if isinstance(path, str) else path.as_uri()
    last = next((one for one in reversed(told) if one["uri"] == uri), None)
    return last and (last["state"], last["label"])


async def shows(told, path, state: str, label: str, seconds: float = LENIENT) -> None:
    began = time.monotonic()
    await until(lambda: shown(told, path) == (state, label), seconds)
    print(f"{label}: {time.monotonic() - began:.3f} s")


async def test_what_is_followed_need_not_be_open_nor_python(machine, start):
    machine.environment()
    paths = [
        machine.write("pyproject.toml", ""),
        machine.write("requirements.txt", ""),
        machine.write("nb.ipynb", "{}"),
        machine.write("app.py", ""),
        machine.project / "not-yet.py",
        machine.project,
    ]
    editor = await start()
    told = changes_of(editor)
    follow(editor, *paths)
    for path in paths:
        await shows(told, path, "environment", LABEL)
    assert len(told) == len(paths)
    assert {one["project"] for one in told} == {str(machine.project)}


async def test_every_change_on_the_disk_is_told_within_a_second(machine, start):
    editor = await start()
    told = changes_of(editor)
    toml = machine.write("pyproject.toml", "")
    follow(editor, toml)
    await shows(told, toml, "none", "No environment")
    assert told[-1]["environment"]["kind"] == "global"
    prefix = machine.environment()
    await shows(told, toml, "environment", LABEL, SOON)
    kept = {}
    for link in (prefix / "bin").iterdir():
        if link.is_symlink():
            kept[link] = link.readlink()
            link.unlink()
    await shows(told, toml, "broken", ".venv is broken", SOON)
    for link, target in kept.items():
        link.symlink_to(target)
    await shows(told, toml, "environment", LABEL, SOON)
    shutil.rmtree(prefix)
    await shows(told, toml, "none", "No environment", SOON)


async def test_a_package_is_no_news(machine, start):
    prefix = machine.environment()
    editor = await start()
    told = changes_of(editor)
    follow(editor, machine.project)
    await shows(told, machine.project, "environment", LABEL)
    install(prefix, "thing")
    other = machine.project / "x.py"
    follow(editor, machine.project, other)
    await shows(told, other, "environment", LABEL)
    assert [one["uri"] for one in told] == [
        machine.project.as_uri(),
        machine.project.as_uri(),
        other.as_uri(),
    ]


async def test_following_again_tells_at_once_and_leaving_out_tells_no_more(machine, start):
    machine.environment()
    one, other = machine.write("a.toml", ""), machine.write("b.toml", "")
    editor = await start()
    told = changes_of(editor)
    follow(editor, one)
    await until(lambda: len(told) == 1)
    follow(editor, one)
    await until(lambda: len(told) == 2)
    assert told[0] == told[1]
    follow(editor, other)
    await until(lambda: len(told) == 3)
    shutil.rmtree(machine.project / ".venv")
    await shows(told, other, "none", "No environment")
    assert shown(told, one) == ("environment", LABEL)
    follow(editor)
    machine.environment()
    uri = editor.open(machine.write("app.py", "import nope\n"))
    await editor.shows(uri, "import-missing")
    assert shown(told, other) == ("none", "No environment")


async def test_two_folders_have_two_environments(machine, start):
    for name in ("api", "web"):
        machine.environment(f"{name}/.venv")
    editor = await start("vscode-1.139", machine.project / "api", machine.project / "web")
    told = changes_of(editor)
    api, web = (machine.write(f"{name}/pyproject.toml", "") for name in ("api", "web"))
    follow(editor, machine.project / "api", machine.project / "web", api, web)
    for path in (api, web, machine.project / "api", machine.project / "web"):
        await shows(told, path, "environment", LABEL)
    assert {one["project"] for one in told} == {str(api.parent), str(web.parent)}
    shutil.rmtree(api.parent / ".venv")
    await shows(told, api, "none", "No environment")
    assert shown(told, web) == ("environment", LABEL)


async def test_a_choice_is_told_and_taking_it_back_is(machine, start):
    machine.environment()
    other = machine.environment("other")
    editor = await start()
    told = changes_of(editor)
    follow(editor, machine.project)
    await shows(told, machine.project, "environment", LABEL)
    project = str(machine.project)
    await editor.run(SELECT, {"project": project, "environment": str(other)})
    await shows(told, machine.project, "environment", f"other ({VERSION})")
    assert told[-1]["reason"].startswith("you chose it")
    count = len(told)
    # The same environment, but for another reason: that is news too.
    await editor.run(SELECT, {"project": project, "environment": str(machine.project / ".venv")})
    await shows(told, machine.project, "environment", LABEL)
    await editor.run(SELECT, {"project": project, "environment": None})
    await until(lambda: told[-1]["reason"].startswith("it is the nearest"), LENIENT)
    assert len(told) == count + 2


async def test_a_choice_of_another_editor_is_told(machine, start):
    machine.environment()
    other = machine.environment("other")
    editor = await start()
    told = changes_of(editor)
    follow(editor, machine.project)
    await shows(told, machine.project, "environment", LABEL)
    choices = Choices(machine.home / "data" / "venvlens" / "choices.json")
    assert choices.choose(machine.project, other) is None
    await shows(told, machine.project, "environment", f"other ({VERSION})")


async def test_a_global_python_counts_if_it_was_chosen(machine, start):
    editor = await start("vscode-1.139")
    told = changes_of(editor)
    follow(editor, machine.project)
    await shows(told, machine.project, "none", "No environment")
    python = told[-1]["environment"]["executable"]
    editor.client.set_configuration({"interpreter": python}, section="venvlens")
    editor.configure(None)
    await shows(told, machine.project, "environment", f"Python {VERSION} (global)")
    editor.client.set_configuration({"interpreter": None}, section="venvlens")
    editor.configure(None)
    await shows(told, machine.project, "none", "No environment")


async def test_settings_of_the_project_are_told(machine, start):
    machine.environment()
    machine.environment("other")
    toml = machine.write("pyproject.toml", "")
    editor = await start()
    told = changes_of(editor)
    follow(editor, toml)
    await shows(told, toml, "environment", LABEL)
    toml.write_text('[tool.venvlens]\nenvironment = "other"\n')
    await shows(told, toml, "environment", f"other ({VERSION})")


async def test_a_document_that_is_open_is_told_of_once(machine, start):
    editor = await start("vscode-1.139", options={"environmentChanged": True})
    told = changes_of(editor)
    app = machine.write("app.py", "import nope\n")
    follow(editor, app)
    uri = editor.open(app)
    await editor.shows(uri, "environment-missing")
    await shows(told, app, "none", "No environment")
    machine.environment()
    await editor.shows(uri, "import-missing")
    await shows(told, app, "environment", LABEL)
    follow(editor, app)
    count = len(told)
    await until(lambda: len(told) > count)
    # Closing it leaves it followed.
    editor.close(uri)
    shutil.rmtree(machine.project / ".venv")
    await shows(told, app, "none", "No environment")


async def test_a_script_has_the_environment_of_a_script(machine, start):
    machine.environment()
    script = machine.write("tool.py", "# /// script\n# dependencies = []\n# ///\nimport nope\n")
    editor = await start()
    told = changes_of(editor)
    follow(editor, script)
    await shows(told, script, "none", "No environment")
    script.write_text("import nope\n")
    await shows(told, script, "environment", LABEL)


@pytest.mark.parametrize("uri", ["untitled:Untitled-1", "git:/x/y.py?ref", "output:log"])
async def test_what_is_in_no_file_system_has_the_first_folders(uri, machine, start):
    machine.environment()
    editor = await start()
    told = changes_of(editor)
    follow(editor, uri)
    await shows(told, uri, "environment", LABEL)


async def test_without_a_folder_a_file_has_that_of_its_own(machine, start_alone):
    machine.environment("deep/.venv")
    editor = await start_alone("vscode-1.139")
    told = changes_of(editor)
    file = machine.write("deep/inner/x.toml", "")
    follow(editor, "untitled:Untitled-1", file, file.parent)
    await shows(told, file, "environment", LABEL)
    await shows(told, file.parent, "environment", LABEL)
    assert shown(told, "untitled:Untitled-1") is None


async def test_a_project_that_is_made_around_a_lone_file_is_seen(machine, start_alone):
    editor = await start_alone("vscode-1.139")
    told = changes_of(editor)
    file = machine.write("deep/inner/x.toml", "")
    follow(editor, file)
    await shows(told, file, "none", "No environment")
    machine.environment("deep/.venv")
    await until(lambda: shown(told, file)[0] == "environment", LENIENT)


@pytest.mark.parametrize("params", [None, [], {"uris": "x"}, {"uris": [1]}, {}])
async def test_what_cannot_be_read_changes_nothing(params, machine, start):
    machine.environment()
    editor = await start()
    told = changes_of(editor)
    editor.client.protocol.notify("venvlens/follow", params)
    follow(editor, machine.project)
    await shows(told, machine.project, "environment", LABEL)


async def test_typing_is_not_slowed_by_what_is_followed(machine, start):
    """A keystroke is judged from memory, whatever is looked at beside it."""
    machine.environment()
    for number in range(40):
        machine.environment(f"p{number}/.venv")
    editor = await start("vscode-1.139", options={"environmentChanged": True})
    told = changes_of(editor)
    uri = editor.open(machine.write("app.py", "import nope\n"))
    await editor.shows(uri, "import-missing")
    folders = [machine.project / f"p{number}" for number in range(40)]
    follow(editor, *folders)
    await until(lambda: len(told) == 41)
    loop = asyncio.get_running_loop()
    spent = []
    for number in range(40):
        began = loop.time()
        editor.replace(uri, f"import nope{number}\n")
        await editor.says(uri, f"`nope{number}`")
        spent.append(loop.time() - began)
    assert sorted(spent)[len(spent) // 2] < 0.1
