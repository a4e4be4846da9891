"""Environments of ``venv``, of virtualenv old and new, of Debian's packages, and of direnv."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from interpreters import about, path_of, systems
from told import (
    chosen,
    has_the_search_path_it_says,
    is_listed_once,
    is_what_it_says,
    python_of,
)
from tool_world import World

from venvlens.core.environment import Environment, Kind
from venvlens.system.locators import direnv, prefix, virtualenvwrapper

pytestmark = pytest.mark.tools

OLD_VIRTUALENV = "virtualenv==16.7.12"
DEBIANS = Path("/usr/bin/python3")
WRAPPER = "/usr/share/virtualenvwrapper/virtualenvwrapper.sh"


def described(world: World, place: Path) -> Environment:
    found = prefix.describe(place, world.machine, "made by a test")
    assert found is not None
    return found


@pytest.mark.parametrize(
    "options",
    [
        ("--copies",),
        ("--system-site-packages",),
        ("--symlinks", "--prompt", "my shop"),
        ("--copies", "--system-site-packages"),
    ],
    ids=" ".join,
)
def test_an_environment_of_each_python_is_chosen_and_is_what_it_says(
    world: World, pythons: tuple[Environment, ...], options: tuple[str, ...]
) -> None:
    world.write("shop.py", "")
    for python in (*pythons, debians()):
        place = world.project / ".venv"
        world.run(python_of(python), "-m", "venv", "--clear", "--without-pip", *options, place)
        found = chosen(world.project / "shop.py", world).environment
        assert found is not None
        is_what_it_says(found, str(place), Kind.VENV)
        assert found.system_site == ("--system-site-packages" in options)
        has_the_search_path_it_says(found)
        shutil.rmtree(place)


def debians() -> Environment:
    """The interpreter that Debian's packages use."""
    return next(one for one in systems() if str(one.executable).startswith(str(DEBIANS)))


def test_debians_virtualenv_is_what_it_says(world: World) -> None:
    for options in ((), ("--system-site-packages",), ("--always-copy",)):
        place = world.project / "-".join(("env", *options))
        world.run("/usr/bin/virtualenv", "-q", "--python", DEBIANS, *options, place)
        found = described(world, place)
        is_what_it_says(found, str(place), Kind.VIRTUALENV)
        assert found.system_site == ("--system-site-packages" in options)
        has_the_search_path_it_says(found)


def test_debians_virtualenvwrapper_keeps_the_projects_environment(world: World) -> None:
    script = (
        f"source {WRAPPER} >&2; mkvirtualenv -a . shop >&2; mkvirtualenv other >&2; "
        'deactivate; workon shop >&2; printf %s "$VIRTUAL_ENV"'
    )
    # The script starts whatever python3 comes first: Debian's has its modules.
    variables = {"VIRTUALENVWRAPPER_PYTHON": str(DEBIANS), "PATH": "/usr/bin:/bin"}
    said = world.run("bash", "-c", script, **variables)
    [found] = virtualenvwrapper.of_project(world.project, world.machine)
    is_what_it_says(found, said, Kind.VIRTUALENVWRAPPER)
    assert (found.prefix.name, found.project) == ("shop", world.project)
    is_listed_once(found, world)
    kept = list(virtualenvwrapper.locate(world.machine))
    names = world.run("bash", "-c", f"source {WRAPPER} >&2; lsvirtualenv -b", **variables).split()
    assert sorted(one.prefix.name for one in kept) == sorted(names)
    world.write("shop.py", "")
    assert chosen(world.project / "shop.py", world).environment == found


@pytest.fixture(scope="session")
def old_virtualenv(old_python: Environment, install_with: Callable[[str, str], Path]) -> Path:
    """Version 16, which writes no ``pyvenv.cfg`` and links the standard library into its own."""
    return install_with(OLD_VIRTUALENV, python_of(old_python)) / "virtualenv"


@pytest.mark.parametrize("options", [(), ("--system-site-packages",), ("--always-copy",)], ids=str)
def test_an_environment_of_an_old_virtualenv_is_what_it_says(
    world: World, old_python: Environment, old_virtualenv: Path, options: tuple[str, ...]
) -> None:
    place = world.project / "env"
    world.run(old_virtualenv, "--no-download", *options, place)
    assert not (place / "pyvenv.cfg").exists()
    world.write("shop.py", "")
    found = chosen(world.project / "shop.py", world).environment
    assert found is not None
    told = about(place / "bin/python")
    assert (str(found.prefix), found.kind) == (told.prefix, Kind.VIRTUALENV)
    assert found.version == old_python.version
    assert str(found.base_prefix) == str(old_python.base_prefix)
    assert found.system_site == ("--system-site-packages" in options)
    # Its own library comes first, but is a part of the base's.
    search_path, _ = path_of(found)
    ours = [str(entry.path) for entry in search_path.entries if entry.path]
    own = str(place / "lib" / Path(found.base_executable or "").name)
    whole = [p for p in told.path if Path(p).exists() and p not in (own, f"{own}/lib-dynload")]
    assert [p for p in ours if not p.endswith("lib-dynload")] == whole


LAYOUTS = ["layout python {python}", "layout python3", "layout_python {python} --copies"]


@pytest.mark.parametrize("layout", LAYOUTS)
def test_what_direnv_makes_is_where_it_says(
    world: World, pythons: tuple[Environment, ...], layout: str
) -> None:
    python = python_of(pythons[0])
    world.write(".envrc", layout.format(python=python) + "\n")
    world.write("src/shop.py", "")
    # Where no interpreter is named, the first on PATH counts.
    variables = {"PATH": os.pathsep.join((str(Path(python).parent), "/usr/bin", "/bin"))}
    world.run("direnv", "allow", **variables)
    said = world.run("direnv", "exec", world.project, "printenv", "VIRTUAL_ENV", **variables)
    [found] = direnv.below(world.project, world.machine)
    is_what_it_says(found, said, Kind.DIRENV)
    assert found.version == pythons[0].version
    assert chosen(world.project / "src/shop.py", world).environment == found


def test_what_direnv_makes_by_pyenvs_layout_is_found(
    world: World, pythons: tuple[Environment, ...], installed_python: Path
) -> None:
    version = str(pythons[0].version)
    root = world.home / ".pyenv"
    (root / "versions").mkdir(parents=True)
    (root / "versions" / version).symlink_to(installed_python)
    world.write(".envrc", f"layout pyenv {version}\n")
    world.run("direnv", "allow")
    said = world.run(
        "direnv", "exec", world.project, "printenv", "VIRTUAL_ENV", PYENV_ROOT=str(root)
    )
    [found] = direnv.below(world.project, world.machine)
    is_what_it_says(found, said, Kind.DIRENV)
    assert Path(said).name == f"python-{version}"
