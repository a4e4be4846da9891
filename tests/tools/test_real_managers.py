"""Pythons and environments of version managers: mise, asdf and rye.

mise is the real one, from npm. Of asdf and rye, which no registry has, the folders are laid out as
their sources say, with a real Python in them: ``bin/install`` of asdf-python starts python-build
with the folder, and ``rye/src/platform.rs`` and ``rye/src/cli/toolchain.rs`` name those of rye.
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
    is_what_it_says,
    python_of,
)
from tool_world import Install, World

from venvlens.core.environment import Environment, Kind
from venvlens.system.locators import asdf, mise, rye

pytestmark = pytest.mark.tools

UV = Path(sys.executable).with_name("uv")
MISE = "@jdxcode/mise-linux-{}@2026.9.15"


def version_of(python: Environment) -> str:
    assert python.version is not None
    return str(python.version)


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
