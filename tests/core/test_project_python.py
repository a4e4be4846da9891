"""Which Pythons a project allows and names."""

from pathlib import PurePosixPath

import pytest
from table_tree import TableTree

from venvlens.core.project_python import pinned_python, requires_python

PLACES = (PurePosixPath("/work/shop"), PurePosixPath("/work"))
POETRY = '[tool.poetry.dependencies]\npython = "{}"\n'


@pytest.mark.parametrize(
    ("text", "specifier"),
    [
        ('[project]\nrequires-python = ">=3.9"\n', ">=3.9"),
        (POETRY.format("^3.10"), ">=3.10,<4"),
        (POETRY.format("^3.10.2"), ">=3.10.2,<4"),
        (POETRY.format("^3"), ">=3,<4"),
        (POETRY.format("~3.11"), ">=3.11,<3.12"),
        (POETRY.format("~3.11.4"), ">=3.11.4,<3.12"),
        (POETRY.format("~3"), ">=3,<4"),
        (POETRY.format("~=3.11"), "~=3.11"),
        (POETRY.format(">=3.9, <3.13"), ">=3.9,<3.13"),
        ("[project]\nrequires-python = 3\n", None),
        ("[tool.x]\n", None),
        ("[project", None),
    ],
)
def test_what_a_project_allows(text, specifier):
    tree = TableTree({"/work/shop/pyproject.toml": text})
    assert requires_python(PLACES, tree) == specifier


def test_the_nearest_project_decides():
    wide = '[project]\nrequires-python = ">=3.9"\n'
    tree = TableTree({"/work/pyproject.toml": wide, "/work/shop/-": ""})
    assert requires_python(PLACES, tree) == ">=3.9"
    near = {"/work/shop/pyproject.toml": "", "/work/pyproject.toml": wide}
    assert requires_python(PLACES, TableTree(near)) is None


@pytest.mark.parametrize(
    ("name", "text", "version"),
    [
        (".python-version", "3.12\n", "3.12"),
        (".python-version", "# ours\n3.12.1 3.11\n", "3.12.1"),
        (".python-version", "cpython-3.12\n", "3.12"),
        (".python-version", "my-env\n", None),
        (".python-version", "", None),
        ("Pipfile", '[requires]\npython_version = "3.11"\n', "3.11"),
        ("Pipfile", '[requires]\npython_full_version = "3.11.7"\n', "3.11.7"),
        ("Pipfile", "[requires\n", None),
    ],
)
def test_what_a_project_names(name, text, version):
    assert pinned_python(PLACES, TableTree({f"/work/shop/{name}": text})) == version
    assert pinned_python(PLACES, TableTree({f"/work/{name}": text, "/work/shop/-": ""})) == version
