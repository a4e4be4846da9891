"""What is shown for open documents: places, severities, and which environment counts."""

import pytest
from lsprotocol import types

from .conftest import SERIES, VERSION, install
from .editor import EDITORS, place, until

SEVERITY = types.DiagnosticSeverity


@pytest.mark.parametrize("name", EDITORS)
async def test_open_and_type(name, machine, start):
    install(machine.environment(), "here")
    editor = await start(name)
    uri = editor.open(machine.write("app.py", "import os, here\nimport nope\n"))
    [found] = await editor.shows(uri, "import-missing")
    assert place(found) == (1, 7, 11)
    assert found.message == f"`nope` is not installed in .venv (Python {VERSION})"
    editor.type(uri, 1, 7, 11, "here")
    await editor.shows(uri)
    editor.type(uri, 0, 11, 15, "gone")
    [found] = await editor.shows(uri, "import-missing")
    assert place(found) == (0, 11, 15)
    editor.replace(uri, "\n\n\nimport lost\n")
    assert place(await editor.says(uri, "`lost`")) == (3, 7, 11)


@pytest.mark.parametrize("name", EDITORS)
async def test_a_finding_says_all_that_an_editor_can_use(name, machine, start):
    machine.environment()
    user_site = machine.home / ".local" / "lib" / f"python{SERIES}" / "site-packages"
    user_site.mkdir(parents=True)
    (user_site / "globby.py").touch()
    editor = await start(name)
    uri = editor.open(machine.write("app.py", "import globby\n"))
    [found] = await editor.shows(uri, "import-global-only")
    assert found.source == "venvlens"
    assert found.severity is SEVERITY.Error
    assert found.code_description.href.endswith("/server/RULES.md#import-global-only")
    assert found.data == {"name": "globby", "environment": str(machine.project / ".venv")}
    assert "only the global Python" in found.message
    shown = [related.location.uri for related in found.related_information or ()]
    assert shown == ([] if name == "eglot-1.9" else [(user_site / "globby.py").as_uri()])


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-32"])
async def test_columns_are_the_editors(encoding, machine, start):
    machine.environment()
    editor = await start("neovim-0.11", encodings=[encoding])
    assert editor.encoding == encoding
    uri = editor.open(machine.write("app.py", 'a = "é漢🐍é"; import näh\n'))
    [found] = await editor.shows(uri, "import-missing")
    text = 'a = "é漢🐍é"; import '
    before = {"utf-8": len(text.encode()), "utf-16": len(text) + 1, "utf-32": len(text)}[encoding]
    width = len("näh".encode()) if encoding == "utf-8" else 3
    assert place(found) == (0, before, before + width)
    editor.type(uri, 0, before, before + width, "os, näh2")
    await editor.says(uri, "`näh2`")
    assert place(editor.shown(uri)[0]) == (0, before + 4, before + 4 + width + 1)


async def test_an_editor_that_names_no_encoding_counts_in_utf_16(machine, start):
    machine.environment()
    editor = await start("kate-22.12")
    uri = editor.open(machine.write("app.py", '"🐍"; import nope\n'))
    [found] = await editor.shows(uri, "import-missing")
    assert place(found) == (0, 13, 17)


@pytest.mark.parametrize("name", ["neovim-0.7", "vscode-1.139"])
async def test_an_untitled_document_belongs_to_the_folder(name, machine, start):
    install(machine.environment(), "here")
    editor = await start(name)
    uri = editor.open("untitled:Untitled-1", "import here, nope\n")
    [found] = await editor.shows(uri, "import-missing")
    assert place(found) == (0, 13, 17)


async def test_an_untitled_document_without_any_folder_is_left_alone(machine, start_alone):
    editor = await start_alone("vscode-1.139")
    uri = editor.open("untitled:Untitled-1", "import nope\n")
    other = editor.open(machine.write("app.py", "import nope\n"))
    await editor.shows(other, "environment-missing")
    assert editor.shown(uri) == []


async def test_a_file_outside_of_all_folders_has_its_own_environment(machine, start):
    install(machine.environment(), "here")
    other = machine.root / "other"
    other.mkdir()
    (other / "pyproject.toml").touch()
    (other / "app.py").write_text("import here\n")
    editor = await start()
    uri = editor.open(other / "app.py")
    [found] = await editor.shows(uri, "environment-missing")
    assert "no virtual environment" in found.message


async def test_each_folder_has_its_own_environment(machine, start):
    for name in ("api", "web"):
        (machine.project / name).mkdir()
        install(machine.environment(f"{name}/.venv"), f"only_{name}")
    editor = await start("vscode-1.139", machine.project / "api", machine.project / "web")
    text = "import only_api, only_web\n"
    api = editor.open(machine.write("api/app.py", text))
    web = editor.open(machine.write("web/app.py", text))
    assert "only_web" in (await editor.shows(api, "import-missing"))[0].message
    assert "only_api" in (await editor.shows(web, "import-missing"))[0].message


async def test_the_nearest_environment_counts(machine, start):
    (machine.project / "sub" / "deep").mkdir(parents=True)
    install(machine.environment(), "upper")
    install(machine.environment("sub/.venv"), "lower")
    editor = await start()
    text = "import upper, lower\n"
    above = editor.open(machine.write("app.py", text))
    below = editor.open(machine.write("sub/deep/app.py", text))
    assert "`lower`" in (await editor.shows(above, "import-missing"))[0].message
    assert "`upper`" in (await editor.shows(below, "import-missing"))[0].message


async def test_twenty_imports_without_an_environment_are_one_finding(machine, start):
    editor = await start()
    text = "import os\n" + "".join(f"import third_{number}\n" for number in range(20))
    uri = editor.open(machine.write("app.py", text))
    [found] = await editor.shows(uri, "environment-missing")
    assert place(found) == (1, 7, 14)
    assert found.severity is SEVERITY.Warning


async def test_a_broken_environment_is_one_finding(machine, start):
    machine.broken_environment()
    editor = await start()
    uri = editor.open(machine.write("app.py", "import os\nimport one\nimport two\n"))
    [found] = await editor.shows(uri, "environment-broken")
    assert place(found) == (1, 7, 10)
    gone = machine.root / "gone" / "bin" / "python3"
    assert found.message == f".venv cannot run: its base Python {gone} no longer exists"


async def test_code_that_is_ready_for_it_gets_a_hint(machine, start):
    machine.environment()
    editor = await start()
    text = """\
        try:
            import fast
        except ImportError:
            fast = None
        import nope
        import silenced  # venvlens: ignore
        import half_silenced  # venvlens: ignore[import-missing]
        import heard  # venvlens: ignore[environment-broken]
        import theirs  # type: ignore  # noqa
        """
    uri = editor.open(machine.write("app.py", text))
    found = await editor.shows(uri, *["import-missing"] * 4)
    assert [(d.message.split("`")[1], d.severity) for d in found] == [
        ("fast", SEVERITY.Hint),
        ("nope", SEVERITY.Error),
        ("heard", SEVERITY.Error),
        ("theirs", SEVERITY.Error),
    ]


@pytest.mark.parametrize("name", ["neovim-0.7", "vscode-1.139"])
async def test_only_python_is_judged(name, machine, start):
    machine.environment()
    editor = await start(name)
    text = editor.open(machine.write("notes.txt", "import nope\n"), language="plaintext")
    script = editor.open(machine.write("tool", "import nope\n"), language="python")
    await editor.shows(script, "import-missing")
    assert not editor.shown(text)


async def test_findings_go_when_a_document_is_closed(machine, start):
    machine.environment()
    editor = await start()
    uri = editor.open(machine.write("app.py", "import nope\n"))
    await editor.shows(uri, "import-missing")
    editor.close(uri)
    await editor.shows(uri)


async def test_findings_are_told_again_after_an_edit_that_leaves_them_alike(machine, start):
    """An editor that replaces the whole text, as formatters do, has thrown away what it drew."""
    machine.environment()
    editor = await start()
    uri = editor.open(machine.write("app.py", "import nope\n"))
    await editor.shows(uri, "import-missing")
    editor.replace(uri, "import nope\n")
    await until(lambda: editor.client.published[-1].version == 2)
    await editor.shows(uri, "import-missing")
