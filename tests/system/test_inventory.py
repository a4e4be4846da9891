"""Everything is listed once, in the order of a list to choose from, and nothing is started."""

import subprocess
import sys
from pathlib import Path

from interpreters import host, make_venv
from machine_here import machine_here

from venvlens.core.inventory import Group
from venvlens.system.host import Host
from venvlens.system.inventory import inventory

BASE = Path(sys._base_executable)
NOBODY = Path("/nonexistent")

WATCHED = """
import sys
starts = []
def watch(event, arguments):
    if event.startswith(("subprocess.", "os.exec", "os.fork", "os.posix_spawn", "os.system")):
        starts.append(event)
from venvlens.__main__ import main
sys.addaudithook(watch)
sys.argv = ["venvlens", "envs", "--json", "--size", sys.argv[1]]
status = main()
sys.exit(str(starts) if starts else status)
"""


def listed(folders, project=None, chosen=None, named=(), **more):
    here = host()
    # A home without what the one who runs the tests keeps in it.
    empty = Host({"PATH": here.environ.get("PATH", ""), **more}, here.path, NOBODY, here.platform)
    return list(inventory(machine_here(empty), folders, project, chosen, named))


def test_what_is_found_twice_is_listed_once_where_it_comes_first(tmp_path):
    own = make_venv(BASE, tmp_path / ".venv").prefix
    (tmp_path / "link").symlink_to(own)
    inner = tmp_path / "api"
    inner.mkdir()
    found = listed([tmp_path, inner], tmp_path, own, VIRTUAL_ENV=str(own))
    prefixes = [one.environment.prefix for one in found if one.group is not Group.GLOBAL]
    assert prefixes == [own]
    assert found[0].group is Group.RECOMMENDED
    executables = [one.environment.executable for one in found if one.group is Group.GLOBAL]
    assert len(executables) == len(set(executables))


def test_what_is_in_a_folder_that_the_user_named_is_kept_elsewhere(tmp_path):
    project, store = tmp_path / "project", tmp_path / "mine"
    project.mkdir()
    for name in ("b", "a", "both"):
        make_venv(BASE, store / name)
    (store / "a" / ".project").write_text(str(project))
    (store / "notes").mkdir()
    alone = make_venv(BASE, tmp_path / "alone").prefix
    named = [store, alone, tmp_path / "gone", store]
    found = listed([store / "both"], store / "both", None, named)
    kept = [one for one in found if one.group is Group.KEPT]
    expected = [store / "a", store / "b", store / "both", alone]
    assert [one.environment.prefix for one in kept] == expected
    assert kept[0].project == project
    assert kept[0].environment.origin == f"in {store}, a folder that you named"


def test_a_choice_comes_first_and_what_is_activated_is_listed(tmp_path):
    project = tmp_path / "project"
    make_venv(BASE, project / ".venv")
    chosen = make_venv(BASE, tmp_path / "kept").prefix
    active = make_venv(BASE, tmp_path / "active").prefix
    found = listed([project], project, chosen, VIRTUAL_ENV=str(active))
    assert [one.environment.prefix.name for one in found[:3]] == ["kept", ".venv", "active"]
    assert [one.group.value for one in found[:3]] == ["recommended", "recommended", "kept"]
    assert found[1].project == project


def test_an_environment_that_was_set_aside_is_listed_but_not_recommended(tmp_path):
    make_venv(BASE, tmp_path / ".venv.old")
    [only] = [one for one in listed([tmp_path], tmp_path) if one.group is not Group.GLOBAL]
    assert only.group is Group.WORKSPACE


def test_nothing_is_started(tmp_path):
    make_venv(BASE, tmp_path / ".venv")
    done = subprocess.run([sys.executable, "-c", WATCHED, tmp_path], capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")
    assert str(tmp_path / ".venv") in done.stdout


def test_what_a_tool_keeps_for_a_project_of_the_workspace_is_the_workspaces(tmp_path):
    project = tmp_path / "work" / "shop"
    project.mkdir(parents=True)
    (project / "setup.py").touch()
    kept = make_venv(BASE, tmp_path / "kept" / "any").prefix
    (kept / ".project").write_text(str(project))
    found = listed([project.parent], WORKON_HOME=str(kept.parent))
    told = [(one.environment.prefix, one.group, one.project) for one in found]
    assert told[0] == (kept, Group.WORKSPACE, project)
