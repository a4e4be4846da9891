"""Installing and declaring in one action, through the server."""

import tomllib

import pytest
from lsprotocol import types

from .conftest import site_packages

PYPROJECT = """\
[project]
name = "shop"
version = "1"
requires-python = ">=3.8"
dependencies = [
    "zebra-lens", # why
]
"""
LOCK = "tiny-lens==1.0\n"


def titles(actions):
    return [action.title for action in actions]


def applied(editor, text: str) -> str:
    """Return a text with the edit that the client was last asked to make."""
    [edit] = [change.edits for change in editor.client.applied[-1].edit.document_changes or ()] or [
        next(iter(editor.client.applied[-1].edit.changes.values()))
    ]
    lines = text.splitlines(keepends=True)
    for one in sorted(edit, key=lambda one: one.range.start.line, reverse=True):
        start, end = one.range.start, one.range.end
        assert (start.character, end.character) == (0, 0)
        lines[start.line : end.line] = [one.new_text]
    return "".join(lines)


@pytest.fixture
async def project(machine):
    """A project that declares what it needs, with an index that has one thing more."""
    machine.uv()
    machine.wheel("tiny_lens")
    machine.wheel("zebra_lens")
    machine.environment()
    return machine


async def test_what_is_installed_is_declared_too(project, start):
    file = project.write("pyproject.toml", PYPROJECT)
    # A lock file makes it known which distribution has the module.
    project.write("constraints.txt", LOCK)
    project.write("requirements.txt", "-c constraints.txt\n")
    editor = await start("vscode-1.139")
    uri = editor.open(project.write("app.py", "import tiny_lens\n"))
    [found] = await editor.shows(uri, "import-missing")
    actions = await editor.actions(uri, [found])
    assert titles(actions)[:2] == [
        "Add tiny-lens==1.0 to pyproject.toml and install",
        "Install tiny-lens==1.0 into .venv",
    ]
    assert [action.is_preferred for action in actions[:2]] == [True, False]
    command = actions[0].command
    planned = await editor.run(command.command, {**command.arguments[0], "dryRun": True})
    assert planned["status"] == "planned"
    [edit] = planned["edits"]
    assert edit["file"] == str(file)
    assert '+    "tiny-lens==1.0",' in edit["diff"]
    assert planned["plan"]["steps"][0]["argv"][-1] == "tiny-lens==1.0"
    assert not (site_packages(project.project / ".venv") / "tiny_lens.py").exists()
    said = await editor.choose("Add tiny-lens", uri)
    assert said["status"] == "done"
    await editor.shows(uri)
    after = applied(editor, PYPROJECT)
    assert tomllib.loads(after)["project"]["dependencies"] == ["zebra-lens", "tiny-lens==1.0"]
    assert "# why" in after


async def test_a_project_of_uv_is_left_to_uv(project, start):
    file = project.write("pyproject.toml", PYPROJECT.replace('"zebra-lens", # why', "# none"))
    project.write("uv.lock", 'version = 1\nrequires-python = ">=3.8"\n')
    project.write("constraints.txt", "tiny-lens\n")
    project.write("requirements.txt", "-c constraints.txt\n")
    editor = await start()
    uri = editor.open(project.write("app.py", "import tiny_lens\n"))
    await editor.shows(uri, "import-missing")
    opened = editor.open(file)
    editor.replace(opened, file.read_text() + "# not saved\n")
    said = await editor.choose("Add tiny-lens to pyproject.toml and install with uv", uri)
    assert said == {"status": "refused", "message": "pyproject.toml has changes: save it first."}
    editor.replace(opened, file.read_text())
    said = await editor.choose("Add tiny-lens to pyproject.toml and install with uv", uri)
    assert said["status"] == "done", said
    await editor.shows(uri)
    declared = tomllib.loads(file.read_text())["project"]["dependencies"]
    assert [text.partition(">")[0] for text in declared] == ["tiny-lens"]
    assert "tiny-lens" in (project.project / "uv.lock").read_text()


async def test_what_uv_wrote_is_taken_back_when_it_fails(project, start):
    file = project.write("pyproject.toml", PYPROJECT)
    lock = project.write("uv.lock", 'version = 1\nrequires-python = ">=3.8"\n')
    editor = await start()
    editor.open(project.write("app.py", ""))
    said = await editor.run(
        "venvlens.server.install",
        {
            "environment": str(project.project / ".venv"),
            "distributions": ["nowhere-to-be-had"],
            "project": str(project.project),
            "tool": "uv",
        },
    )
    assert said["status"] == "failed"
    assert file.read_text() == PYPROJECT
    assert lock.read_text() == 'version = 1\nrequires-python = ">=3.8"\n'


async def test_a_misspelled_name_is_changed_first(project, start):
    site = site_packages(project.project / ".venv")
    (site / "tinylens").mkdir(parents=True)
    (site / "tinylens" / "__init__.py").touch()
    editor = await start()
    uri = editor.open(project.write("app.py", "import os, tinylnes.core as t\n"))
    [found] = await editor.shows(uri, "import-missing")
    first, *_ = await editor.actions(uri, [found])
    assert first.title == "Change `tinylnes` to `tinylens`"
    assert first.is_preferred
    [edit] = next(iter(first.edit.changes.values()))
    assert (edit.range.start.character, edit.range.end.character) == (11, 19)
    assert edit.new_text == "tinylens"


async def test_what_nobody_knows_can_be_ignored(project, start):
    project.write("pyproject.toml", PYPROJECT)
    editor = await start("vscode-1.139")
    uri = editor.open(project.write("app.py", "import nobody_knows_it\n"))
    [found] = await editor.shows(uri, "import-missing")
    actions = await editor.actions(uri, [found])
    unknown = "No known distribution provides `nobody_knows_it`"
    assert titles(actions) == [
        f"{unknown}: ignore it in this project",
        f"{unknown}: ignore it in this line",
    ]
    assert not any(action.is_preferred for action in actions)
    [change] = actions[0].edit.document_changes
    assert "nobody_knows_it" in "".join(edit.new_text for edit in change.edits)
    [edit] = next(iter(actions[1].edit.changes.values()))
    assert edit.new_text == "  # venvlens: ignore[import-missing]"
    editor.replace(uri, "import nobody_knows_it" + edit.new_text + "\n")
    await editor.shows(uri)


@pytest.mark.parametrize("written", ["not a list", {"file": "x"}, {"file": None}])
async def test_a_wrong_declaration_is_refused(project, start, written):
    editor = await start()
    asked = {"environment": str(project.project / ".venv"), "distributions": ["x"]}
    said = await editor.run("venvlens.server.install", {**asked, "declare": written})
    assert said["status"] == "refused"


async def test_a_list_that_is_gone_is_refused_before_anything_runs(project, start):
    file = project.write("pyproject.toml", "[project]\nname = 'shop'\n")
    editor = await start()
    said = await editor.run(
        "venvlens.server.install",
        {
            "environment": str(project.project / ".venv"),
            "distributions": ["tiny-lens"],
            "project": str(project.project),
            "declare": {
                "file": str(file),
                "format": "toml_array",
                "keys": ["dependency-groups", "dev"],
            },
        },
    )
    assert said == {"status": "refused", "message": f"{file} has no such list any more."}
    assert not (site_packages(project.project / ".venv") / "tiny_lens.py").exists()
    assert types.MessageType.Warning in [message.type for message in editor.client.messages]


async def test_what_a_whole_project_lacks_is_installed_after_asking(project, start):
    project.write("requirements.txt", "tiny-lens\nzebra-lens\n")
    project.write("inner/app.py", "import zebra_lens\n")
    editor = await start("vscode-1.139")
    uri = editor.open(project.write("app.py", "import tiny_lens\n"))
    await editor.shows(uri, "import-missing")
    command, asked = "venvlens.server.installMissing", {"project": str(project.project)}
    planned = await editor.run(command, {**asked, "dryRun": True})
    assert planned["plan"]["steps"][0]["argv"][-2:] == ["tiny-lens", "zebra-lens"]
    said = await editor.run(command, asked)
    assert said == {"status": "cancelled", "message": "Nothing was installed"}
    question = editor.client.questions[-1]
    assert question.message == "Install tiny-lens, zebra-lens into .venv?"
    assert [action.title for action in question.actions] == ["Install", "Cancel"]
    editor.client.answer = lambda titles: titles[0]
    assert (await editor.run(command, asked))["status"] == "done"
    await editor.shows(uri)
    said = await editor.run(command, asked)
    assert said["message"] == f"Nothing that is known is missing in {project.project}"


async def test_what_has_a_name_like_many_is_not_called_unknown(project, start):
    editor = await start()
    uri = editor.open(project.write("app.py", "import helpers\n"))
    [found] = await editor.shows(uri, "import-missing")
    assert titles(await editor.actions(uri, [found])) == ["Ignore `helpers` in this line"]
