"""The bundled server, started as the extension starts it, by every Python here that can."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import url2pathname

import pytest
from conversation import Talk, end, initialize, start
from interpreters import environ, interpreters, run, systems
from places import CLIENT

import venvlens

pytestmark = pytest.mark.packaging

PYTHONS = {
    str(one.executable): one
    for one in (*interpreters(), *systems())
    if one.version and one.version.series >= (3, 11) and one.implementation == "cpython"
}
HOSTILE = "raise SystemExit('a file of the workspace was run')\n"


@dataclass
class Machine:
    """The extension, its storage and a workspace that nobody should trust."""

    script: Path
    storage: Path
    project: Path

    def command(self, python: str, *words: str) -> list[object]:
        cache = f"pycache_prefix={self.storage}"
        return [python, "-I", "-S", "-X", "utf8", "-X", cache, self.script, *words]

    def start(self, python: str) -> Talk:
        hostile = {"PYTHONPATH": str(self.project), "PYTHONSTARTUP": str(self.project / "json.py")}
        return start(self.command(python, "server"), self.project, hostile)


@pytest.fixture
def machine(extension, tmp_path) -> Machine:
    project = tmp_path / "project"
    for name in ("json.py", "venvlens.py", "encodings.py", "sitecustomize.py", "pygls/__init__.py"):
        (project / name).parent.mkdir(parents=True, exist_ok=True)
        (project / name).write_text(HOSTILE)
    return Machine(extension / "bundled" / "venvlens_server.py", tmp_path / "störage", project)


def state(folder: Path) -> dict[str, tuple[int, int]]:
    """Name, size and time of everything below a folder."""
    found = {str(path): path.stat() for path in folder.rglob("*")}
    return {name: (stat.st_size, stat.st_mtime_ns) for name, stat in found.items()}


@pytest.mark.parametrize("python", PYTHONS)
def test_it_answers_and_finds_what_is_missing(python, machine, extension):
    before = state(extension), state(machine.project)
    talk = machine.start(python)
    assert initialize(talk, machine.project)["serverInfo"]["version"] == venvlens.__version__
    (found,) = talk.diagnostics(machine.project, "import missing_here\n")
    assert "`missing_here` is not installed" in found["message"]
    page = url2pathname(urlsplit(found["codeDescription"]["href"]).path)
    assert end(talk) == (0, "")
    assert Path(page) == extension / "bundled" / "libs" / "venvlens" / "RULES.md"
    assert (state(extension), state(machine.project)) == before


@pytest.mark.parametrize("python", PYTHONS)
def test_bytecode_is_kept_in_the_storage_once(python, machine):
    """What came with Python has its own already, and is not compiled again."""
    kept = []
    for _ in range(2):
        talk = machine.start(python)
        initialize(talk, machine.project)
        assert end(talk) == (0, "")
        kept.append(state(machine.storage))
    assert kept[0] == kept[1]
    assert any("pygls" in name for name in kept[0])
    ask = "import asyncio.base_events as m; print(m.__spec__.cached)"
    came_with_it = Path(run(python, "-I", "-S", "-c", ask).strip()).is_file()
    assert any("asyncio/base_events" in name for name in kept[0]) != came_with_it


def test_nothing_is_written_where_there_is_no_storage(machine, extension):
    before = state(extension)
    run(next(iter(PYTHONS)), "-I", "-S", machine.script, "--version")
    assert state(extension) == before


def test_what_is_installed_for_the_python_is_not_looked_at(machine, tmp_path):
    """Not even if it is started without the options that keep it away."""
    site = tmp_path / "lib" / "site-packages"
    site.mkdir(parents=True)
    (site / "pygls.py").write_text(HOSTILE)
    told = run(sys.executable, machine.script, "--version", env=environ(PYTHONPATH=str(site)))
    assert told == f"venvlens {venvlens.__version__}\n"


@pytest.mark.parametrize("command", [["check"], ["why", "app.py"], ["envs"]], ids=" ".join)
def test_it_is_the_whole_program(command, machine):
    (machine.project / "app.py").write_text("import json\n")
    python = next(iter(PYTHONS))
    done = subprocess.run(
        [str(word) for word in machine.command(python, *command)],
        cwd=machine.project,
        env=environ(),
        capture_output=True,
        text=True,
    )
    assert done.returncode in {0, 1}, done.stderr
    assert done.stdout


def test_nothing_is_left_out_of_the_client_that_the_server_has(machine):
    """The bundle of the client has no part for these, so that nobody could use them."""
    left_out = json.loads((CLIENT / "scripts" / "left_out.json").read_text("utf-8"))
    talk = machine.start(next(iter(PYTHONS)))
    can = initialize(talk, machine.project)["capabilities"]
    assert end(talk) == (0, "")
    workspace = {f"workspace.{name}": what for name, what in can["workspace"].items()}
    announced = {name for name, what in (can | workspace).items() if what}
    assert {"codeActionProvider", "workspace.workspaceFolders"} <= announced
    assert announced & set(left_out.values()) == set()
