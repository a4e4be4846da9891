"""Which environment, which project and which folders a survey finds; what it never does."""

import json
import os
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest
from interpreters import interpreters, make_venv, site_of

from venvlens.core.environment import FaultCode
from venvlens.core.search_path import EntryKind
from venvlens.core.settings import Settings
from venvlens.core.survey import Survey
from venvlens.system.disk import Disk, Looks, unchanged
from venvlens.system.host import Host
from venvlens.system.state import Choices
from venvlens.system.surveyor import Surveyed, Surveyor
from venvlens.system.workspace import way_up


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    folder = tmp_path / "workspace"
    folder.mkdir()
    return folder


@pytest.fixture
def surveyor(tmp_path: Path) -> Surveyor:
    """One that sees no interpreter of the real machine."""
    host = Host({}, (), tmp_path / "home", sys.platform)
    return Surveyor(host, Choices(tmp_path / "choices.json"))


def environment(prefix: Path, version: str = "3.12.1") -> Path:
    """An environment of files over a base that is there."""
    base = prefix.parent / f".base-{prefix.name}"
    (base / "bin").mkdir(parents=True)
    (base / "bin" / "python3").touch()
    (prefix / "bin").mkdir(parents=True)
    (prefix / "bin" / "python").symlink_to(base / "bin" / "python3")
    (prefix / "pyvenv.cfg").write_text(f"home = {base / 'bin'}\nversion = {version}\n")
    return prefix


def write(folder: Path, *files: str) -> None:
    for file in files:
        (folder / file).parent.mkdir(parents=True, exist_ok=True)
        (folder / file).touch()


def look(
    surveyor: Surveyor, folder: Path, workspace: Path, settings: Settings | None = None
) -> Surveyed:
    return surveyor.survey(folder, workspace, settings or Settings(), Looks(Disk()))


def selected(survey: Survey) -> Path | None:
    found = survey.selection.environment
    return Path(found.prefix) if found else None


def roots(survey: Survey) -> list[tuple[Path, EntryKind]]:
    entries = survey.search_path.entries
    return [(Path(e.path), e.kind) for e in entries if e.kind.is_first_party]


# Environment


def test_the_nearest_environment_on_the_way_up(workspace: Path, surveyor: Surveyor) -> None:
    outer, inner = environment(workspace / ".venv"), environment(workspace / "sub" / ".venv")
    write(workspace, "sub/deep/a.py", "other/b.py")
    assert selected(look(surveyor, workspace / "sub" / "deep", workspace).survey) == inner
    assert selected(look(surveyor, workspace / "other", workspace).survey) == outer


def test_nothing_above_the_workspace_counts(workspace: Path, surveyor: Surveyor) -> None:
    environment(workspace.parent / ".venv")
    found = look(surveyor, workspace, workspace).survey
    assert found.selection.interpreter is None
    assert found.search_path.target.platform == sys.platform


def test_every_step_of_the_decision_has_its_reason(workspace: Path, surveyor: Surveyor) -> None:
    environment(workspace / ".venv")
    environment(workspace / "zoo")
    environment(workspace / ".venv.bak")
    steps = look(surveyor, workspace, workspace).survey.selection.considered
    assert [(s.place.name, s.taken) for s in steps] == [
        (".venv.bak", False),
        (".venv", True),
        ("zoo", False),
    ]
    assert all(step.reason for step in steps)


def test_a_broken_environment_is_selected_with_its_fault(
    workspace: Path, surveyor: Surveyor
) -> None:
    prefix = environment(workspace / ".venv")
    (workspace / ".base-.venv" / "bin" / "python3").unlink()
    found = look(surveyor, workspace, workspace).survey.selection.environment
    assert found is not None
    assert found.prefix == prefix
    assert [fault.code for fault in found.faults] == [FaultCode.BASE_GONE]
    assert found.faults[0].path == workspace / ".base-.venv" / "bin" / "python3"


@pytest.mark.parametrize(
    ("make", "reason"),
    [
        (lambda path: path.mkdir(), "has no pyvenv.cfg"),
        (lambda path: path.touch(), "is a file"),
        (lambda path: path.symlink_to("/gone/env"), "is a link to /gone/env, which is not there"),
        (lambda path: None, "no environment is in it, and no tool keeps one for it"),
    ],
)
def test_why_there_is_no_environment(make, reason, workspace: Path, surveyor: Surveyor) -> None:
    make(workspace / ".venv")
    steps = look(surveyor, workspace, workspace).survey.selection.considered
    assert reason in steps[0].reason


def test_the_users_choice_comes_first_if_it_runs(workspace: Path, surveyor: Surveyor) -> None:
    environment(workspace / ".venv")
    chosen = environment(workspace.parent / "elsewhere")
    surveyor.choices.choose(workspace, chosen)
    found = look(surveyor, workspace, workspace).survey.selection
    assert found.environment is not None
    assert found.environment.prefix == chosen
    assert found.reason == f"you chose it for {workspace}"


def test_a_choice_that_is_gone_or_broken_is_passed_over(
    workspace: Path, surveyor: Surveyor
) -> None:
    own = environment(workspace / ".venv")
    chosen = environment(workspace.parent / "elsewhere")
    surveyor.choices.choose(workspace, chosen)
    (workspace.parent / ".base-elsewhere" / "bin" / "python3").unlink()
    broken = look(surveyor, workspace, workspace).survey
    assert selected(broken) == own
    assert "cannot run" in broken.selection.considered[0].reason
    (chosen / "pyvenv.cfg").unlink()
    gone = look(surveyor, workspace, workspace).survey
    assert selected(gone) == own
    assert "is gone" in gone.selection.considered[0].reason


def test_without_an_environment_the_global_interpreter_runs_it(
    tmp_path: Path, workspace: Path
) -> None:
    base = interpreters()[0]
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "python3").symlink_to(str(base.executable))
    host = Host(
        {"VIRTUAL_ENV": "/elsewhere/env"}, (tmp_path / "bin",), tmp_path / "home", sys.platform
    )
    found = look(Surveyor(host, Choices(tmp_path / "none.json")), workspace, workspace).survey
    assert found.selection.environment is None
    assert found.selection.fallback is not None
    assert found.selection.fallback.version == base.version
    steps = found.selection.considered
    assert ("/elsewhere/env", False) in [(str(step.place), step.taken) for step in steps]


def test_a_change_of_anything_that_decided_ends_a_survey(
    workspace: Path, surveyor: Surveyor
) -> None:
    disk = Disk()
    write(workspace, "sub/a.py")
    for path in (workspace, workspace / "sub", workspace / "sub" / "a.py"):
        os.utime(path, ns=(10**18, 10**18))
    looks = Looks(disk)
    surveyor.survey(workspace / "sub", workspace, Settings(), looks)
    assert unchanged(looks.notes, disk)
    environment(workspace / ".venv")
    assert not unchanged(looks.notes, disk)


# Project and folders


def test_a_project_is_the_nearest_folder_with_declarations(
    workspace: Path, surveyor: Surveyor
) -> None:
    write(workspace, "pyproject.toml", "a/setup.py", "a/b/requirements.txt", "c/requirements.txt")
    write(workspace, "a/b/d/x.py", "e/f/x.py")
    environment(workspace / "e" / "env")
    folders = ("a", "a/b", "c", "e/f")
    where = {f: look(surveyor, workspace / f, workspace).survey.project for f in folders}
    assert where == {
        "a": workspace / "a",
        "a/b": workspace / "a",
        "c": workspace,
        "e/f": workspace / "e",
    }


def test_without_declarations_the_workspace_is_the_project(
    workspace: Path, surveyor: Surveyor
) -> None:
    write(workspace, "a/x.py", "b/requirements.txt")
    assert look(surveyor, workspace / "a", workspace).survey.project == workspace
    assert look(surveyor, workspace / "b", workspace).survey.project == workspace / "b"


def test_settings_of_the_project_lie_under_those_of_the_editor(
    workspace: Path, surveyor: Surveyor
) -> None:
    (workspace / "pyproject.toml").write_text('[tool.venvlens]\nroots = ["lib"]\nignore = ["a"]\n')
    mine = Settings(ignore=frozenset({"b"}))
    found = look(surveyor, workspace, workspace, mine).survey
    assert found.settings.ignore == {"a", "b"}
    assert (workspace / "lib", EntryKind.CONFIGURED) in roots(found)


def test_pythonpath_comes_behind_the_roots_and_says_whose_it_is(
    workspace: Path, surveyor: Surveyor
) -> None:
    environment(workspace / ".venv")
    write(workspace, "tools/a.py", "mine/b.py")
    (workspace / "pyproject.toml").write_text('[tool.venvlens]\npythonpath = ["tools", "gone"]\n')

    def named(client: Settings) -> list[tuple[str, EntryKind]]:
        entries = look(surveyor, workspace, workspace, client).survey.search_path.entries
        return [(entry.path.name, entry.kind) for entry in entries[:2]]

    root = (workspace.name, EntryKind.SCRIPT_FOLDER)
    assert named(Settings()) == [root, ("tools", EntryKind.SHARED_PYTHONPATH)]
    mine = Settings(pythonpath=("mine",))
    assert named(mine) == [root, ("mine", EntryKind.PYTHONPATH)]


def test_a_pyproject_that_is_no_toml_is_a_problem_with_its_place(
    workspace: Path, surveyor: Surveyor
) -> None:
    (workspace / "pyproject.toml").write_text("[tool\n")
    (problem,) = look(surveyor, workspace, workspace).problems
    assert str(workspace / "pyproject.toml") in problem


def test_first_party_folders_of_a_script(workspace: Path, surveyor: Surveyor) -> None:
    write(workspace, "pyproject.toml", "scripts/a.py", "src/pack/__init__.py")
    assert roots(look(surveyor, workspace / "scripts", workspace).survey) == [
        (workspace / "scripts", EntryKind.SCRIPT_FOLDER),
        (workspace, EntryKind.PROJECT_ROOT),
        (workspace / "src", EntryKind.SOURCE_ROOT),
    ]


def test_first_party_folders_of_a_file_in_a_package(workspace: Path, surveyor: Surveyor) -> None:
    write(workspace, "pyproject.toml", "src/pack/__init__.py", "src/pack/deep/__init__.py")
    inner = workspace / "src" / "pack" / "deep"
    assert roots(look(surveyor, inner, workspace).survey) == [
        (workspace / "src", EntryKind.PACKAGE_ROOT),
        (workspace, EntryKind.PROJECT_ROOT),
        (inner, EntryKind.SCRIPT_FOLDER),
    ]


def test_roots_that_other_tools_are_told_of(workspace: Path, surveyor: Surveyor) -> None:
    project = workspace / "part"
    write(project, "lib/a.py", "a.py", "tests/x.py", "src/b.py", "file")
    write(workspace, "shared/c.py", "../outside/d.py")
    declared = '["lib", "src", "gone", "file", "../../outside", "../shared", "."]'
    (project / "pyproject.toml").write_text(f"[tool.pytest.ini_options]\npythonpath = {declared}\n")
    (project / "setup.cfg").write_text("[options]\npackage_dir =\n    = tests\n")
    (workspace / "pyproject.toml").write_text('[tool.pyright]\nextraPaths = ["part/lib"]\n')
    mine = Settings(roots=("lib", "more"))
    assert roots(look(surveyor, project, workspace, mine).survey) == [
        (project, EntryKind.SCRIPT_FOLDER),
        (project / "src", EntryKind.SOURCE_ROOT),
        (project / "lib", EntryKind.DECLARED),
        (workspace / "shared", EntryKind.DECLARED),
        (project / "tests", EntryKind.DECLARED_IN_SETUP_CFG),
        (project / "more", EntryKind.CONFIGURED),
    ]


def test_a_root_counts_as_soon_as_it_is_declared(workspace: Path, surveyor: Surveyor) -> None:
    write(workspace, "pyproject.toml", "lib/a.py")
    disk, looks = Disk(), Looks(Disk())
    first = surveyor.survey(workspace, workspace, Settings(), looks).survey
    assert (workspace / "lib", EntryKind.DECLARED) not in roots(first)
    (workspace / "pyproject.toml").write_text('[tool.pdm.build]\npackage-dir = "lib"\n')
    assert not unchanged(looks.notes, disk)
    assert (workspace / "lib", EntryKind.DECLARED) in roots(
        look(surveyor, workspace, workspace).survey
    )


def test_the_way_up_ends_at_the_workspace() -> None:
    assert list(way_up(Path("/a/b/c"), Path("/a"))) == [Path("/a/b/c"), Path("/a/b"), Path("/a")]
    assert list(way_up(Path("/x"), Path("/a"))) == [Path("/x")]


# Nothing is run

_WATCHED = """
import json, sys
events = []
STARTS = ("subprocess.Popen", "os.exec", "os.posix_spawn", "os.spawn", "os.system", "os.fork")
inside = sys.argv[1]

def watch(event, args):
    if event in STARTS:
        events.append(event)
    elif event == "import" and args[1] and inside in str(args[1]):
        events.append(f"import {args[1]}")
    elif event == "exec" and inside in getattr(args[0], "co_filename", ""):
        events.append(f"exec {args[0].co_filename}")

from pathlib import Path
from venvlens.core.resolution import Resolver
from venvlens.core.settings import Settings
from venvlens.system.disk import Disk, Looks
from venvlens.system.host import read_host
from venvlens.system.state import Choices
from venvlens.system.surveyor import Surveyor

sys.addaudithook(watch)
workspace = Path(inside)
surveyor = Surveyor(read_host(), Choices(workspace / "choices.json"))
looks = Looks(Disk())
survey = surveyor.survey(workspace, workspace, Settings(), looks).survey
resolver = Resolver(survey.search_path, looks)
verdicts = {n: type(resolver.resolve(n)).__name__ for n in ("json", "installed.part", "absent")}
print(json.dumps({"events": events, "verdicts": verdicts}))
"""


def test_surveying_and_resolving_run_nothing(workspace: Path) -> None:
    made = make_venv(interpreters()[0].executable, workspace / ".venv")
    canary = workspace / "canary"
    touch = f"import pathlib; pathlib.Path({str(canary)!r}).touch()\n"
    site = site_of(made)
    (site / "canary.pth").write_text(touch)
    (site / "__editable__.a.pth").write_text("import __editable___a_finder\n")
    (site / "__editable___a_finder.py").write_text(f"MAPPING = {{}}\n{touch}")
    (site / "sitecustomize.py").write_text(touch)
    write(site, "installed/part.py")
    (site / "installed" / "__init__.py").write_text(touch)
    code = textwrap.dedent(_WATCHED)
    command = [sys.executable, "-c", code, str(workspace)]
    said = json.loads(subprocess.check_output(command, text=True))
    assert said["events"] == []
    assert said["verdicts"] == {
        "json": "Provided",
        "installed.part": "Provided",
        "absent": "Missing",
    }
    assert not canary.exists()
