"""Which tool manages a project, by its files alone."""

from pathlib import PurePosixPath

import pytest
from table_tree import TableTree

from venvlens.core.project_tool import tools_of

PROJECT = PurePosixPath("/shop")


def managers(**files: str) -> list[tuple[str, str]]:
    """The tools with their reasons; ``uv__lock`` stands for ``uv.lock``."""
    tree = TableTree({f"/shop/{name.replace('__', '.')}": text for name, text in files.items()})
    return [(one.tool.value, one.reason) for one in tools_of(PROJECT, tree)]


@pytest.mark.parametrize(
    ("name", "text", "tool", "reason"),
    [
        ("uv.lock", "", "uv", "uv.lock is there"),
        ("pyproject.toml", "[tool.uv]\n", "uv", "pyproject.toml has [tool.uv]"),
        ("poetry.lock", "", "poetry", "poetry.lock is there"),
        ("poetry.toml", "", "poetry", "poetry.toml is there"),
        ("pyproject.toml", "[tool.poetry]\n", "poetry", "pyproject.toml has [tool.poetry]"),
        ("pdm.lock", "", "pdm", "pdm.lock is there"),
        (".pdm-python", "/x", "pdm", ".pdm-python is there"),
        ("pyproject.toml", "[tool.pdm.dev-dependencies]\n", "pdm", "pyproject.toml has [tool.pdm]"),
        ("Pipfile", "", "pipenv", "Pipfile is there"),
        ("hatch.toml", "[envs.docs]\n", "hatch", "hatch.toml has [envs]"),
        (
            "pyproject.toml",
            "[tool.hatch.envs.default]\n",
            "hatch",
            "pyproject.toml has [tool.hatch.envs]",
        ),
        ("pixi.toml", "", "pixi", "pixi.toml is there"),
        ("environment.yml", "", "conda", "environment.yml is there"),
    ],
)
def test_each_tool_is_known_by_its_files(name, text, tool, reason):
    tree = TableTree({f"/shop/{name}": text})
    assert [(one.tool.value, one.reason) for one in tools_of(PROJECT, tree)] == [(tool, reason)]


@pytest.mark.parametrize(
    "files",
    [
        {},
        {"requirements__txt": "six\n", "setup__py": ""},
        # How it is packed says nothing of its environment.
        {"pyproject__toml": '[build-system]\nbuild-backend = "hatchling.build"\n'},
        {"pyproject__toml": '[build-system]\nbuild-backend = "poetry.core.masonry.api"\n'},
        {"pyproject__toml": "[tool.hatch.build.targets.wheel]\n"},
        {"hatch__toml": "[build]\n"},
        {"Pipfile__lock": "{}"},
        {"pyproject__toml": "[tool]\nuv = 3\n"},
        {"pyproject__toml": "[tool.uv"},
    ],
)
def test_nothing_else_is_a_sign(files):
    assert managers(**files) == []


def test_a_lock_outweighs_a_table_and_a_table_what_a_tool_left_behind():
    both = "[tool.poetry]\n[tool.uv]\n"
    left = {".pdm-python": "", "environment.yml": ""}
    found = managers(pyproject__toml=both, uv__lock="", **left)
    assert [tool for tool, _ in found] == ["uv", "poetry", "pdm", "conda"]
    assert managers(pyproject__toml="[tool.uv]\n", poetry__lock="")[0][0] == "poetry"


def test_a_folder_that_cannot_be_listed_has_none():
    assert tools_of(PROJECT, TableTree({})) == ()
