"""``venvlens why``: the whole decision, for people and for programs."""

from __future__ import annotations

import json
import sys

import pytest
from world import SERIES, install, site_packages

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="links and layouts of POSIX")

VERSION = ".".join(map(str, sys.version_info[:3]))


@pytest.fixture
def project(world):
    install(site_packages(world.make_environment()), "yaml")
    world.write({"pyproject.toml": "", "src/app.py": "import yaml\n"})
    return world


def test_the_decision_is_told_from_the_environment_to_the_search_path(project):
    done = project.run("why", "src/app.py")
    root = project.project
    lines = done.stdout.splitlines()
    assert lines[:11] == [
        f"src/app.py belongs to .venv (Python {VERSION})",
        f"because it is the nearest environment, in {root}.",
        "",
        f"Prefix            {root}/.venv",
        f"Interpreter       {root}/.venv/bin/python",
        f"Version           {VERSION}",
        "Kind              venv",
        "State             can run",
        "",
        f"Project folder    {root}",
        f"Workspace folder  {root}",
    ]
    considered = lines.index("Considered, in this order:")
    assert lines[considered + 1 : considered + 3] == [
        "  refused  src: no environment is in it, and no tool keeps one for it",
        f"  taken    .venv: it is the nearest environment, in {root}",
    ]
    places = lines.index("Imports are looked for in this order:")
    assert lines[places + 1].split() == ["1", "the", "file's", "own", "folder", f"{root}/src"]
    site = f"{root}/.venv/lib/python{SERIES}/site-packages"
    assert any(line.split()[1:] == ["site-packages", site] for line in lines[places:])
    assert (done.returncode, done.stderr) == (0, "")


def test_an_overlay_says_what_it_extends(project):
    cfg = project.project / ".venv" / "pyvenv.cfg"
    assert "Extends" not in project.run("why", "src").stdout
    cfg.write_text(f"{cfg.read_text()}extends-environment = /srv/base/.venv\n")
    assert "Extends           /srv/base/.venv\n" in project.run("why", "src").stdout
    told = json.loads(project.run("why", "src", "--format", "json").stdout)
    assert told["environment"]["extends"] == "/srv/base/.venv"


@pytest.mark.parametrize("path", ["src", "src/later.py", "src/"])
def test_a_folder_will_do_and_a_file_that_does_not_exist_yet(project, path):
    done = project.run("why", path)
    assert f"belongs to .venv (Python {VERSION})\n" in done.stdout
    assert done.returncode == 0


def test_a_path_file_is_named_with_what_it_adds(project):
    extra = project.project / "extra"
    extra.mkdir()
    (site_packages(project.project / ".venv") / "extra.pth").write_text(f"{extra}\n")
    assert "a .pth file (extra.pth)" in project.run("why", "src").stdout


def test_a_broken_environment_is_told_with_its_fault(project):
    for link in (project.project / ".venv" / "bin").glob("python*"):
        link.unlink()
    out = project.run("why", "src/app.py").stdout
    assert "State             cannot run: it has no interpreter, " in out
    assert "Interpreter       none\n" in out


def test_a_project_without_any_python_is_told_so(world):
    world.write({"a.py": ""})
    out = world.run("why", "a.py").stdout
    assert out.startswith("a.py has no environment, and no Python was found on PATH.\n")


def test_the_global_python_is_told_with_the_reason(world):
    world.global_python()
    world.write({"a.py": "", "pyproject.toml": ""})
    lines = world.run("why", "a.py").stdout.splitlines()
    assert lines[0] == f"a.py belongs to the global Python {VERSION}"
    assert lines[1].startswith("because no environment was found")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[externally-managed]\nError=use apt\n\n or else\n", "not pip: use apt\n"),
        ("", "not pip (EXTERNALLY-MANAGED)\n"),
    ],
)
def test_an_interpreter_that_its_system_manages_is_told_so(world, text, said):
    library = world.root / "usr" / "lib" / f"python{SERIES}"
    library.mkdir(parents=True)
    (library / "os.py").touch()
    (library / "EXTERNALLY-MANAGED").write_text(text)
    executable = world.root / "usr" / "bin" / f"python{SERIES}"
    executable.parent.mkdir()
    executable.write_bytes(b"\x7fELF")
    executable.chmod(0o755)
    world.environ_path.mkdir()
    (world.environ_path / "python3").symlink_to(executable)
    world.write({"a.py": "", "pyproject.toml": ""})
    out = world.run("why", "a.py").stdout
    assert f"Installations     by its own package manager, {said}" in out
    answer = json.loads(world.run("why", "a.py", "--format", "json").stdout)
    assert answer["environment"]["externallyManaged"] is True


def test_the_json_answer_has_the_same(project):
    done = project.run("why", "src/app.py", "--format", "json")
    answer = json.loads(done.stdout)
    root = str(project.project)
    path = answer.pop("searchPath")
    assert path[0] == {"path": f"{root}/src", "kind": "the file's own folder", "source": None}
    assert answer == {
        "version": 1,
        "path": f"{root}/src/app.py",
        "environment": {
            "prefix": f"{root}/.venv",
            "version": VERSION,
            "kind": "venv",
            "executable": f"{root}/.venv/bin/python",
            "extends": None,
            "faults": [],
            "externallyManaged": False,
        },
        "reason": f"it is the nearest environment, in {root}",
        "project": root,
        "workspace": root,
        "considered": [
            {
                "place": f"{root}/src",
                "taken": False,
                "reason": "no environment is in it, and no tool keeps one for it",
            },
            {
                "place": f"{root}/.venv",
                "taken": True,
                "reason": f"it is the nearest environment, in {root}",
            },
        ],
        "unknown": [],
        "problems": [],
    }


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ([], "`venvlens why` takes one file or folder."),
        (["a.py", "b.py"], "`venvlens why` takes one file or folder."),
        (["a.py", "--hints"], "There is no option --hints; there is --format or --help."),
    ],
)
def test_what_cannot_be_answered_is_said_in_a_sentence(project, words, sentence):
    done = project.run("why", *words)
    assert (done.returncode, done.stdout, done.stderr) == (2, "", f"venvlens: {sentence}\n")


def test_a_folder_that_does_not_exist_is_said(project):
    done = project.run("why", "nowhere/a.py")
    assert done.stderr == f"venvlens: There is no folder '{project.project}/nowhere'.\n"
    assert done.returncode == 2


def test_wrong_settings_are_said(project):
    project.write({"pyproject.toml": "[tool.venvlens]\nshout = true\n"})
    done = project.run("why", "src")
    assert "there is no setting 'shout'" in done.stderr
    assert done.returncode == 0
