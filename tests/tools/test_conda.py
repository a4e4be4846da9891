"""Environments that py-rattler, the library of pixi, installs from conda packages."""

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from interpreters import about, environ, host, interpreters, path_of, run
from machine_here import machine_here

from venvlens.core import layout
from venvlens.core.environment import Environment, FaultCode, Kind
from venvlens.core.machine import Machine
from venvlens.system.locators import conda, pixi

pytestmark = pytest.mark.tools

RATTLER = "py-rattler==0.28.0"
_ATTEMPTS = 5
MAKE = Path(__file__).with_name("make_conda.py")


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with an installation of conda's layout, and a project."""
    tool = tmp_path_factory.mktemp("rattler")
    python = tool / "bin" / "python"
    uv = Path(sys.executable).with_name("uv")
    run(uv, "venv", "-q", "--python", sys.executable, tool)
    run(uv, "pip", "install", "-q", "--python", python, RATTLER)
    source = _source()
    version = source.version
    assert version is not None
    library = layout.library(source.prefix, version, sys.platform)
    made = (python, MAKE, source.prefix, library, str(version))
    root = _made_by(made, tmp_path_factory)
    project = root / "shop"
    (project / "environment.yml").write_text("name: demo\ndependencies: [python]\n")
    (project / "pixi.toml").write_text("")
    record = project / ".pixi/envs/default/conda-meta/pixi"
    record.write_text(f'{{"manifest_path": "{project / "pixi.toml"}"}}')
    return root


def _made_by(command: tuple[str | Path, ...], folders: pytest.TempPathFactory) -> Path:
    """Run it in a new folder, and again where py-rattler's threads crash as it ends."""
    for _ in range(_ATTEMPTS):
        root = folders.mktemp("conda")
        done = subprocess.run([*map(str, command), str(root)], capture_output=True, env=environ())
        if done.returncode >= 0:
            break
    assert done.returncode == 0, done.stderr.decode()
    return root


def _source() -> Environment:
    """The newest CPython that is not Debian's, whose folders are others, if there is one."""
    own = [one for one in interpreters() if one.implementation == "cpython"]
    return next((one for one in own if str(one.prefix) != "/usr"), own[0])


@pytest.fixture
def machine(made: Path) -> Machine:
    empty = replace(host(), path=(), home=made / "home", environ={})
    return machine_here(empty)


def _is_what_it_says(found: Environment) -> None:
    assert found.executable is not None
    said = about(found.executable)
    assert str(found.prefix) == said.prefix == said.base_prefix == str(found.base_prefix)
    version = found.version
    assert version is not None
    assert (version.major, version.minor, version.micro) == said.version
    search_path, _ = path_of(found)
    ours = [str(entry.path) for entry in search_path.entries]
    # CPython lists the zip file of its library whether it is there or not.
    assert [p for p in ours if Path(p).exists()] == [p for p in said.path if Path(p).exists()]


def test_named_environments_are_found_with_and_without_python(made: Path, machine: Machine) -> None:
    demo, docs = conda.locate(machine)
    envs = made / "home/miniforge3/envs"
    assert (demo.prefix, demo.kind, demo.faults) == (envs / "demo", Kind.CONDA, ())
    _is_what_it_says(demo)
    assert (docs.prefix, docs.executable) == (envs / "docs", None)
    assert [fault.code for fault in docs.faults] == [FaultCode.NO_PYTHON]


def test_the_base_is_found(made: Path, machine: Machine) -> None:
    [base] = conda.locate_bases(machine)
    assert (base.prefix, base.name, base.kind) == (
        made / "home/miniforge3",
        "base",
        Kind.CONDA_BASE,
    )
    _is_what_it_says(base)


def test_a_projects_environments_are_found(made: Path, machine: Machine) -> None:
    project = made / "shop"
    [named] = conda.of_project(project, machine)
    assert named.prefix == made / "home/miniforge3/envs/demo"
    [beside] = conda.below(project, machine)
    assert (beside.prefix, beside.kind) == (project / ".conda", Kind.CONDA)
    _is_what_it_says(beside)
    [pixis] = pixi.below(project, machine)
    assert (pixis.prefix, pixis.kind) == (project / ".pixi/envs/default", Kind.PIXI)
    _is_what_it_says(pixis)
