"""Faults of environments, at the files they belong to; mended ones go away by themselves."""

import shutil
import subprocess

import pytest
from lsprotocol import types

from .conftest import site_packages
from .editor import until

CLIENTS = ["neovim-0.7", "vscode-1.139"]


def codes(editor, path):
    return [one.code for one in editor.shown(path.as_uri()) or ()]


@pytest.mark.parametrize("name", CLIENTS)
async def test_a_python_that_is_not_allowed_is_told_at_requires_python(name, machine, start):
    machine.environment()
    declared = machine.write("pyproject.toml", '[project]\nrequires-python = "<3"\n')
    editor = await start(name)
    uri = editor.open(machine.write("app.py", "import json\n"))
    [found] = await editor.shows(declared.as_uri(), "python-not-allowed")
    assert found.severity is types.DiagnosticSeverity.Warning
    assert (found.range.start.line, found.range.end.character) == (1, len('requires-python = "<3"'))
    assert editor.shown(uri) in (None, [])
    declared.write_text('[project]\nrequires-python = ">=3"\n')
    await editor.shows(declared.as_uri(), seconds=4)


async def test_start_up_code_of_nobody_is_a_word_and_goes_with_its_file(machine, start):
    prefix = machine.environment()
    (site_packages(prefix) / "tool.pth").write_text("import _virtualenv\n")
    editor = await start()
    editor.open(machine.write("app.py", "import json\n"))
    path = site_packages(prefix) / "odd.pth"
    path.write_text("import subprocess; subprocess.run(['x'])\n")
    [found] = await editor.shows(path.as_uri(), "start-up-code")
    assert found.severity is types.DiagnosticSeverity.Information
    assert editor.shown((site_packages(prefix) / "tool.pth").as_uri()) is None
    path.unlink()
    await editor.shows(path.as_uri())


async def test_an_environment_that_git_would_take_in_is_told_once(machine, start):
    git = shutil.which("git")
    subprocess.run([git, "init", "-q", machine.project], check=True)
    prefix = machine.environment()
    (prefix / ".gitignore").unlink(missing_ok=True)
    ignores = machine.write(".gitignore", "*.pyc\n")
    editor = await start()
    editor.open(machine.write("app.py", "import json\n"))
    editor.open(machine.write("deep/er.py", "import json\n"))
    await editor.shows(ignores.as_uri(), "environment-not-ignored")
    said = [p for p in editor.client.published if p.uri == ignores.as_uri()]
    assert len(said) == 1
    ignores.write_text("/.venv\n")
    await editor.shows(ignores.as_uri())


async def test_severity_and_ignore_hold_for_health(machine, start):
    prefix = machine.environment()
    machine.write(
        "pyproject.toml",
        """
        [project]
        requires-python = "<3"
        [tool.venvlens]
        ignore = ["odd"]
        [tool.venvlens.severity]
        python-not-allowed = "off"
        environment-not-ignored = "off"
        start-up-code = "warning"
        """,
    )
    for stem in ("odd", "other"):
        (site_packages(prefix) / f"{stem}.pth").write_text("import this; this.x()\n")
    editor = await start()
    editor.open(machine.write("app.py", "import json\n"))
    [found] = await editor.shows((site_packages(prefix) / "other.pth").as_uri(), "start-up-code")
    assert found.severity is types.DiagnosticSeverity.Warning
    assert codes(editor, site_packages(prefix) / "odd.pth") == []
    assert codes(editor, machine.project / "pyproject.toml") == []


async def test_what_was_told_goes_with_the_last_document(machine, start):
    machine.environment()
    pinned = machine.write(".python-version", "2.7\n")
    editor = await start()
    uri = editor.open(machine.write("app.py", "import json\n"))
    await editor.shows(pinned.as_uri(), "python-not-pinned")
    editor.close(uri)
    await until(lambda: editor.shown(pinned.as_uri()) == [])
