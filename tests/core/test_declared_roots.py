"""Which folders the tables of other tools declare to hold first-party modules."""

import textwrap

import pytest

from venvlens.core.declared_roots import in_pyproject, in_setup_cfg


@pytest.mark.parametrize(
    ("text", "roots"),
    [
        ('[tool.setuptools]\npackage-dir = {"" = "lib"}', ["lib"]),
        (
            '[tool.setuptools]\npackage-dir = {a = "lib/a", "b.c" = "x/b/c", d = "other"}',
            ["lib", "x"],
        ),
        ('[tool.setuptools]\npackage-dir = {"" = ".", a = "a"}', ["."]),
        ('[tool.setuptools.packages.find]\nwhere = ["src", "more"]', ["src", "more"]),
        ('[tool.setuptools]\npackages = ["a"]', []),
        (
            '[tool.hatch.build.targets.wheel]\npackages = ["src/foo", "bar", "lib/x/"]',
            ["src", ".", "lib"],
        ),
        ('[tool.hatch.build.targets.wheel]\nsources = ["src"]', ["src"]),
        ('[tool.hatch.build.sources]\n"src/foo" = "foo"\n"lib" = ""\n"a/b" = "c"', ["src", "lib"]),
        ('[tool.hatch.build]\ndev-mode-dirs = ["src", "."]', ["src", "."]),
        (
            '[tool.poetry]\npackages = [{include = "x", from = "lib"}, {include = "y"}]',
            ["lib"],
        ),
        ('[tool.pdm.build]\npackage-dir = "python"', ["python"]),
        ('[tool.uv.build-backend]\nmodule-root = "lib"', ["lib"]),
        ('[tool.maturin]\npython-source = "python"', ["python"]),
        ('[tool.scikit-build]\nwheel.packages = ["python/a"]', ["python"]),
        ('[tool.pytest.ini_options]\npythonpath = "src tests/lib"', ["src", "tests/lib"]),
        ('[tool.pytest.ini_options]\npythonpath = ["src", "."]', ["src", "."]),
        ('[tool.pytest]\npythonpath = ["src"]', ["src"]),
        ('[tool.pyright]\nextraPaths = ["a", "a", "b"]', ["a", "b"]),
        ('[tool.ty.environment]\nextra-paths = ["a"]\nroot = ["./b"]', ["./b", "a"]),
        ('[tool.ty.environment]\nroot = "b"', ["b"]),
    ],
)
def test_what_each_tool_is_told(text: str, roots: list[str]) -> None:
    assert list(in_pyproject(text)) == roots


@pytest.mark.parametrize(
    "text",
    [
        "",
        "tool = 3",
        "[tool",
        "a = " + "[" * 5000,
        "[tool]\nsetuptools = 1\nhatch = []\npoetry = 'x'\npdm = 2\nuv = 3\nty = 4\npytest = 'a'",
        "[tool.setuptools]\npackage-dir = ['src']\npackages.find.where = 'src'",
        "[tool.setuptools]\npackage-dir = {'' = 3}",
        "[tool.hatch.build]\npackages = 'a/b'\nsources = {a = 3}\ndev-mode-dirs = [1]",
        "[tool.poetry]\npackages = ['a', 3, {from = 3}]",
        "[tool.pytest.ini_options]\npythonpath = 3",
        "[tool.pyright]\nextraPaths = ['a', 3]",
        "[tool.uv.build-backend]\nmodule-root = ['a']",
        '[tool.pyright]\nextraPaths = ["a\\u0000b"]',
    ],
)
def test_what_has_another_shape_is_left_out(text: str) -> None:
    assert in_pyproject(text) == ()


@pytest.mark.parametrize(
    ("text", "roots"),
    [
        ("[options]\npackage_dir =\n    = src\n    a.b = lib/a/b\n", ["src", "lib"]),
        ("[options]\npackage_dir = =src\n", ["src"]),
        ("[options.packages.find]\nwhere = src\n", ["src"]),
        ("[options.packages.find]\nwhere =\n    one\n    two\n", ["one", "two"]),
        ("[tool:pytest]\npythonpath = src %(here)s\n", ["src", "%(here)s"]),
        ("", []),
        ("no section\n", []),
        ("[options]\npackage_dir\n", []),
    ],
)
def test_setup_cfg(text: str, roots: list[str]) -> None:
    assert list(in_setup_cfg(textwrap.dedent(text))) == roots
