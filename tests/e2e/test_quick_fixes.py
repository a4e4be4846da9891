"""From a squiggle to none: the quick fixes, carried out for real."""

import json
from pathlib import Path

import pytest
from lsprotocol import types

from .conftest import VERSION, install, site_packages
from .editor import EDITORS, until

QUICK_FIX = types.CodeActionKind.QuickFix


def titles(actions: list[types.CodeAction]) -> list[str]:
    return [action.title for action in actions]


def another_python(machine, version: str = "3.9.1") -> Path:
    """Put a Python on PATH that looks like one and cannot run."""
    prefix = machine.root / "opt" / f"python{version}"
    series = version.rpartition(".")[0]
    for folder in ("bin", f"include/python{series}", f"lib/python{series}"):
        (prefix / folder).mkdir(parents=True)
    (prefix / f"include/python{series}/patchlevel.h").write_text(
        f'#define PY_VERSION "{version}"\n'
    )
    for module in ("os.py", "venv/__init__.py", "ensurepip/__init__.py"):
        path = prefix / "lib" / f"python{series}" / module
        path.parent.mkdir(exist_ok=True)
        path.touch()
    program = prefix / "bin" / f"python{series}"
    program.write_bytes(b"\x7fELF")
    program.chmod(0o755)
    (machine.bin / f"python{series}").symlink_to(program)
    return program


@pytest.mark.parametrize("tool", ["venv and pip", "uv"])
async def test_from_nothing_to_an_installed_package(tool, machine, start):
    """The whole way, with the tools that Python brings along and with uv."""
    machine.wheel()
    machine.write("requirements.txt", "tiny-lens\n")
    if tool == "uv":
        machine.uv()
    editor = await start("neovim-0.11")
    uri = editor.open(machine.write("app.py", "import tiny_lens\n"))
    [found] = await editor.shows(uri, "environment-missing")
    assert titles(await editor.actions(uri, [found])) == [
        "Create .venv here and install requirements.txt",
        f"Create .venv here (Python {VERSION})",
    ]
    said = await editor.choose("Create .venv here (", uri)
    assert said == {"status": "done", "message": f"Create .venv (Python {VERSION})"}
    assert ("uv" in (machine.project / ".venv" / "pyvenv.cfg").read_text()) == (tool == "uv")
    [found] = await editor.shows(uri, "import-missing")
    [action] = await editor.actions(uri, [found])
    assert action.title == "Install tiny-lens into .venv"
    assert action.is_preferred
    assert action.kind == QUICK_FIX
    assert action.diagnostics == (found,)
    assert action.command.title == action.title
    said = await editor.choose("Install", uri)
    assert said == {
        "status": "done",
        "message": "Install tiny-lens into .venv (new: tiny-lens 1.0)",
    }
    await editor.shows(uri)
    assert (site_packages(machine.project / ".venv") / "tiny_lens.py").exists()
    begin_to_end = [{"begin", *kinds, "end"} == set(kinds) for kinds in editor.progress]
    assert begin_to_end == [True, True]
    assert all(kinds[0] == "begin" and kinds[-1] == "end" for kinds in editor.progress)
    assert editor.messages == []


async def test_another_python_is_asked_for(machine, start):
    another_python(machine)
    machine.uv()
    editor = await start("vscode-1.139")
    uri = editor.open(machine.write("app.py", "import nope\n"))
    [found] = await editor.shows(uri, "environment-missing")
    best, other = await editor.actions(uri, [found])
    assert best.title == f"Create .venv here (Python {VERSION})"
    assert other.title == "Create .venv here with another Python…"
    assert (best.is_preferred, other.is_preferred) == (True, False)
    assert await editor.choose("Create .venv here with", uri) == {
        "status": "cancelled",
        "message": "No Python was chosen",
    }
    editor.client.answer = lambda titles: titles[0]
    assert (await editor.choose("Create .venv here with", uri))["status"] == "done"
    question = editor.client.questions[-1]
    assert question.message == "Which Python should the new environment be made from?"
    assert [action.title for action in question.actions] == [
        f"Python {VERSION} ({machine.bin / 'python3'})",
        f"Python 3.9.1 ({machine.bin / 'python3.9'})",
    ]
    await editor.shows(uri, "import-missing")


async def test_what_the_project_needs_decides_the_best_python(machine, start):
    another_python(machine)
    machine.write("pyproject.toml", '[project]\nname = "x"\nrequires-python = "<3.10"\n')
    editor = await start()
    uri = editor.open(machine.write("app.py", "import nope\n"))
    found = await editor.shows(uri, "environment-missing")
    assert titles(await editor.actions(uri, found)) == ["Create .venv here (Python 3.9.1)"]


async def test_an_environment_next_door_is_used_and_given_back(machine, start):
    machine.uv()
    machine.write("web/pyproject.toml", "")
    install(machine.environment("api/.venv"), "shared")
    editor = await start("lsp-mode-8.0")
    uri = editor.open(machine.write("web/app.py", "import shared\n"))
    [found] = await editor.shows(uri, "environment-missing")
    actions = await editor.actions(uri, [found])
    assert titles(actions) == [
        f"Create .venv here (Python {VERSION})",
        "Use the environment ../api/.venv",
    ]
    assert [action.is_preferred for action in actions] == [True, False]
    assert (await editor.choose("Use the environment", uri))["status"] == "done"
    await editor.shows(uri)
    kept = machine.home / "data" / "venvlens" / "choices.json"
    project = str(machine.project / "web")
    prefix = str(machine.project / "api" / ".venv")
    assert json.loads(kept.read_text()) == {"environments": {project: prefix}}

    back = await start("neovim-0.7")
    again = back.open(machine.project / "web" / "app.py")
    await back.shows(again)
    said = await back.run(
        "venvlens.server.selectEnvironment", {"project": project, "environment": None}
    )
    assert said["status"] == "done"
    await back.shows(again, "environment-missing")
    await editor.shows(uri, "environment-missing")


async def test_a_neighbour_that_has_the_import_is_offered_after_the_installation(machine, start):
    machine.environment("web/.venv")
    install(machine.environment("api/.venv"), "usb")
    install(machine.environment("zoo/.venv"), "other")
    editor = await start()
    uri = editor.open(machine.write("web/app.py", "import usb\n"))
    found = await editor.shows(uri, "import-missing")
    assert titles(await editor.actions(uri, found)) == [
        "Install pyusb into .venv",
        "Use the environment ../api/.venv",
    ]


async def test_a_neighbour_that_comes_later_is_offered_too(machine, start):
    machine.environment("web/.venv")
    (machine.project / "api").mkdir()
    editor = await start()
    uri = editor.open(machine.write("web/app.py", "import secret\n"))
    found = await editor.shows(uri, "import-missing")
    assert await editor.actions(uri, found) == []
    install(machine.environment("api/.venv"), "secret")
    assert titles(await editor.actions(uri, found)) == ["Use the environment ../api/.venv"]


async def test_a_broken_environment_is_put_aside_and_made_anew(machine, start):
    prefix = machine.broken_environment()
    (prefix / "mine.txt").write_text("keep me")
    machine.uv()
    editor = await start("eglot-1.9")
    uri = editor.open(machine.write("app.py", "import nope\n"))
    [found] = await editor.shows(uri, "environment-broken")
    assert titles(await editor.actions(uri, [found])) == [f"Recreate .venv (Python {VERSION})"]
    assert (await editor.choose("Recreate", uri))["status"] == "done"
    await editor.shows(uri, "import-missing")
    aside = machine.project / ".venv.old"
    assert (aside / "mine.txt").read_text() == "keep me"
    [asked] = await until(lambda: editor.client.questions)
    assert asked.message == f"The former environment is kept as {aside}."
    assert editor.messages == []
    assert not (prefix / "mine.txt").exists()


async def test_only_a_known_distribution_is_offered(machine, start):
    machine.environment()
    editor = await start()
    uri = editor.open(
        machine.write("app.py", "import MySQLdb\nimport nobody_knows\nimport skimage.io\n")
    )
    found = await editor.shows(uri, *["import-missing"] * 3)
    offered = [titles(await editor.actions(uri, [diagnostic])) for diagnostic in found]
    together = "Install what this file lacks: mysqlclient, scikit-image"
    assert offered == [
        ["Install mysqlclient into .venv", together],
        ["No known distribution provides `nobody_knows`: ignore it in this line", together],
        ["Install scikit-image into .venv", together],
    ]


@pytest.mark.parametrize("name", EDITORS)
async def test_the_place_decides_whoever_reports(name, machine, start):
    """ALE returns diagnostics without source and data; other servers have their own."""
    machine.environment()
    editor = await start(name)
    uri = editor.open(machine.write("app.py", "import os\nimport usb.core as u, os\n"))
    [found] = await editor.shows(uri, "import-missing")
    bare = types.Diagnostic(range=found.range, message=found.message, code=found.code)
    theirs = types.Diagnostic(
        range=types.Range(start=types.Position(1, 7), end=types.Position(1, 15)),
        message='Import "usb.core" could not be resolved',
        source="Pyright",
        code="reportMissingImports",
    )
    cursor = types.Range(start=types.Position(1, 9), end=types.Position(1, 9))
    line_start = types.Range(start=types.Position(1, 0), end=types.Position(1, 0))
    expected = ["Install pyusb into .venv"]
    assert titles(await editor.actions(uri, [bare])) == expected
    assert titles(await editor.actions(uri, [theirs])) == expected
    assert titles(await editor.actions(uri, [found, theirs])) == expected
    assert titles(await editor.actions(uri, at=cursor)) == expected
    assert titles(await editor.actions(uri, [theirs], at=line_start)) == expected
    assert titles(await editor.actions(uri, at=line_start)) == []
    assert titles(await editor.actions(uri, [found], only=["quickfix"])) == expected
    assert titles(await editor.actions(uri, [found], only=["source.organizeImports"])) == []


@pytest.mark.parametrize("state", ["missing", "broken", "quiet"])
async def test_what_only_others_flag_can_be_mended_too(state, machine, start):
    """We say once that an environment is missing or broken; others flag every import."""
    machine.uv()
    options = {"severity": {"import-missing": "off"}} if state == "quiet" else None
    make = {"missing": lambda: None, "broken": machine.broken_environment}
    make.get(state, machine.environment)()
    editor = await start(options=options)
    text = "import os\nimport first\nimport usb\nimport os.path\n"
    uri = editor.open(machine.write("app.py", text))
    await editor.shows(uri, *{"quiet": ()}.get(state, (f"environment-{state}",)))

    def flagged(line: int, end: int) -> types.Diagnostic:
        range_ = types.Range(start=types.Position(line, 7), end=types.Position(line, end))
        return types.Diagnostic(range=range_, message="unresolved import", source="ty")

    expected = {
        "missing": f"Create .venv here (Python {VERSION})",
        "broken": f"Recreate .venv (Python {VERSION})",
        "quiet": "Install pyusb into .venv",
    }
    assert titles(await editor.actions(uri, [flagged(2, 10)])) == [expected[state]]
    assert titles(await editor.actions(uri, [flagged(3, 14)])) == []
