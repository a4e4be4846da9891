"""What the real uv makes and installs, and where it says it.

A Python is really installed by uv, from a list of downloads on the disk.
"""

import json
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest
from installations import offered_to_uv
from told import (
    PREFIX,
    chosen,
    interpreters_below,
    is_listed_once,
    is_what_it_says,
    prefix_chosen,
    python_of,
)
from tool_world import World

from venvlens.core.environment import Environment, Kind
from venvlens.core.python_version import PythonVersion
from venvlens.system.locators import uv, uv_script, uv_tool

pytestmark = pytest.mark.tools

UV = Path(sys.executable).with_name("uv")
PROJECT = '[project]\nname = "My.Shop"\nversion = "1"\nrequires-python = ">=3.9"\n'
CENTRAL = ("--preview-features", "centralized-project-envs")
SCRIPT = "# /// script\n# dependencies = []\n# ///\nimport sys\nprint(sys.prefix)\n"


def run_uv(world: World, *words: str | Path, folder: Path | None = None) -> str:
    return world.run(UV, *words, "--offline", "--quiet", folder=folder)


def found_by_uv(world: World, *words: str | Path, folder: Path | None = None) -> str:
    """The environment that uv finds; what variables and ``.python-version`` name is asked first."""
    said = world.run(UV, "python", "find", *words, folder=folder)
    return str(Path(said).parent.parent)


def run_by_uv(world: World, *words: str, folder: Path | None = None) -> str:
    """The environment that uv runs a command of the project in."""
    command = ("run", "--no-sync", *words, "python", "-c", PREFIX)
    return run_uv(world, *command, folder=folder)


# Pythons


@dataclass(frozen=True)
class Offered:
    name: str
    version: PythonVersion
    downloads: Path


@pytest.fixture(scope="session")
def offered(
    pythons: tuple[Environment, ...],
    installed_python: Path,
    tmp_path_factory: pytest.TempPathFactory,
) -> Offered:
    """A Python that uv can install without a network."""
    version = pythons[0].version
    assert version is not None
    folder = tmp_path_factory.mktemp("offered")
    name, downloads = offered_to_uv(installed_python, str(version), folder)
    return Offered(name, version, downloads)


def install_python(world: World, offered: Offered) -> Path:
    """Let uv install the Python that is offered, and return where it says that is."""
    world.environ = world.environ | {"UV_PYTHON_DOWNLOADS": "manual"}
    command = ("python", "install", "-q", "--no-bin", str(offered.version))
    world.run(UV, *command, "--python-downloads-json-url", str(offered.downloads))
    return Path(world.run(UV, "python", "dir")) / offered.name


PLACES = [
    {},
    {"XDG_DATA_HOME": "{root}/my data"},
    {"UV_PYTHON_INSTALL_DIR": "{root}/pythons"},
]


@pytest.mark.parametrize("variables", PLACES, ids=lambda one: "".join(one) or "usual")
def test_pythons_that_uv_installs_are_where_it_says(
    world: World, offered: Offered, variables: dict[str, str]
) -> None:
    world.environ = {name: value.format(root=world.root) for name, value in variables.items()}
    place = install_python(world, offered)
    [found] = uv.locate(world.machine)
    is_what_it_says(found, str(place), Kind.UV_PYTHON)
    # The link that follows the series is there, and is no other Python.
    series = ".".join(map(str, offered.version.series))
    assert (place.parent / place.name.replace(str(offered.version), series)).is_symlink()
    assert interpreters_below(place.parent, world) == [found]
    command = ("python", "list", "--only-installed", "--managed-python", "--offline")
    listed = json.loads(world.run(UV, *command, "--output-format", "json"))
    assert [one["version"] for one in listed] == [str(found.version)]
    said = Path(world.run(UV, "python", "find", "--managed-python")).resolve()
    assert said == Path(python_of(found)).resolve()


def test_a_project_of_an_installed_python_follows_its_series(
    world: World, offered: Offered
) -> None:
    place = install_python(world, offered)
    world.write("pyproject.toml", PROJECT)
    world.write("shop.py", "")
    run_uv(world, "sync", "--managed-python")
    found = chosen(world.project / "shop.py", world).environment
    assert found is not None
    assert found.version == offered.version
    is_what_it_says(found, found_by_uv(world), Kind.UV)
    assert found.base_prefix is not None
    assert Path(found.base_prefix).resolve() == place


def test_an_environment_whose_installed_python_uv_removed_is_broken(
    world: World, offered: Offered
) -> None:
    install_python(world, offered)
    world.write("pyproject.toml", PROJECT)
    world.write("shop.py", "")
    run_uv(world, "sync", "--managed-python")
    run_uv(world, "python", "uninstall", "--all")
    assert list(uv.locate(world.machine)) == []
    found = chosen(world.project / "shop.py", world).environment
    assert found is not None
    assert not found.runs
    assert found.version is not None
    assert found.version.series == offered.version.series


# Projects


@pytest.fixture
def shop(world: World, pythons: tuple[Environment, ...]) -> World:
    """A project that uv makes environments for."""
    world.environ = {"UV_PYTHON_DOWNLOADS": "never", "UV_PYTHON": python_of(pythons[0])}
    world.write("pyproject.toml", PROJECT)
    world.write("src/shop.py", "")
    return world


@pytest.mark.parametrize("named", ["", "envs/dev", "{root}/kept here", "../beside"])
def test_a_projects_environment_is_where_uv_says(shop: World, named: str) -> None:
    if named:
        shop.environ["UV_PROJECT_ENVIRONMENT"] = named.format(root=shop.root)
    run_uv(shop, "sync")
    said = run_by_uv(shop)
    if not named:
        assert found_by_uv(shop) == said
    found = chosen(shop.project / "src/shop.py", shop).environment
    assert found is not None
    assert (str(found.prefix), found.kind) == (said, Kind.UV)
    is_what_it_says(found, said, Kind.UV)


def test_a_named_python_decides_the_version(shop: World, pythons: tuple[Environment, ...]) -> None:
    del shop.environ["UV_PYTHON"]
    for python in (pythons[-1], pythons[0]):
        shop.write(".python-version", f"{python_of(python)}\n")
        run_uv(shop, "sync")
        found = chosen(shop.project / "src/shop.py", shop).environment
        assert found is not None
        assert found.version == python.version
        is_what_it_says(found, run_by_uv(shop), Kind.UV)


@pytest.mark.parametrize("made", ["link", "file", "file with a relative path", "central"])
def test_what_dot_venv_leads_to_is_what_uv_uses(shop: World, made: str) -> None:
    target = shop.root / "elsewhere" / "env"
    if made == "central":
        run_uv(shop, "sync", *CENTRAL)
        assert (shop.project / ".venv").is_symlink()
    else:
        run_uv(shop, "venv", target)
        if made == "link":
            (shop.project / ".venv").symlink_to(target)
        else:
            relative = made == "file with a relative path"
            shop.write(".venv", "../elsewhere/env" if relative else str(target))
        run_uv(shop, "sync", *CENTRAL)
    said = run_by_uv(shop, *CENTRAL)
    assert prefix_chosen(shop.project / "src/shop.py", shop) == str(Path(said).resolve())


def test_a_centralised_environment_is_among_all_that_are_kept(shop: World) -> None:
    run_uv(shop, "sync", *CENTRAL)
    kept = (shop.project / ".venv").resolve()
    assert kept.is_relative_to(shop.run(UV, "cache", "dir"))
    [found] = uv_script.locate(shop.machine)
    assert found.name == "my-shop"
    is_what_it_says(found, str(kept), Kind.UV)
    is_listed_once(found, shop)


@pytest.mark.parametrize("named", ["", "envs/dev"])
def test_a_workspace_has_one_environment_for_its_members(shop: World, named: str) -> None:
    shop.write("pyproject.toml", f'{PROJECT}[tool.uv.workspace]\nmembers = ["libs/*"]\n')
    member = PROJECT.replace("My.Shop", "till")
    shop.write("libs/till/pyproject.toml", member)
    shop.write("libs/till/till.py", "")
    if named:
        shop.environ["UV_PROJECT_ENVIRONMENT"] = named
    folder = shop.project / "libs/till"
    run_uv(shop, "sync", folder=folder)
    said = run_by_uv(shop, folder=folder)
    assert said == str(shop.project / (named or ".venv"))
    for file in ("libs/till/till.py", "src/shop.py"):
        assert prefix_chosen(shop.project / file, shop) == said
    # A member that was opened alone is one of its workspace all the same.
    [found] = uv.of_project(folder, shop.machine)
    is_what_it_says(found, said, Kind.UV)


def test_one_of_uv_venv_with_the_packages_of_the_system(shop: World) -> None:
    run_uv(shop, "venv", "--system-site-packages")
    found = chosen(shop.project / "src/shop.py", shop).environment
    assert found is not None
    is_what_it_says(found, found_by_uv(shop), Kind.UV)


# Scripts

SCRIPTS = {
    "usual": {},
    "cache by variable": {"UV_CACHE_DIR": "{root}/my cache"},
    "XDG": {"XDG_CACHE_HOME": "{root}/xdg"},
}


@pytest.mark.parametrize("case", SCRIPTS)
@pytest.mark.parametrize("how", ["run", "sync", "locked"])
def test_a_scripts_environment_is_where_uv_runs_it(shop: World, case: str, how: str) -> None:
    more = {name: value.format(root=shop.root) for name, value in SCRIPTS[case].items()}
    shop.environ |= more
    shop.write("tools/Count up.py", SCRIPT)
    file = shop.project / "tools/Count up.py"
    before = chosen(file, shop)
    assert before.environment is None
    if how == "sync":
        run_uv(shop, "sync", "--script", file)
    elif how == "locked":
        run_uv(shop, "lock", "--script", file)
    said = run_uv(shop, "run", file)
    assert found_by_uv(shop, "--script", file) == said
    found = chosen(file, shop).environment
    assert found is not None
    is_what_it_says(found, said, Kind.UV_SCRIPT)
    [kept] = uv_script.locate(shop.machine)
    assert kept.prefix == found.prefix
    assert chosen(shop.project / "src/shop.py", shop).environment is None


def test_a_script_says_which_python_it_needs(shop: World, pythons: tuple[Environment, ...]) -> None:
    del shop.environ["UV_PYTHON"]
    oldest = pythons[-1].version
    assert oldest is not None
    wanted = "==" + ".".join(map(str, oldest.series)) + ".*"
    text = SCRIPT.replace("# dep", f'# requires-python = "{wanted}"\n# dep')
    shop.write("count.py", text)
    run_uv(shop, "sync", "--script", "count.py", "--python", python_of(pythons[-1]))
    found = chosen(shop.project / "count.py", shop).environment
    assert found is not None
    assert found.version == oldest
    is_what_it_says(found, found_by_uv(shop, "--script", "count.py"), Kind.UV_SCRIPT)


# Tools


@pytest.mark.parametrize("variables", [{}, {"UV_TOOL_DIR": "{root}/my tools"}], ids=str)
def test_environments_of_tools_are_where_uv_says(shop: World, variables: dict[str, str]) -> None:
    shop.environ |= {name: value.format(root=shop.root) for name, value in variables.items()}
    shop.run(UV, "tool", "install", "-q", "cowsay")
    place = Path(shop.run(UV, "tool", "dir")) / "cowsay"
    [found] = uv_tool.locate(shop.machine)
    is_what_it_says(found, str(place), Kind.UV)
    is_listed_once(found, shop)
