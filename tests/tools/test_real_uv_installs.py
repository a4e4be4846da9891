"""Pythons and tools that the real uv installs, and where it says it.

A Python is really installed by uv, from a list of downloads on the disk.
"""

import json
import sys
from pathlib import Path

import pytest
from installations import Offered
from told import chosen, interpreters_below, is_listed_once, is_what_it_says, python_of
from tool_world import World

from venvlens.core.environment import Kind
from venvlens.system.locators import uv, uv_tool

pytestmark = pytest.mark.tools

UV = Path(sys.executable).with_name("uv")
PROJECT = '[project]\nname = "My.Shop"\nversion = "1"\nrequires-python = ">=3.9"\n'


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
    world.run(UV, "sync", "--offline", "--quiet", "--managed-python")
    found = chosen(world.project / "shop.py", world).environment
    assert found is not None
    assert found.version == offered.version
    said = Path(world.run(UV, "python", "find")).parent.parent
    is_what_it_says(found, str(said), Kind.UV)
    assert found.base_prefix is not None
    assert Path(found.base_prefix).resolve() == place


def test_an_environment_whose_installed_python_uv_removed_is_broken(
    world: World, offered: Offered
) -> None:
    install_python(world, offered)
    world.write("pyproject.toml", PROJECT)
    world.write("shop.py", "")
    world.run(UV, "sync", "--offline", "--quiet", "--managed-python")
    world.run(UV, "python", "uninstall", "--quiet", "--all")
    assert list(uv.locate(world.machine)) == []
    found = chosen(world.project / "shop.py", world).environment
    assert found is not None
    assert not found.runs
    assert found.version is not None
    assert found.version.series == offered.version.series


@pytest.mark.parametrize("variables", [{}, {"UV_TOOL_DIR": "{root}/my tools"}], ids=str)
def test_environments_of_tools_are_where_uv_says(world: World, variables: dict[str, str]) -> None:
    world.environ |= {name: value.format(root=world.root) for name, value in variables.items()}
    world.run(UV, "tool", "install", "-q", "cowsay")
    place = Path(world.run(UV, "tool", "dir")) / "cowsay"
    [found] = uv_tool.locate(world.machine)
    is_what_it_says(found, str(place), Kind.UV)
    is_listed_once(found, world)
