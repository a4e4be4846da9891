"""``venvlens envs``: the list of all environments, for people and for programs."""

from __future__ import annotations

import json
import os
import sys

import pytest
from world import BASE, install, site_packages

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="links and layouts of POSIX")

VERSION = ".".join(map(str, sys.version_info[:3]))


@pytest.fixture
def project(world):
    world.global_python()
    world.make_environment()
    world.write({"pyproject.toml": "", "api/pyproject.toml": ""})
    broken = world.project / "api" / ".venv"
    broken.mkdir()
    (broken / "pyvenv.cfg").write_text(f"home = {world.root}/gone\nversion = 3.9.1\n")
    return world


def environments(world, *words):
    done = world.run("envs", "--json", *words)
    assert (done.returncode, done.stderr) == (0, "")
    return json.loads(done.stdout)["environments"]


def test_a_person_reads_columns_and_what_is_broken(project):
    done = project.run("envs")
    lines = done.stdout.splitlines()
    assert lines[0] == "This project's"
    assert lines[1].split()[:2] == [VERSION, "venv"]
    assert lines[1].endswith(f"{project.project}/.venv")
    assert lines[3] == "In the workspace"
    assert lines[4].split()[:3] == ["3.9.1", "venv", f"{project.project}/api/.venv"]
    assert f"cannot run: its base Python {project.root}/gone" in lines[4]
    assert lines[6] == "Global interpreters"
    assert (done.returncode, done.stderr) == (0, "")
    colored = project.run("envs", "--color", "always").stdout
    assert "\x1b[1;31mcannot run" in colored


def test_programs_get_the_same_with_the_names_of_the_protocol(project):
    own, broken, *others = environments(project)
    assert own["prefix"] == str(project.project / ".venv")
    assert own["base"] == str(BASE)
    assert (own["group"], own["project"]) == ("recommended", str(project.project))
    assert (broken["group"], broken["project"]) == ("workspace", str(project.project / "api"))
    assert {one["group"] for one in others} == {"global"}
    assert own["size"] is None


def test_another_path_makes_other_environments_the_projects_own(project):
    first, *_ = environments(project, "api")
    assert first["prefix"] == str(project.project / "api" / ".venv")
    assert first["group"] == "recommended"


def test_only_those_of_a_kind(project):
    assert {one["kind"] for one in environments(project, "--kind", "venv")} == {"venv"}
    assert project.run("envs", "--kind", "conda").stdout == "No environments were found.\n"
    refused = project.run("envs", "--kind", "cheese")
    assert refused.returncode == 2
    assert "--kind takes" in refused.stderr


def test_sizes_count_a_file_with_two_names_once(project):
    site = site_packages(project.project / ".venv")
    install(site, "big")
    before = environments(project, "--size", "--kind", "venv")[0]
    assert before["sizeIsWhole"]
    (site / "big" / "data").write_bytes(os.urandom(1024 * 1024))
    os.link(site / "big" / "data", site / "big" / "again")
    after = environments(project, "--size", "--kind", "venv")[0]
    assert 1024 * 1024 <= after["size"] - before["size"] < 1024 * 1024 + 64 * 1024
    assert " MiB  " in project.run("envs", "--size").stdout


def test_folders_that_are_named_are_listed_too(project):
    for place in ("mine/one", "more/two"):
        prefix = project.root / place
        prefix.mkdir(parents=True)
        (prefix / "pyvenv.cfg").write_text(f"home = {project.root}/bin\nversion = 3.9.1\n")
    found = environments(project, "--in", "../mine", f"--in={project.root / 'more'}")
    kept = [one for one in found if one["group"] == "kept"]
    assert [one["prefix"] for one in kept] == [
        str(project.root / "mine" / "one"),
        str(project.root / "more" / "two"),
    ]
    assert kept[0]["origin"] == f"in {project.root / 'mine'}, a folder that you named"
    assert "Kept elsewhere" in project.run("envs", "--in", "../mine").stdout


@pytest.mark.parametrize(
    "words", [["a", "b"], ["gone/deep"], ["--cheese"], ["--in"], ["--in", "gone"], ["--in="]]
)
def test_what_cannot_be_listed_is_said(project, words):
    done = project.run("envs", *words)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("venvlens: ")
