"""Settings by each way in which editors and projects tell them."""

import pytest
from lsprotocol import types
from untouched import UNTOUCHED

from .conftest import install
from .editor import until

TEXT = "import nope\nimport left\n"
QUIET = {"severity": {"import-missing": "hint"}, "ignore": ["left"]}
HINT = types.DiagnosticSeverity.Hint


async def expect_quiet(editor, uri: str) -> None:
    await until(lambda: [d.severity for d in editor.shown(uri) or ()] == [HINT])


@pytest.mark.parametrize(
    "wrap", [lambda t: t, lambda t: {"settings": t}, lambda t: {"venvlens": t}]
)
async def test_by_initialization_options(wrap, machine, start):
    machine.environment()
    editor = await start("vim-ale-3.3", options=wrap(QUIET))
    await expect_quiet(editor, editor.open(machine.write("app.py", TEXT)))


@pytest.mark.parametrize("answer", [None, {}])
async def test_initialization_options_hold_where_the_editor_has_no_more_to_say(
    answer, machine, start
):
    machine.environment()
    editor = await start("neovim-0.11", options=QUIET, configuration={"venvlens": answer})
    uri = editor.open(machine.write("app.py", TEXT))
    await expect_quiet(editor, uri)
    editor.configure(None)
    await until(lambda: editor.client.asked == 2)
    await expect_quiet(editor, uri)


async def test_by_configuration_that_is_pulled(machine, start):
    machine.environment()
    editor = await start("vscode-1.139", configuration={"venvlens": QUIET})
    uri = editor.open(machine.write("app.py", TEXT))
    await expect_quiet(editor, uri)
    editor.client.set_configuration({"ignore": ["nope"]}, section="venvlens")
    editor.configure(None)
    await editor.says(uri, "`left`")
    await editor.shows(uri, "import-missing")


async def test_each_folder_has_its_own_configuration(machine, start):
    folders = [machine.project / name for name in ("api", "web")]
    for folder in folders:
        folder.mkdir()
        machine.environment(f"{folder.name}/.venv")
    editor = await start(
        "vscode-1.139",
        *folders,
        configuration={"venvlens": {}},
        scoped={folders[0].as_uri(): {"venvlens": {"ignore": ["nope", "left"]}}},
    )
    api = editor.open(machine.write("api/app.py", TEXT))
    web = editor.open(machine.write("web/app.py", TEXT))
    await editor.shows(web, "import-missing", "import-missing")
    await editor.shows(api)


async def test_by_configuration_that_is_pushed(machine, start):
    machine.environment()
    editor = await start("neovim-0.7")
    uri = editor.open(machine.write("app.py", TEXT))
    await editor.shows(uri, "import-missing", "import-missing")
    editor.configure({"venvlens": QUIET, "other": {"severity": 3}})
    await expect_quiet(editor, uri)
    editor.configure({"other": {}})
    editor.configure({"venvlens": {}})
    await editor.shows(uri, "import-missing", "import-missing")


async def test_by_pyproject_as_soon_as_it_is_saved(machine, start):
    machine.environment()
    project = machine.write("pyproject.toml", '[tool.venvlens]\nignore = ["left"]\n')
    editor = await start()
    uri = editor.open(machine.write("app.py", TEXT))
    assert "`nope`" in (await editor.shows(uri, "import-missing"))[0].message
    project.write_text('[tool.venvlens]\nseverity = { import-missing = "off" }\n')
    await editor.shows(uri)


async def test_the_editor_goes_before_the_project(machine, start):
    machine.environment()
    machine.write("pyproject.toml", '[tool.venvlens]\nseverity.import-missing = "off"\n')
    editor = await start(options={"severity": {"import-missing": "hint"}, "ignore": ["left"]})
    await expect_quiet(editor, editor.open(machine.write("app.py", TEXT)))


@pytest.mark.parametrize("table", [UNTOUCHED, dict.fromkeys(UNTOUCHED)])
async def test_settings_that_nobody_has_touched_leave_the_project_its_own(table, machine, start):
    install(machine.environment("other"), "lent")
    machine.environment()
    machine.write("lib/own.py", "")
    machine.write(
        "pyproject.toml",
        "[tool.venvlens]\nenvironment = 'other'\nroots = ['lib']\nignore = ['left']\n"
        "severity = { import-missing = 'hint' }\n",
    )
    editor = await start(
        "vscode-1.139",
        options={"trusted": True, "environmentChanged": True, "answers": True},
        configuration={"venvlens": table},
        scoped={machine.project.as_uri(): {"venvlens": table}},
    )
    uri = editor.open(machine.write("app.py", "import lent, own\nimport nope\nimport left\n"))
    await until(lambda: editor.client.asked)
    await editor.shows(uri, "import-missing")
    await expect_quiet(editor, uri)
    assert editor.messages == []


async def test_what_is_wrong_is_said_once_and_ignored(machine, start):
    machine.environment()
    machine.write("pyproject.toml", "[tool.venvlens]\nignore = 3\nroots = ['src']\n")
    bad = {"severity": {"import-missing": "loud", "no-rule": "off"}, "colour": 1, "ignore": ["1x"]}
    editor = await start("vscode-1.139", options=bad, configuration={"venvlens": bad})
    first = editor.open(machine.write("app.py", TEXT))
    second = editor.open(machine.write("app2.py", TEXT))
    for uri in (first, second):
        await editor.shows(uri, "import-missing", "import-missing")
    editor.configure(None)
    editor.configure({"venvlens": bad})
    editor.type(first, 0, 7, 7, "x")
    await editor.says(first, "`xnope`")
    await until(lambda: len(editor.messages) >= 5)
    assert sorted(editor.messages) == [
        "[tool.venvlens] in pyproject.toml: ignore must be a list of strings. It is ignored.",
        "venvlens settings: ignore: '1x' is not an import name. It is ignored.",
        "venvlens settings: severity of 'import-missing': 'loud' is not one of error, warning,"
        " information, hint, off. It is ignored.",
        "venvlens settings: severity of 'no-rule': there is no such rule. It is ignored.",
        "venvlens settings: there is no setting 'colour'. It is ignored.",
    ]


@pytest.mark.parametrize("options", [None, [], 3, "x", {"settings": []}, {"venvlens": 7}])
async def test_options_of_any_shape_stop_nothing(options, machine, start):
    machine.environment()
    editor = await start(options=options)
    await editor.shows(editor.open(machine.write("app.py", "import nope\n")), "import-missing")


async def test_a_broken_pyproject_is_said_and_stops_nothing(machine, start):
    machine.environment()
    machine.write("pyproject.toml", "[tool\n")
    editor = await start()
    await editor.shows(editor.open(machine.write("app.py", "import nope\n")), "import-missing")
    [said] = editor.messages
    assert "pyproject.toml is not valid TOML" in said


async def test_it_is_asked_to_tell_what_changes(machine, start):
    editor = await start("vscode-1.139")
    await until(lambda: len(editor.client.registrations) == 2)
    methods = [registration.method for registration in editor.client.registrations]
    assert methods == ["workspace/didChangeWatchedFiles", "workspace/didChangeConfiguration"]


async def test_a_pythonpath_of_the_editor_is_the_users_own(machine, start):
    machine.environment()
    machine.write("lent/borrowed.py", "")
    editor = await start("vscode-1.139", configuration={"venvlens": {"pythonpath": ["lent"]}})
    uri = editor.open(machine.write("app.py", "import borrowed\n"))
    await editor.shows(uri, "import-leaked")
    editor.client.set_configuration({}, section="venvlens")
    editor.configure(None)
    await editor.shows(uri, "import-missing")
