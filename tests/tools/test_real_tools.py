"""Environments that the real pdm, hatch, tox, nox and pipx make, and where they say it.

Of poetry and pipenv, what decides whether a project's own folder is used.
"""

import itertools
import json
from collections.abc import Iterable
from pathlib import Path, PurePath

import pytest
from interpreters import about, path_of
from tool_world import Install, World

from venvlens.core.environment import Environment, Kind
from venvlens.system.locators import (
    hatch,
    pdm,
    pipenv,
    pipx,
    poetry,
    tox_nox,
)
from venvlens.system.locators.environments import environments

pytestmark = pytest.mark.tools

POETRY = "poetry==2.5.1"
PIPENV = "pipenv==2026.10.3"
PDM = "pdm[locked]==2.29.3"
HATCH = "hatch==1.18.2"

PROJECT = '[project]\nname = "My.Shop"\nversion = "1"\nrequires-python = ">=3.9"\n'


def python_of(environment: Environment) -> str:
    assert environment.executable is not None
    return str(environment.executable)


def check(found: Environment, said: str, kind: Kind, world: World) -> None:
    """Compare an environment with what its tool and its interpreter say."""
    assert (str(found.prefix), found.kind, found.faults) == (said, kind, ())
    told = about(PurePath(python_of(found)))
    assert told.prefix == said
    version = found.version
    assert version is not None
    assert (version.major, version.minor, version.micro) == told.version
    assert str(found.base_prefix) == told.base_prefix
    [listed] = [one for one in environments(world.machine) if one.prefix == found.prefix]
    assert listed.kind is kind


def prefixes(found: Iterable[Environment]) -> list[str]:
    return [str(one.prefix) for one in found]


@pytest.fixture
def poetry_(install: Install, world: World) -> Path:
    world.write("pyproject.toml", PROJECT + "[tool.poetry]\npackage-mode = false\n")
    return install(POETRY) / "poetry"


@pytest.mark.parametrize("variable", [None, "true", "0"])
def test_poetry_and_we_agree_on_the_projects_own_folder(
    poetry_: Path, world: World, pythons: tuple[Environment, ...], variable: str | None
) -> None:
    # The one in the cache is made first, while nothing speaks for the other.
    world.run(poetry_, "env", "use", "-n", python_of(pythons[0]))
    world.run(python_of(pythons[0]), "-m", "venv", "--without-pip", ".venv")
    world.environ = {"POETRY_VIRTUALENVS_IN_PROJECT": variable} if variable else {}
    files = world.home / ".config/pypoetry/config.toml", world.project / "poetry.toml"
    files[0].parent.mkdir(parents=True)
    values = ("", "in-project = true", "in-project = false")
    for written in itertools.product(values, repeat=2):
        for file, value in zip(files, written, strict=True):
            file.write_text(f"[virtualenvs]\n{value}\n")
        first, *_ = poetry.of_project(world.project, world.machine)
        assert str(first.prefix) == world.run(poetry_, "env", "info", "-p"), written


def test_pipenv_and_we_agree_when_a_dot_venv_appears(
    install: Install, world: World, pythons: tuple[Environment, ...]
) -> None:
    world.write("Pipfile", "")
    program = install(PIPENV) / "pipenv"
    world.run(program, "--python", python_of(pythons[0]), "run", "true")
    world.run(python_of(pythons[0]), "-m", "venv", "--without-pip", ".venv")
    for text in ("", "[pipenv]\nvenv_in_project = true\n", "[pipenv]\nvenv_in_project = false\n"):
        world.write("Pipfile", text)
        [found] = pipenv.of_project(world.project, world.machine)
        assert str(found.prefix) == world.run(program, "--venv"), text


@pytest.mark.parametrize("text", ["mine", "envs/mine"])
def test_pipenv_and_we_read_a_file_dot_venv_alike(
    install: Install, world: World, pythons: tuple[Environment, ...], text: str
) -> None:
    world.write("Pipfile", "")
    world.write(".venv", text)
    program = install(PIPENV) / "pipenv"
    world.run(program, "--python", python_of(pythons[0]), "run", "true")
    [found] = pipenv.of_project(world.project, world.machine)
    assert str(found.prefix) == world.run(program, "--venv")


@pytest.fixture
def pdm_(install: Install, world: World) -> Path:
    world.write("pyproject.toml", PROJECT + "[tool.pdm]\ndistribution = false\n")
    return install(PDM) / "pdm"


def pdm_uses(program: Path, world: World) -> str:
    """The environment that pdm says it uses."""
    return str(Path(world.run(program, "info", "--python")).parent.parent)


@pytest.mark.parametrize("location", ["", "{root}/my envs", "~/envs"])
def test_pdms_environments_are_where_it_says(
    pdm_: Path, world: World, pythons: tuple[Environment, ...], location: str
) -> None:
    if location:
        world.run(pdm_, "config", "venv.location", location.format(root=world.root))
    world.run(pdm_, "venv", "create", "-n", "b", python_of(pythons[0]))
    world.run(pdm_, "venv", "create", "-n", "a", python_of(pythons[-1]))
    lines = world.run(pdm_, "venv", "list").splitlines()
    listed = [line.split(": ", 1) for line in lines if ": " in line]
    said = {name.strip(" -*"): path for name, path in listed}
    found = list(pdm.of_project(world.project, world.machine))
    assert {one.name: str(one.prefix) for one in found} == said
    for one in found:
        check(one, said[str(one.name)], Kind.PDM, world)
    for name in ("a", "b"):
        world.run(pdm_, "use", "-f", "--venv", name)
        first, *_ = pdm.of_project(world.project, world.machine)
        assert str(first.prefix) == said[name] == pdm_uses(pdm_, world)


def test_pdm_and_we_prefer_the_projects_own(
    pdm_: Path, world: World, pythons: tuple[Environment, ...]
) -> None:
    world.run(pdm_, "venv", "create", "-n", "kept", python_of(pythons[0]))
    world.run(pdm_, "venv", "create", python_of(pythons[0]))
    first, *_ = pdm.of_project(world.project, world.machine)
    assert str(first.prefix) == str(world.project / ".venv") == pdm_uses(pdm_, world)


def test_a_folder_of_packages_has_the_search_path_that_pdm_runs_with(
    pdm_: Path, world: World, pythons: tuple[Environment, ...]
) -> None:
    world.run(pdm_, "config", "--local", "python.use_venv", "false")
    world.run(pdm_, "use", "-f", python_of(pythons[0]))
    world.run(pdm_, "install", "--no-lock")
    said = json.loads(
        world.run(pdm_, "run", "python", "-c", "import json, sys; print(json.dumps(sys.path))")
    )
    [found] = pdm.below(world.project, world.machine)
    assert str(found.prefix) == world.run(pdm_, "info", "--packages")
    assert list(pdm.of_project(world.project, world.machine)) == []
    ours, _ = path_of(found)
    # pdm puts the project itself in front, which is first-party to us.
    theirs = [place for place in said if place not in ("", str(world.project))]
    existing = [place for place in theirs if Path(place).exists()]
    assert [str(entry.path) for entry in ours.entries if entry.path] == existing


@pytest.fixture
def hatch_(install: Install, world: World) -> Path:
    envs = "[tool.hatch.envs.default]\nskip-install = true\n[tool.hatch.envs.docs]\n"
    world.write("pyproject.toml", f"{PROJECT}{envs}skip-install = true\n")
    return install(HATCH) / "hatch"


HATCH_CASES = {
    "none": ("", {}, ""),
    "data by variable": ("", {"HATCH_DATA_DIR": "{root}/data"}, ""),
    "XDG": ("", {"XDG_DATA_HOME": "{root}/xdg"}, ""),
    "data": ('[dirs]\ndata = "{root}/data"\n', {}, ""),
    "folder": ('[dirs.env]\nvirtual = "{root}/envs"\n', {}, ""),
    "flat": ('[dirs.env]\nvirtual = ".hatch"\n', {}, ""),
    "shared": ('[dirs.env]\nvirtual = "~/.virtualenvs"\n', {}, ""),
    "ignored": ("", {}, '[tool.hatch.dirs.env]\nvirtual = ".hatch"\n'),
    "own path": ("", {}, 'path = ".docs"\n'),
}


@pytest.mark.parametrize("case", HATCH_CASES)
def test_hatchs_environments_are_where_it_says(hatch_: Path, world: World, case: str) -> None:
    settings, environ, more = HATCH_CASES[case]
    world.environ = {name: value.format(root=world.root) for name, value in environ.items()}
    file = world.home / ".config/hatch/config.toml"
    file.parent.mkdir(parents=True)
    file.write_text(settings.format(root=world.root))
    world.write("pyproject.toml", (world.project / "pyproject.toml").read_text() + more)
    for name in ("default", "docs"):
        world.run(hatch_, "env", "create", name)
    first, second = hatch.of_project(world.project, world.machine)
    assert first.name == "default"
    assert str(first.prefix) == world.run(hatch_, "env", "find", "default")
    assert str(second.prefix) == world.run(hatch_, "env", "find", "docs")
    if case in ("none", "data", "data by variable", "XDG", "folder", "ignored"):
        check(first, str(first.prefix), Kind.HATCH, world)
        check(second, str(second.prefix), Kind.HATCH, world)


def test_toxs_environments_are_found_and_its_own_are_not(install: Install, world: World) -> None:
    world.write(
        "tox.ini", "[tox]\nenv_list = a, b\nskipsdist = true\n[testenv]\nskip_install = true\n"
    )
    program = install("tox") / "tox"
    world.run(program, "run", "--notest")
    found = list(tox_nox.below(world.project, world.machine))
    names = world.run(program, "list", "-q", "--no-desc").split()
    assert prefixes(found) == [str(world.project / ".tox" / name) for name in names]
    assert {one.kind for one in found} == {Kind.TOX}


def test_noxs_environments_are_found(install: Install, world: World) -> None:
    world.write(
        "noxfile.py",
        "import nox\n@nox.session\ndef lint(session): session.run('true', external=True)\n",
    )
    world.run(install("nox") / "nox", "-s", "lint")
    [found] = tox_nox.below(world.project, world.machine)
    assert (found.prefix, found.kind) == (world.project / ".nox/lint", Kind.NOX)


@pytest.mark.parametrize("pipx_home", ["", "{root}/pipx"])
def test_pipxs_environments_are_where_it_says(
    install: Install, world: World, pipx_home: str
) -> None:
    world.environ = {"PIPX_HOME": pipx_home.format(root=world.root)} if pipx_home else {}
    program = install("pipx") / "pipx"
    world.run(program, "install", "cowsay")
    said = json.loads(world.run(program, "list", "--json"))
    assert list(said["venvs"]) == ["cowsay"]
    folder = world.run(program, "environment", "--value", "PIPX_LOCAL_VENVS")
    [found] = pipx.locate(world.machine)
    check(found, f"{folder}/cowsay", Kind.PIPX, world)
