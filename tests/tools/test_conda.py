"""Environments that py-rattler, the library of pixi, installs from conda packages."""

import json
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
from venvlens.system.locators.environments import environments

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
    _as_conda_and_pixi_write(root)
    return root


def _as_conda_and_pixi_write(root: Path) -> None:
    """Write the files of the tools themselves, which py-rattler is none of.

    conda notes every prefix in ``environments.txt`` (``conda/core/envs_manager.py``), as mamba
    does; pixi the manifest in each of its own (``EnvironmentFile`` of its ``pixi_core``).
    """
    home, project = root / "home", root / "shop"
    (home / ".conda").mkdir()
    (home / ".conda/environments.txt").write_text(f"{root}/listed/env\n{root}/gone\n")
    (home / ".condarc").write_text(f"envs_dirs:\n  - {root}/kept\n")
    (project / ".pixi/config.toml").write_text(f'detached-environments = "{root}/detached"\n')
    own = [project / f".pixi/envs/{name}" for name in ("default", "docs")]
    for prefix in (*own, root / "detached/shop-123/envs/default"):
        facts = {"manifest_path": str(project / "pixi.toml"), "environment_name": prefix.name}
        (prefix / "conda-meta/pixi").write_text(json.dumps(facts))


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
    demo, docs = (one for one in conda.locate(machine) if "miniforge3" in one.prefix.parts)
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
    pixis = list(pixi.below(project, machine))
    own = [project / ".pixi/envs" / name for name in ("default", "docs")]
    assert [(one.prefix, one.kind) for one in pixis] == [(place, Kind.PIXI) for place in own]
    for one in pixis:
        _is_what_it_says(one)


ELSEWHERE = {
    "home/.local/share/mamba/envs/lab": Kind.CONDA,
    "listed/env": Kind.CONDA,
    "kept/set": Kind.CONDA,
    "home/.pixi/envs/tool": Kind.PIXI,
}


@pytest.mark.parametrize("place", ELSEWHERE)
def test_environments_elsewhere_are_found_once(made: Path, machine: Machine, place: str) -> None:
    [found] = [one for one in environments(machine) if one.prefix == made / place]
    assert (found.kind, found.faults) == (ELSEWHERE[place], ())
    _is_what_it_says(found)


def test_every_environment_of_the_user_is_one_of_these(made: Path, machine: Machine) -> None:
    named = {made / "home/miniforge3/envs" / name for name in ("demo", "docs")}
    found = {one.prefix for one in environments(machine)}
    assert found == named | {made / place for place in ELSEWHERE}


def test_what_pixi_keeps_apart_is_found_by_its_record(made: Path, machine: Machine) -> None:
    [found] = pixi.of_project(made / "shop", machine)
    assert found.prefix == made / "detached/shop-123/envs/default"
    assert (found.kind, found.project) == (Kind.PIXI, made / "shop")
    _is_what_it_says(found)
