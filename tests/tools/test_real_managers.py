"""Pythons and environments of version managers: pyenv, mise, asdf and rye.

mise is the real one, from npm. pyenv is the one of this machine, if there is one. Of asdf and rye,
which no registry has, the folders are laid out as their sources say, with a real Python in them:
``bin/install`` and ``lib/functions/installs.bash`` of asdf-python and asdf, ``platform.rs`` and
``bootstrap.rs`` of rye.
"""

import json
import os
import sys
from pathlib import Path

import pytest
from installations import laid_out
from told import (
    chosen,
    has_the_search_path_it_says,
    interpreters_below,
    is_listed_once,
    is_what_it_says,
    python_of,
)
from tool_world import Install, World

from venvlens.core.environment import Environment, Kind
from venvlens.system.host import read_host
from venvlens.system.locators import asdf, mise, pyenv_virtualenv, rye

pytestmark = pytest.mark.tools

UV = Path(sys.executable).with_name("uv")
MISE = "@jdxcode/mise-linux-{}@2026.9.15"


def version_of(python: Environment) -> str:
    assert python.version is not None
    return str(python.version)


# pyenv-virtualenv


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


# mise


@pytest.fixture(scope="session")
def mise_(npm: Install) -> Path:
    arch = {"x86_64": "x64", "aarch64": "arm64"}[os.uname().machine]
    return npm(MISE.format(arch)) / "bin" / "mise"


@pytest.mark.parametrize(
    "variables", [{}, {"MISE_DATA_DIR": "{root}/mise"}, {"XDG_DATA_HOME": "{root}/x"}]
)
def test_pythons_of_mise_are_where_it_says(
    mise_: Path,
    world: World,
    installed_python: Path,
    pythons: tuple[Environment, ...],
    variables: dict[str, str],
) -> None:
    named = {name: value.format(root=world.root) for name, value in variables.items()}
    world.environ = named | {"MISE_OFFLINE": "1"}
    # What mise was told of, wherever it is.
    told = laid_out(installed_python, world.root / "opt" / "python")
    version = version_of(pythons[0])
    world.run(mise_, "link", f"python@{version}", told)
    listed = json.loads(world.run(mise_, "ls", "--json"))["python"]
    assert [one["version"] for one in listed] == [version]
    [found] = mise.locate(world.machine)
    assert found.kind is Kind.MISE
    assert found.version == pythons[0].version
    assert str(found.executable).startswith(listed[0]["install_path"])
    has_the_search_path_it_says(found)
    assert interpreters_below(world.root, world) == [found]
    # What it installs is a folder beside; mise links the series to it as it starts next.
    place = Path(listed[0]["install_path"])
    place.unlink()
    laid_out(installed_python, place)
    world.run(mise_, "reshim")
    assert world.run(mise_, "where", f"python@{version}") == str(place)
    [found] = mise.locate(world.machine)
    is_what_it_says(found, str(place), Kind.MISE)


@pytest.mark.parametrize("file", ["mise.toml", ".tool-versions"])
def test_mise_and_we_start_the_same_python(
    mise_: Path,
    world: World,
    installed_python: Path,
    pythons: tuple[Environment, ...],
    file: str,
) -> None:
    store = world.home / ".local/share/mise/installs/python"
    version = version_of(pythons[0])
    place = laid_out(installed_python, store / version)
    world.environ = {"MISE_OFFLINE": "1"}
    series = version.rpartition(".")[0]
    world.run(mise_, "use", f"python@{series}", "--path", file)
    world.run(mise_, "reshim")
    said = Path(world.run(mise_, "which", "python"))
    [selected] = {*mise.selected(store.parent.parent, world.machine, world.project)}
    assert selected is not None
    assert (Path(selected) / "bin/python").resolve() == said.resolve()
    assert said.resolve().is_relative_to(place)


def test_the_environment_that_mise_makes_for_a_project_is_chosen(
    mise_: Path, world: World, pythons: tuple[Environment, ...]
) -> None:
    version = version_of(pythons[0])
    world.environ = {"MISE_OFFLINE": "1"}
    world.run(mise_, "link", f"python@{version}", Path(python_of(pythons[0])).parent.parent)
    venv = '[env]\n_.python.venv = {path = "env here", create = true}\n'
    world.write("mise.toml", f'[tools]\npython = "{version}"\n{venv}')
    world.write("shop.py", "")
    world.run(mise_, "trust")
    said = world.run(mise_, "exec", "--", "printenv", "VIRTUAL_ENV")
    found = chosen(world.project / "shop.py", world).environment
    assert found is not None
    assert str(found.prefix) == said
    assert found.version == pythons[0].version


# asdf and rye, laid out


def test_pythons_of_asdf_are_found(
    world: World, installed_python: Path, pythons: tuple[Environment, ...]
) -> None:
    root, version = world.home / ".asdf", version_of(pythons[0])
    # asdf-python starts python-build with the folder; asdf writes a shim for each program.
    place = laid_out(installed_python, root / "installs/python" / version)
    (root / "plugins/python/bin").mkdir(parents=True)
    (root / "shims").mkdir()
    shim = root / "shims/python3"
    shim.write_text(
        f'#!/usr/bin/env bash\n# asdf-plugin: python {version}\nexec asdf exec "python3" "$@"\n'
    )
    shim.chmod(0o755)
    [found] = asdf.locate(world.machine)
    is_what_it_says(found, str(place), Kind.ASDF)
    assert interpreters_below(root, world) == [found]
    world.write(".tool-versions", f"nodejs 20.1.0\npython {version} system\n")
    assert list(asdf.selected(root, world.machine, world.project)) == [place, None]


@pytest.mark.parametrize("inner", ["install", ""])
def test_toolchains_of_rye_are_found(
    world: World, installed_python: Path, pythons: tuple[Environment, ...], inner: str
) -> None:
    store, version = world.home / ".rye/py", version_of(pythons[0])
    place = laid_out(installed_python, store / f"cpython@{version}" / inner)
    told = laid_out(installed_python, world.root / "opt/python")
    (store / f"custom-cpython@{version}").symlink_to(told / "bin/python3")
    own, registered = rye.locate(world.machine)
    is_what_it_says(own, str(place), Kind.RYE)
    is_what_it_says(registered, str(told), Kind.RYE)


def test_the_environment_that_rye_makes_for_a_project_is_chosen(
    world: World, installed_python: Path, pythons: tuple[Environment, ...]
) -> None:
    version = version_of(pythons[0])
    place = laid_out(installed_python, world.home / f".rye/py/cpython@{version}")
    # ``rye sync`` starts virtualenv or uv with that Python, and notes what it used.
    world.run(UV, "venv", "-q", "--python", place / "bin/python3", ".venv")
    venv = world.project / ".venv"
    world.write(
        ".venv/rye-venv.json", json.dumps({"python": f"cpython@{version}", "venv_path": str(venv)})
    )
    world.write(".python-version", f"{version}\n")
    world.write("shop.py", "")
    found = chosen(world.project / "shop.py", world).environment
    assert found is not None
    is_what_it_says(found, str(venv), Kind.UV)
    assert found.base_prefix == place
