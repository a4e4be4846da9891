"""The whole slice in a real editor: see what is missing, mend it, and see that it is mended.

Neovim 0.7 (Debian 12) is pushed its diagnostics and watches no files; 0.11 pulls them. Nothing
comes from an index: what is installed is a wheel that the test has made.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import pytest
from headless_nvim import Neovim, Shown
from wheels import make_wheel

pytestmark = pytest.mark.editors

BESIDE_PYTHON = Path(sys.executable).parent
TITLE = re.compile(r"Create \.venv here \(Python (?P<version>3\.\d+\.\w+)\)")
FILLED = "Create .venv here and install requirements.txt"
SERVER = (sys.executable, "-m", "venvlens", "server")

SOURCE = """\
import json

naïve = json.dumps("🐍"); import lens_demo

print(naïve, lens_demo.answer)
"""
PLACE = "2:36-45"
"""Of ``lens_demo`` in line 2; Neovim counts the bytes of UTF-8."""


@dataclass(frozen=True)
class Machine:
    """A user's machine: a home, a project in it, the tools on PATH."""

    home: Path
    nvim: Path
    environ: dict[str, str]

    @property
    def project(self) -> Path:
        return self.home / "shop"

    @property
    def python(self) -> Path:
        return self.project / ".venv" / "bin" / "python"

    def start_nvim(self) -> Neovim:
        return Neovim(self.nvim, SERVER, self.environ, self.home / "nvim-errors.txt")

    def run(self, *argv: object) -> str:
        """Run a command as from a terminal."""
        done = subprocess.run(
            list(map(str, argv)),
            env=self.environ,
            cwd=self.project,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=120,
        )
        assert done.returncode == 0, f"{done.stdout}\n{done.stderr}"
        return done.stdout.strip()


def debian_nvim() -> Path:
    """Return the system's Neovim; a missing one is a failure, these tests were asked for."""
    elsewhere = [f for f in os.environ["PATH"].split(os.pathsep) if Path(f) != BESIDE_PYTHON]
    found = shutil.which("nvim", path=os.pathsep.join(elsewhere))
    assert found, "nvim is not on PATH: install it, on Debian with apt-get install neovim"
    return Path(found)


def pypi_nvim() -> Path:
    """Return the newer Neovim that the dependency group "editors" brings."""
    found = BESIDE_PYTHON / "nvim"
    assert found.exists(), f"{found} is missing: pip install --group editors"
    return found


@pytest.fixture(params=[debian_nvim, pypi_nvim])
def machine(request, tmp_path) -> Machine:
    home = tmp_path / "home"
    project = home / "shop"
    project.mkdir(parents=True)
    (project / "app.py").write_text(SOURCE, "utf-8")
    (project / "requirements.txt").write_text("lens_demo>=1\n")
    make_wheel(tmp_path / "wheels", "lens_demo")
    return Machine(home, request.param(), make_environ(home, tmp_path / "wheels"))


def make_environ(home: Path, wheels: Path) -> dict[str, str]:
    """Return the variables of a user who has one Python, no uv, no settings and no network."""
    folders = [str(Path(sys._base_executable).parent), "/usr/bin", "/bin"]
    return {
        "HOME": str(home),
        "PATH": os.pathsep.join(f for f in folders if not Path(f, "uv").exists()),
        "LANG": "C.UTF-8",
        "PIP_CONFIG_FILE": os.devnull,
        "PIP_DISABLE_PIP_VERSION_CHECK": "1",
        "PIP_NO_INDEX": "1",
        "PIP_FIND_LINKS": str(wheels),
        "UV_FIND_LINKS": str(wheels),
        "UV_NO_CONFIG": "1",
        "UV_OFFLINE": "1",
        "XDG_CONFIG_HOME": str(home / ".config"),
        "XDG_STATE_HOME": str(home / ".state"),
        "XDG_DATA_HOME": str(home / ".data"),
        "XDG_CACHE_HOME": str(home / ".cache"),
    }


def give_uv(machine: Machine, folder: Path) -> None:
    """Put uv on the user's PATH."""
    tools = folder / "tools"
    tools.mkdir()
    (tools / "uv").symlink_to(shutil.which("uv", path=BESIDE_PYTHON))
    machine.environ["PATH"] += f"{os.pathsep}{tools}"


def create_environment(nvim: Neovim, machine: Machine) -> None:
    """Go from a fresh project to its own environment, which lacks the one thing it needs."""
    nvim.open(machine.project / "app.py")
    (missing,) = nvim.expect("environment-missing")
    assert missing.place == PLACE
    assert (missing.severity, missing.source) == ("WARN", "venvlens")
    assert missing.message.startswith("This project has no virtual environment, and ")
    assert "`lens_demo`" in missing.message
    first, *others = nvim.menu()
    assert first == FILLED
    best = next(filter(None, map(TITLE.fullmatch, others)))

    nvim.choose(best[0])
    tell = "import platform, sys; print(sys.prefix, platform.python_version())"
    made = machine.run(machine.python, "-c", tell)
    assert made == f"{machine.project / '.venv'} {best['version']}"
    assert nvim.expect("import-missing") == (
        Shown(
            PLACE,
            "ERROR",
            "venvlens",
            "import-missing",
            f"`lens_demo` is not installed in .venv (Python {best['version']})",
        ),
    )


def answer(machine: Machine) -> str:
    """Run the program that was edited."""
    return machine.run(machine.python, "app.py")


def test_a_fresh_clone_is_mended_by_one_choice(machine):
    with machine.start_nvim() as nvim:
        nvim.open(machine.project / "app.py")
        nvim.expect("environment-missing")
        nvim.choose(FILLED)
        assert nvim.expect() == ()
        nvim.quit()
    assert answer(machine).endswith("42")


def test_from_nothing_to_a_program_that_runs(machine):
    with machine.start_nvim() as nvim:
        create_environment(nvim, machine)
        nvim.choose("Install lens-demo>=1 into .venv")
        assert nvim.expect() == ()
        nvim.quit()
    assert answer(machine).endswith("42")


def test_the_same_with_uv_which_makes_environments_without_pip(machine, tmp_path):
    give_uv(machine, tmp_path)
    with machine.start_nvim() as nvim:
        create_environment(nvim, machine)
        nvim.choose("Install lens-demo>=1 into .venv")
        assert nvim.expect() == ()
        nvim.quit()
    assert not (machine.python.parent / "pip").exists()
    assert answer(machine).endswith("42")


def test_an_installation_in_a_terminal_ends_the_finding_without_an_event(machine):
    with machine.start_nvim() as nvim:
        create_environment(nvim, machine)
        machine.run(machine.python, "-m", "pip", "install", "lens_demo")
        installed = time.monotonic()
        assert nvim.expect() == ()
        print(f"gone {time.monotonic() - installed:.2f} s after pip ended")

        machine.run(machine.python, "-m", "pip", "uninstall", "--yes", "lens_demo")
        nvim.expect("import-missing")
        nvim.quit()


PYPROJECT = """\
[project]
name = "shop"
version = "1"
dependencies = [
    "lens_demo", # ours
]
"""


def test_what_is_installed_is_declared_by_an_edit_that_can_be_undone(machine, tmp_path):
    give_uv(machine, tmp_path)
    machine.run("uv", "venv", "-q", "--python", sys.executable)
    make_wheel(tmp_path / "wheels", "python_slugify", module="slugify")
    app, declared = machine.project / "app.py", machine.project / "pyproject.toml"
    (machine.project / "requirements.txt").unlink()
    app.write_text("import slugify\n")
    declared.write_text(PYPROJECT)
    with machine.start_nvim() as nvim:
        nvim.open(app)
        nvim.expect("import-missing")
        nvim.choose("Add python-slugify to pyproject.toml and install")
        assert nvim.expect() == ()
        edited = PYPROJECT.replace("# ours\n", '# ours\n    "python-slugify",\n')
        assert nvim.text(declared) == edited
        assert declared.read_text() == PYPROJECT  # until the user saves it
        nvim.undo(declared)
        assert nvim.text(declared) == PYPROJECT
        nvim.quit()


def test_a_misspelled_name_is_changed_and_can_be_changed_back(machine, tmp_path):
    give_uv(machine, tmp_path)
    machine.run("uv", "venv", "-q", "--python", sys.executable)
    machine.run("uv", "pip", "install", "-q", "lens_demo")
    app = machine.project / "app.py"
    app.write_text(SOURCE.replace("import lens_demo", "import lens_dmeo as lens_demo"), "utf-8")
    with machine.start_nvim() as nvim:
        nvim.open(app)
        nvim.expect("import-missing")
        assert nvim.menu()[0] == "Change `lens_dmeo` to `lens_demo`"
        nvim.change("Change `lens_dmeo` to `lens_demo`")
        assert nvim.expect() == ()
        assert "import lens_demo as lens_demo\n" in nvim.text(app)
        nvim.save(app)
        assert answer(machine).endswith("42")
        nvim.undo(app)
        nvim.expect("import-missing")
        nvim.quit()


def test_what_becomes_of_a_broken_environment_is_asked(machine, tmp_path):
    give_uv(machine, tmp_path)
    machine.run("uv", "venv", "-q", "--python", sys.executable)
    machine.run("uv", "pip", "install", "-q", "lens_demo")
    machine.python.unlink()
    machine.python.symlink_to(tmp_path / "gone" / "python")
    with machine.start_nvim() as nvim:
        nvim.open(machine.project / "app.py")
        nvim.expect("environment-broken")
        nvim.reply("Remove the old environment")
        nvim.choose("Recreate .venv")
        nvim.asked()
        assert nvim.expect() == ()
        deadline = time.monotonic() + 20
        while (machine.project / ".venv.old").exists():
            assert time.monotonic() < deadline, "the old environment is still there"
            time.sleep(0.01)
        nvim.quit()
    assert answer(machine).endswith("42")
