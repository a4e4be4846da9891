"""``venvlens fix`` and ``venvlens install``: real tools, real environments, local wheels."""

import os
import shutil
import subprocess
import sys
import tomllib

import pytest
from wheels import make_wheel

UV = shutil.which("uv", path=os.pathsep.join([os.path.dirname(sys.executable), os.environ["PATH"]]))
VERSION = ".".join(map(str, sys.version_info[:3]))
PYPROJECT = """\
[project]
name = "shop"
version = "1"
requires-python = ">=3.8"
dependencies = ["tiny-lens"] # why
"""


@pytest.fixture
def shop(world):
    """A project on a machine with one Python and uv, and an index of two wheels."""
    world.global_python()
    assert UV, "uv is in the test group"
    (world.environ_path / "uv").symlink_to(UV)
    for name in ("tiny_lens", "six"):
        make_wheel(world.root / "wheels", name)
    return world


def run(shop, *words):
    wheels = str(shop.root / "wheels")
    only = {"PIP_NO_INDEX": "1", "PIP_FIND_LINKS": wheels, "PIP_CONFIG_FILE": os.devnull}
    only |= {"UV_OFFLINE": "1", "UV_FIND_LINKS": wheels, "UV_NO_CONFIG": "1"}
    return shop.run(*words, **only)


def imports(shop, name: str) -> bool:
    python = shop.project / ".venv" / "bin" / "python"
    return (
        subprocess.run([python, "-I", "-c", f"import {name}"], capture_output=True).returncode == 0
    )


def last(done) -> str:
    return done.stderr.splitlines()[-1]


def test_from_a_fresh_clone_to_nothing_in_one_command(shop):
    # What is declared comes with the environment, what is well known afterwards.
    shop.write({"pyproject.toml": PYPROJECT, "app.py": "import tiny_lens\nimport six\n"})
    done = run(shop, "fix")
    assert done.returncode == 0, done.stderr
    said = done.stderr.splitlines()
    assert f"Create .venv (Python {VERSION}) and install this project's dependencies" in said
    assert "Install six into .venv" in said
    assert imports(shop, "tiny_lens")
    assert imports(shop, "six")
    assert shop.run("check").returncode == 0


def test_a_dry_run_shows_the_first_step_and_does_nothing(shop):
    shop.write({"requirements.txt": "tiny-lens\n", "app.py": "import tiny_lens\n"})
    done = run(shop, "fix", "--dry-run")
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith(f"Create .venv (Python {VERSION}) and install requirements.txt\n")
    assert "  runs: " in done.stdout
    assert not (shop.project / ".venv").exists()


def test_what_a_person_has_to_choose_is_left_and_said(shop):
    shop.write({"app.py": "import cv2\nimport nobody_knows_it\n"})
    shop.make_environment()
    done = run(shop, "fix", "-y")
    assert done.returncode == 1
    assert done.stderr.splitlines() == [
        f"venvlens: `{name}` is left: `venvlens provides {name}` tells what may be installed."
        for name in ("cv2", "nobody_knows_it")
    ]


def test_nothing_is_tried_twice(shop):
    shop.write({"requirements.txt": "nowhere-to-be-had\n", "app.py": "import nowhere_to_be_had\n"})
    shop.make_environment()
    done = run(shop, "fix", "-y")
    assert done.returncode == 1
    assert done.stderr.count("Install nowhere-to-be-had into .venv\n") == 1
    assert "did not work" in last(done)


def test_nothing_to_do_is_no_failure(shop):
    shop.write({"app.py": "import os\n"})
    done = run(shop, "fix")
    assert (done.returncode, done.stderr) == (0, "")


def test_what_is_installed_is_declared_where_the_project_does_so(shop):
    shop.write({"pyproject.toml": PYPROJECT})
    shop.make_environment()
    done = run(shop, "install", "--add", "six>=1", "--dry-run")
    assert done.returncode == 0, done.stderr
    assert '+dependencies = ["tiny-lens", "six>=1"] # why' in done.stdout
    assert not imports(shop, "six")
    done = run(shop, "install", "--add", "six>=1")
    assert done.returncode == 0, done.stderr
    assert imports(shop, "six")
    text = (shop.project / "pyproject.toml").read_text()
    assert text == PYPROJECT.replace('"tiny-lens"', '"tiny-lens", "six>=1"')


def test_what_cannot_be_installed_is_not_declared(shop):
    shop.write({"pyproject.toml": PYPROJECT})
    shop.make_environment()
    done = run(shop, "install", "--add", "nowhere-to-be-had")
    assert done.returncode == 1
    assert (shop.project / "pyproject.toml").read_text() == PYPROJECT


def test_the_projects_own_tool_declares_and_locks(shop):
    shop.write(
        {
            "pyproject.toml": PYPROJECT + "[dependency-groups]\ndev = []\n",
            "uv.lock": 'version = 1\nrequires-python = ">=3.8"\n',
        }
    )
    shop.make_environment()
    done = run(shop, "install", "--group", "dev", "six")
    assert done.returncode == 0, done.stderr
    assert done.stderr.splitlines()[0] == "Add six to the group dev with uv"
    declared = tomllib.loads((shop.project / "pyproject.toml").read_text())
    [added] = declared["dependency-groups"]["dev"]
    assert added.startswith("six>=")
    assert 'name = "six"' in (shop.project / "uv.lock").read_text()
    assert imports(shop, "six")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((), "`venvlens install` takes the names of distributions."),
        (("six", "--in", "nowhere"), "There is no file or folder 'nowhere'."),
        (("-r x",), "There is no option"),
    ],
)
def test_what_cannot_be_done_is_said_in_a_sentence(shop, words, said):
    done = run(shop, "install", *words)
    assert done.returncode == 2
    assert said in done.stderr


def test_without_an_environment_it_is_said_how_to_make_one(shop):
    done = run(shop, "install", "six")
    assert done.returncode == 2
    assert "has no environment: `venvlens create` makes one." in done.stderr


def test_a_project_that_declares_nothing_is_told(shop):
    shop.make_environment()
    done = run(shop, "install", "--add", "six")
    assert done.returncode == 2
    assert "has no file that declares requirements." in done.stderr
    assert not imports(shop, "six")


@pytest.mark.parametrize("name", ["https://example.org/x.whl", "./six", "six @ file:///x"])
def test_only_names_are_installed(shop, name):
    shop.make_environment()
    done = run(shop, "install", name)
    assert done.returncode == 2
    assert "is not the name of a distribution" in done.stderr
