"""Environments that the real uv makes for projects and scripts, and where it says it."""

import sys
from pathlib import Path

import pytest
from told import (
    PREFIX,
    chosen,
    is_listed_once,
    is_what_it_says,
    prefix_chosen,
    python_of,
)
from tool_world import World

from venvlens.core.environment import Environment, Kind
from venvlens.system.locators import uv, uv_script

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
