"""Environments of pyenv-virtualenv: the one of this machine, if there is one, and laid out."""

import os
from pathlib import Path

import pytest
from installations import laid_out
from told import (
    chosen,
    has_the_search_path_it_says,
    interpreters_below,
    is_listed_once,
    is_what_it_says,
)
from tool_world import World

from venvlens.core.environment import Environment, Kind
from venvlens.system.host import read_host
from venvlens.system.locators import pyenv_virtualenv

pytestmark = pytest.mark.tools


def version_of(python: Environment) -> str:
    assert python.version is not None
    return str(python.version)


def pyenv_here() -> list[Path]:
    """The pyenv of this machine, if it has the plugin for environments."""
    root = Path(os.environ.get("PYENV_ROOT") or Path(read_host().home, ".pyenv"))
    return [root] if (root / "plugins/pyenv-virtualenv/bin/pyenv-virtualenv").is_file() else []


class ByPyenv:
    """Environments that the real ``pyenv virtualenv`` makes in a root of its own."""

    def __init__(self, world: World, program: Path, python: Path, version: str) -> None:
        self.world, self.program = world, program
        self.root = world.home / ".pyenv"
        laid_out(python, self.root / "versions" / version)

    def say(self, *words: str) -> str:
        folders = self.program / "plugins/pyenv-virtualenv/bin", self.program / "libexec"
        path = os.pathsep.join(map(str, folders))
        return self.world.run("pyenv", *words, path=path, PYENV_ROOT=str(self.root))

    def make(self, version: str, name: str) -> None:
        self.say("virtualenv", "--without-pip", version, name)

    def names(self) -> set[str]:
        return set(self.say("virtualenvs", "--bare").split())

    def prefix(self) -> str:
        return self.say("prefix")


class ByHand(ByPyenv):
    """The same, as ``bin/pyenv-virtualenv`` of the plugin lays it out."""

    made: tuple[str, ...] = ()

    def make(self, version: str, name: str) -> None:
        prefix = self.root / "versions" / version / "envs" / name
        python = self.root / "versions" / version / "bin" / "python3"
        self.world.run(python, "-m", "venv", "--without-pip", prefix)
        (self.root / "versions" / name).symlink_to(prefix)
        self.made += (name, f"{version}/envs/{name}")

    def names(self) -> set[str]:
        return set(self.made)

    def prefix(self) -> str:
        [name] = (self.world.project / ".python-version").read_text().split()
        return str(self.root / "versions" / name)


@pytest.fixture(params=[None, *pyenv_here()], ids=lambda one: "real" if one else "by hand")
def pyenv_(
    request: pytest.FixtureRequest,
    world: World,
    installed_python: Path,
    pythons: tuple[Environment, ...],
) -> ByPyenv:
    made = ByPyenv if request.param else ByHand
    return made(world, request.param or Path(), installed_python, version_of(pythons[0]))


def test_pyenvs_environments_are_those_that_it_lists(
    pyenv_: ByPyenv, world: World, pythons: tuple[Environment, ...]
) -> None:
    version = version_of(pythons[0])
    for name in ("shop", "3tills", "my.lab"):
        pyenv_.make(version, name)
    found = list(pyenv_virtualenv.locate(world.machine))
    listed = pyenv_.names()
    assert {str(one.name) for one in found} == {name for name in listed if "/" not in name}
    for one in found:
        place = str(pyenv_.root / "versions" / str(one.name))
        assert f"{version}/envs/{one.name}" in listed
        assert str(one.prefix) == place
        is_listed_once(one, world)
        assert (one.version, one.kind) == (pythons[0].version, Kind.PYENV_VIRTUALENV)
        has_the_search_path_it_says(one)
    [installed] = interpreters_below(pyenv_.root, world)
    is_what_it_says(installed, str(pyenv_.root / "versions" / version), Kind.PYENV)


@pytest.mark.parametrize("named", ["shop", "{version}/envs/shop"])
def test_the_environment_that_pyenv_takes_in_a_folder_is_chosen(
    pyenv_: ByPyenv, world: World, pythons: tuple[Environment, ...], named: str
) -> None:
    version = version_of(pythons[0])
    pyenv_.make(version, "shop")
    pyenv_.make(version, "other")
    world.write(".python-version", named.format(version=version) + "\n")
    world.write("src/shop.py", "")
    selection = chosen(world.project / "src/shop.py", world)
    assert selection.environment is not None
    assert str(selection.environment.prefix) == pyenv_.prefix()
    assert ".python-version" in selection.reason
