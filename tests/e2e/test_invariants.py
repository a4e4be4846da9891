"""Looking never executes, and it does not add up."""

import subprocess
import sys
from pathlib import Path

from lsprotocol import types

from .conftest import install, site_packages
from .editor import until

# Runs the server and writes down whatever could start a process or run code of a project.
WATCHED = """
import os, sys
project, report = sys.argv[1:3]
def watch(event, arguments):
    starts = event in ("subprocess.Popen", "os.system", "os.exec", "os.fork", "os.forkpty")
    starts = starts or event in ("os.posix_spawn", "os.spawn", "os.startfile", "pty.spawn")
    runs = event in ("exec", "compile", "import") and project in repr(arguments)
    if starts or runs:
        with open(report, "a") as file:
            print(event, repr(arguments)[:200], file=file)
from venvlens.lsp.server import main
sys.addaudithook(watch)
raise SystemExit(main([]))
"""


def watched(machine) -> tuple[list[str], Path]:
    report = machine.root / "report"
    report.touch()
    return [sys.executable, "-c", WATCHED, str(machine.project), str(report)], report


async def test_looking_starts_nothing_and_runs_nothing(machine, start):
    """From opening to quick fixes, in a project full of things that would run by themselves."""
    machine.uv()
    prefix = machine.environment()
    canary = machine.root / "canary"
    line = f"import pathlib; pathlib.Path({str(canary)!r}).touch()\n"
    (site_packages(prefix) / "canary.pth").write_text(line)
    for name in ("sitecustomize.py", "usercustomize.py"):
        (site_packages(prefix) / name).write_text(line)
    for name in ("setup.py", "conftest.py", "os.py", "venvlens.py", "packaging.py"):
        machine.write(name, line)
    for program in ("activate", "python3.99"):
        (prefix / "bin" / program).write_text(f"#!/bin/sh\ntouch {canary}\n")
        (prefix / "bin" / program).chmod(0o755)
    machine.tool("python", f"import pathlib; pathlib.Path({str(canary)!r}).touch()")
    install(machine.environment("api/.venv"), "lent")
    command, report = watched(machine)
    editor = await start("vscode-1.139", command=command)
    uri = editor.open(machine.write("app.py", "import lent\nimport usb.core\n"))
    await until(lambda: len(editor.shown(uri) or ()) == 2)
    editor.type(uri, 0, 7, 11, "lent2")
    await editor.says(uri, "`lent2`")
    editor.type(uri, 0, 7, 12, "lent")
    await editor.says(uri, "`lent`")
    for found in editor.shown(uri):
        assert await editor.actions(uri, [found])
    document = types.TextDocumentIdentifier(uri=uri)
    editor.client.text_document_did_save(types.DidSaveTextDocumentParams(text_document=document))
    editor.watched(machine.project / "setup.py")
    editor.configure(None)
    install(prefix, "lent")
    await until(lambda: len(editor.shown(uri) or ()) == 1)
    assert report.read_text() == ""
    assert not canary.exists()


async def test_the_watch_would_see_a_process(machine, start):
    """The counterpart: what a user asks for by name is seen by the same watch."""
    machine.uv()
    command, report = watched(machine)
    editor = await start("vscode-1.139", command=command)
    uri = editor.open(machine.write("app.py", "import nope\n"))
    await editor.shows(uri, "environment-missing")
    assert report.read_text() == ""
    await editor.choose("Create .venv here", uri)
    assert "subprocess.Popen" in report.read_text()


def resident(pid: int) -> int:
    """Return the memory that a process has in use, in KiB."""
    status = Path(f"/proc/{pid}/status")
    if status.exists():
        return int(status.read_text().partition("VmRSS:")[2].split()[0])
    return int(subprocess.check_output(["ps", "-o", "rss=", "-p", str(pid)]))


async def test_typing_for_long_takes_no_more_memory(machine, start):
    machine.environment()
    editor = await start()
    lines = [f"import missing_{number}" for number in range(20)] + ["x = 1"] * 200
    uri = editor.open(machine.write("app.py", "\n".join(lines)))
    await editor.shows(uri, *["import-missing"] * 20)

    async def type_for_long(mark: str, edits: int, names: int) -> int:
        """Return by how many KiB the server has grown."""
        before = resident(editor.process.pid)
        for number in range(edits):
            editor.type(uri, 19, 0, 200, f"import {mark}_{number % names}")
        editor.type(uri, 19, 0, 200, f"import {mark}")
        await editor.says(uri, f"`{mark}`")
        return resident(editor.process.pid) - before

    await type_for_long("warm", 500, 500)
    same = await type_for_long("same", 2000, 2)
    new = await type_for_long("new", 2000, 2000)
    print(f"{same} KiB more after 2,000 edits, {new} KiB with a new name each time")
    assert same < 512
    assert new < 2048
