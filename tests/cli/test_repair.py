"""``venvlens repair``: the same distributions again, in a terminal and in a script."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from wheels import make_wheel
from world import BASE, SERIES, World, site_packages

UV = shutil.which("uv", path=str(Path(sys.executable).parent))


@pytest.fixture
def broken(tmp_path: Path) -> World:
    """An environment with one distribution whose base is gone."""
    world = World(tmp_path)
    world.project.mkdir(parents=True)
    world.global_python()
    (world.environ_path / "uv").symlink_to(UV)
    make_wheel(tmp_path / "wheels", "tiny_lens", "1.0")
    prefix = world.make_environment()
    argv = [UV, "pip", "install", "-q", "--python", prefix / "bin/python", "tiny-lens"]
    subprocess.run(argv, check=True, env=world.environ | links(world))
    for program in (prefix / "bin").glob("python*"):
        program.unlink()
    (prefix / "bin" / "python").symlink_to(tmp_path / "gone/python3")
    (prefix / "pyvenv.cfg").write_text(f"home = {tmp_path}/gone\nversion = {SERIES}.1\n")
    return world


def links(world: World) -> dict[str, str]:
    folder = str(world.root / "wheels")
    return {"UV_OFFLINE": "1", "UV_FIND_LINKS": folder, "UV_NO_CONFIG": "1"}


def answer(world: World) -> str:
    python = world.project / ".venv/bin/python"
    code = "import tiny_lens; print(tiny_lens.answer)"
    return subprocess.run([python, "-c", code], capture_output=True, text=True).stdout


@pytest.mark.parametrize("path", [[], [".venv"]])
def test_it_is_made_anew_and_the_old_one_kept(broken: World, path: list[str]):
    done = broken.run("repair", *path, **links(broken))
    assert (done.returncode, done.stdout) == (0, "")
    assert "with its 1 distribution" in done.stderr
    assert answer(broken) == "42\n"
    assert (broken.project / ".venv.old/pyvenv.cfg").exists()


def test_the_old_one_is_removed_where_that_is_asked_for(broken: World):
    assert broken.run("repair", "--remove-old", **links(broken)).returncode == 0
    assert answer(broken) == "42\n"
    assert not (broken.project / ".venv.old").exists()


def test_a_dry_run_shows_the_plan_and_does_nothing(broken: World):
    done = broken.run("repair", "--dry-run", "--format", "json", **links(broken))
    told = json.loads(done.stdout)
    assert (done.returncode, told["status"]) == (0, "planned")
    assert told["plan"]["aside"] == str(broken.project / ".venv.old")
    assert told["plan"]["steps"][-1]["argv"][-2:] == ["--", "tiny-lens==1.0"]
    assert not (broken.project / ".venv.old").exists()
    shown = broken.run("repair", "--dry-run").stdout
    assert "tiny-lens==1.0" in shown


def test_what_fails_leaves_everything_as_it_was(broken: World):
    for wheel in (broken.root / "wheels").iterdir():
        wheel.unlink()
    before = sorted(broken.project.rglob("*"))
    done = broken.run("repair", "--remove-old", **links(broken))
    assert done.returncode == 1
    assert "tiny-lens" in done.stderr.splitlines()[-1]
    assert sorted(broken.project.rglob("*")) == before


@pytest.mark.parametrize("python", [SERIES, str(BASE)])
def test_the_python_can_be_named(broken: World, python: str):
    done = broken.run("repair", "--python", python, "--dry-run", **links(broken))
    assert done.returncode == 0
    assert f"Python {SERIES}" in done.stdout


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--python", "2.6"], "no Python 2.6 was found"),
        (["--python", "3.x"], "no Python 3.x was found"),
        (["--python", "./nope"], "is not a Python of this machine"),
        (["--python"], "--python takes a value"),
        (["nope"], "There is no file or folder"),
        (["a", "b"], "takes one environment"),
        (["--nope"], "There is no option --nope"),
    ],
)
def test_what_cannot_be_done_is_said(broken: World, words: list[str], said: str):
    done = broken.run("repair", *words)
    assert done.returncode == 2
    assert said in done.stderr
    assert not (broken.project / ".venv.old").exists()


def test_without_an_environment_there_is_nothing_to_repair(tmp_path: Path):
    world = World(tmp_path)
    world.project.mkdir(parents=True)
    done = world.run("repair")
    assert done.returncode == 2
    assert "has no environment" in done.stderr


def test_a_global_python_is_never_touched(tmp_path: Path):
    world = World(tmp_path)
    world.project.mkdir(parents=True)
    world.global_python()
    assert world.run("repair", str(BASE.parent.parent)).returncode == 2
    assert world.run("repair", "/usr").returncode == 2


def test_the_help_says_what_it_does():
    done = World(Path("/")).run("repair", "--help", cwd=Path("/"))
    assert done.returncode == 0
    assert "--remove-old" in done.stdout
    assert site_packages(Path("x")) == Path(f"x/lib/python{SERIES}/site-packages")
