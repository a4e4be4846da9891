"""``venvlens create``: what a folder's files ask for becomes an environment, or nothing changes."""

import json
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from wheels import make_wheel

UV = shutil.which("uv", path=os.pathsep.join([os.path.dirname(sys.executable), os.environ["PATH"]]))
VERSION = ".".join(map(str, sys.version_info[:3]))


@pytest.fixture
def shop(world):
    """A project that needs one wheel, on a machine with one Python and uv."""
    world.global_python()
    assert UV, "uv is in the test group"
    (world.environ_path / "uv").symlink_to(UV)
    make_wheel(world.root / "wheels")
    world.write({"requirements.txt": "tiny-lens\n", "app.py": "import tiny_lens\n"})
    return world


def create(shop, *words, **more):
    wheels = str(shop.root / "wheels")
    only = {"PIP_NO_INDEX": "1", "PIP_FIND_LINKS": wheels, "PIP_CONFIG_FILE": os.devnull}
    only |= {"UV_OFFLINE": "1", "UV_FIND_LINKS": wheels, "UV_NO_CONFIG": "1"}
    return shop.run("create", *words, **only, **more)


def imports(prefix: Path) -> bool:
    code = "import tiny_lens"
    done = subprocess.run([prefix / "bin" / "python", "-I", "-c", code], capture_output=True)
    return done.returncode == 0


def test_from_a_fresh_clone_to_no_finding(shop):
    assert shop.run("check").returncode == 1
    done = create(shop, "--install", "requirements.txt")
    assert done.returncode == 0, done.stderr
    assert done.stdout == ""
    title = f"Create .venv (Python {VERSION}) and install requirements.txt"
    assert done.stderr.splitlines()[0] == title
    assert done.stderr.splitlines()[-1] == f"venvlens: Done: {title}."
    assert shop.run("check").returncode == 0
    assert imports(shop.project / ".venv")


@pytest.mark.parametrize("tool", ["uv", "venv"])
def test_another_name_and_another_tool(shop, tool):
    done = create(shop, "--name", "envs.d", "--with", tool, "--yes")
    assert done.returncode == 0, done.stderr
    config = (shop.project / "envs.d" / "pyvenv.cfg").read_text()
    assert ("uv = " in config) == (tool == "uv")


def test_the_projects_own_tool_is_taken_by_itself(shop):
    shop.write({"pyproject.toml": PROJECT + "[tool.uv]\n"})
    done = create(shop)
    assert done.returncode == 0, done.stderr
    assert done.stderr.startswith(f"Create the environment with uv sync (Python {VERSION})\n")
    assert "uv manages it: pyproject.toml has [tool.uv]." in done.stderr
    assert (shop.project / "uv.lock").exists()
    assert imports(shop.project / ".venv")


PROJECT = '[project]\nname = "shop"\nversion = "1"\nrequires-python = ">=3.8"\n'
PROJECT += 'dependencies = ["tiny-lens"]\n'


def test_what_fails_leaves_nothing(shop):
    before = sorted(shop.project.rglob("*"))
    shop.write({"requirements.txt": "no-such-lens\n"})
    done = create(shop, "--install", "requirements.txt")
    assert done.returncode == 1
    assert "no-such-lens" in done.stderr
    assert sorted(shop.project.rglob("*")) == before


def test_what_is_there_is_never_overwritten(shop):
    (shop.project / ".venv").mkdir()
    done = create(shop)
    assert (done.returncode, done.stdout) == (2, "")
    assert "exists already and is never overwritten" in done.stderr


def test_a_dry_run_changes_nothing_and_answers_programs(shop):
    before = sorted(shop.project.rglob("*"))
    done = create(shop, "--dry-run", "--json", "--install", "requirements.txt")
    told = json.loads(done.stdout)
    assert (done.returncode, done.stderr, told["status"]) == (0, "", "planned")
    assert [step["argv"][1] for step in told["plan"]["steps"]] == ["venv", "pip"]
    assert told["plan"]["creates"] == str(shop.project / ".venv")
    assert sorted(shop.project.rglob("*")) == before
    lines = create(shop, "--dry-run").stdout.splitlines()
    assert lines[0] == f"Create .venv (Python {VERSION})"
    assert lines[1].startswith("  runs: ")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["nowhere"], "There is no file or folder 'nowhere'"),
        (["a", "b"], "`venvlens create` takes one folder"),
        (["--python", "2.3"], f"there is no Python 2.3 on this machine, there are: {VERSION}"),
        (["--with", "make"], "--with takes"),
        (["--with", "poetry"], "is managed by no tool"),
        (["--with", "virtualenv"], "virtualenv was not found"),
        (["--install", "none.txt"], "there is no file"),
        (["--install", "project"], "has nothing to build"),
        (["--install"], "--install takes a value"),
    ],
)
def test_what_cannot_be_done_is_said(shop, words, said):
    done = create(shop, *words)
    assert (done.returncode, done.stdout) == (2, "")
    assert said in done.stderr
    assert not (shop.project / ".venv").exists()


@pytest.mark.parametrize("text", [VERSION, VERSION.rpartition(".")[0], "python3", "{bin}/python3"])
def test_a_python_is_named_by_its_version_or_its_path(shop, text):
    done = create(shop, "--python", text.format(bin=shop.environ_path), "--dry-run")
    assert done.returncode == 0, done.stderr
    assert f"(Python {VERSION})" in done.stdout


def test_ctrl_c_leaves_nothing(shop):
    (shop.environ_path / "uv").unlink()
    slow = shop.environ_path / "uv"
    slow.write_text(f"#!{sys.executable} -ISu\nimport time\nprint('working')\ntime.sleep(60)\n")
    slow.chmod(0o755)
    before = sorted(shop.project.rglob("*"))
    child = subprocess.Popen(
        [sys.executable, "-m", "venvlens", "create"],
        cwd=shop.project,
        env=shop.environ,
        stdin=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert any(line == "  working\n" for line in child.stderr)
    child.send_signal(signal.SIGINT)
    said = child.stderr.read()
    assert child.wait(60) == 130
    assert "Everything is as before." in said
    assert sorted(shop.project.rglob("*")) == before
