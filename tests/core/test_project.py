import pytest

from venvlens.core.project import Pyproject, read_pyproject


def test_what_decides_verdicts_is_read():
    text = """
        [project]
        name = "shop"
        requires-python = ">=3.11"
        dependencies = ["requests>=2", "PyYAML"]
        [project.optional-dependencies]
        fast = ["orjson"]
        [dependency-groups]
        test = ["pytest", {include-group = "lint"}]
        lint = ["ruff"]
        [tool.venvlens]
        ignore = ["a"]
    """
    assert read_pyproject(text) == Pyproject(
        ">=3.11",
        {"ignore": ["a"]},
        ("requests>=2", "PyYAML", "orjson", "pytest", "ruff"),
        "shop",
    )


def test_a_text_that_is_no_toml_is_a_value():
    found = read_pyproject("[project\n")
    assert found.problem
    assert found.dependencies == ()


@pytest.mark.parametrize(
    "text",
    [
        "",
        "project = 3",
        "tool = []",
        "[project]\nrequires-python = 3\ndependencies = 'requests'",
        "[project]\noptional-dependencies = ['a']\n",
        "dependency-groups = 1",
        "[project]\ndependencies = [1, {}]",
    ],
)
def test_what_has_another_shape_is_left_out(text: str):
    assert read_pyproject(text) == Pyproject()


def test_nesting_without_an_end_is_a_problem_and_no_crash():
    assert read_pyproject("a = " + "[" * 5000).problem
