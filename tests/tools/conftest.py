"""Tools that make environments, each in a virtual environment of its own."""

import sys
from pathlib import Path

import pytest
from interpreters import interpreters, run
from tool_world import Install, World

from venvlens.core.environment import Environment

UV = Path(sys.executable).with_name("uv")


@pytest.fixture(scope="session")
def install(tmp_path_factory: pytest.TempPathFactory) -> Install:
    """Install requirements into an environment, once, and return its folder of programs."""
    made: dict[tuple[str, ...], Path] = {}

    def programs(*requirements: str) -> Path:
        if requirements not in made:
            prefix = tmp_path_factory.mktemp("tool") / "venv"
            run(UV, "venv", "-q", "--python", sys.executable, prefix)
            python = prefix / "bin" / "python"
            run(UV, "pip", "install", "-q", "--python", python, *requirements)
            made[requirements] = prefix / "bin"
        return made[requirements]

    return programs


@pytest.fixture
def world(tmp_path: Path) -> World:
    made = World(tmp_path)
    made.home.mkdir()
    made.project.mkdir()
    return made


@pytest.fixture(scope="session")
def pythons() -> tuple[Environment, ...]:
    """CPythons that every tool can use, each of another series, the newest first."""
    found = [one for one in interpreters() if one.implementation == "cpython"]
    return tuple(one for one in found if one.version and one.version.series >= (3, 9))
