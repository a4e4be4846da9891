"""Where a user's tools are: on PATH, where their installers put them, never in the workspace."""

from pathlib import Path

import pytest

from venvlens.system import toolbox as toolbox_
from venvlens.system.host import Host
from venvlens.system.toolbox import Toolbox


def tool(folder: Path, name: str) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    program = folder / name
    program.write_text("#!/bin/sh\n")
    program.chmod(0o755)
    return program


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


def box(home: Path, *path: Path, outside: tuple[Path, ...] = (), **environ: str) -> Toolbox:
    return Toolbox(Host(environ, path, home, "linux"), lambda: outside)


@pytest.mark.parametrize(
    ("folder", "name"),
    [
        (".local/bin", "poetry"),
        (".cargo/bin", "uv"),
        (".pixi/bin", "pixi"),
        (".local/share/pypoetry/venv/bin", "poetry"),
        ("miniforge3/condabin", "conda"),
    ],
)
def test_usual_places_count_without_path(home: Path, folder: str, name: str) -> None:
    program = tool(home / folder, name)
    assert box(home).find(name) == program


def test_path_comes_first(home: Path, tmp_path: Path) -> None:
    tool(home / ".local/bin", "pdm")
    first = tool(tmp_path / "bin", "pdm")
    assert box(home, tmp_path / "bin").find("pdm") == first


def test_variables_of_installers_count(home: Path, tmp_path: Path) -> None:
    program = tool(tmp_path / "poetry home" / "bin", "poetry")
    assert box(home, POETRY_HOME=str(tmp_path / "poetry home")).find("poetry") == program
    assert box(home, POETRY_HOME="relative").find("poetry") is None


@pytest.mark.parametrize("name", ["conda", "mamba", "micromamba"])
def test_conda_s_work_is_done_by_its_likes_too(home: Path, tmp_path: Path, name: str) -> None:
    program = tool(tmp_path / "bin", name)
    assert box(home, tmp_path / "bin").find("conda") == program


def test_a_tool_of_the_workspace_is_never_found(home: Path, tmp_path: Path) -> None:
    workspace = tmp_path / "shop"
    tool(workspace / "bin", "uv")
    assert box(home, workspace / "bin", outside=(workspace,)).find("uv") is None


def test_an_answer_is_remembered_for_a_moment(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = 100.0
    monkeypatch.setattr(toolbox_.time, "monotonic", lambda: now)
    found = box(home, tmp_path / "bin")
    assert found.find("uv") is None
    program = tool(tmp_path / "bin", "uv")
    assert found.find("uv") is None
    now += 5
    assert found.find("uv") == program
    assert found.find("poetry") is None
