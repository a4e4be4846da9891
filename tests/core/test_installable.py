"""What can be installed into a new environment, and how it is asked for."""

from pathlib import PurePosixPath

import pytest
from table_tree import TableTree

from venvlens.core.installable import (
    Contents,
    Installable,
    installable,
    left_by_build,
    read_contents,
    requirements_of_group,
    said,
    usual_contents,
)

PROJECT = PurePosixPath("/shop")
BUILT = '[build-system]\nrequires = []\n[project]\nname = "shop"\n'
GROUPS = """
[dependency-groups]
dev = ["pytest>=8", {include-group = "Lint_All"}, "six; python_version < '4'"]
lint-all = ["ruff", {include-group = "dev"}]
broken = [{path = "x"}]
lost = [{include-group = "nowhere"}]
"""


def tree(**files: str) -> TableTree:
    return TableTree({f"/shop/{name.replace('__', '.')}": text for name, text in files.items()})


def offered(**files: str) -> Installable:
    return installable(PROJECT, tree(**files))


@pytest.mark.parametrize(
    "files",
    [
        {"pyproject__toml": BUILT},
        {"setup__py": ""},
        {"setup__cfg": "[metadata]\nname = x\n"},
        {"pyproject__toml": '[build-system]\n[tool.poetry]\nname = "x"\n'},
    ],
)
def test_what_can_be_built_can_be_installed(files):
    assert offered(**files).project


@pytest.mark.parametrize(
    "files",
    [
        {},
        {"pyproject__toml": '[project]\nname = "shop"\n'},
        {"pyproject__toml": '[build-system]\n[tool.poetry]\npackage-mode = false\nname = "x"\n'},
        {"setup__cfg": "[flake8]\n"},
        {"pyproject__toml": "[build-system"},
    ],
)
def test_what_cannot_be_built_is_not_offered(files):
    assert not offered(**files).project


@pytest.mark.parametrize(
    ("backend", "name", "places"),
    [
        ("setuptools.build_meta", "My.Shop-1", ["/shop/My.Shop_1.egg-info"]),
        ("hatchling.build", "shop", []),
        ("setuptools.build_meta", "../x", []),
    ],
)
def test_what_setuptools_leaves_in_a_project_is_known_before(backend, name, places):
    text = f'[build-system]\nbuild-backend = "{backend}"\n[project]\nname = "{name}"\n'
    assert [str(p) for p in left_by_build(PROJECT, tree(pyproject__toml=text))] == places


def test_what_was_left_before_is_not_ours():
    text = '[build-system]\n[project]\nname = "shop"\n'
    files = {"/shop/pyproject.toml": text, "/shop/src/x.py": ""}
    known = TableTree(files)
    both = [PROJECT / "shop.egg-info", PROJECT / "src" / "shop.egg-info"]
    assert list(left_by_build(PROJECT, known)) == both
    known = TableTree(files | {"/shop/shop.egg-info/PKG-INFO": ""})
    assert list(left_by_build(PROJECT, known)) == both[1:]
    only_needs = TableTree({"/shop/pyproject.toml": '[project]\nname = "shop"\n'})
    assert left_by_build(PROJECT, only_needs) == ()


def test_requirements_files_come_shortest_first():
    names = ("requirements-dev__txt", "requirements__txt", "dev-requirements__txt", "notes__txt")
    found = offered(**dict.fromkeys(names, ""))
    assert found.files == ("requirements.txt", "dev-requirements.txt", "requirements-dev.txt")


def test_lists_of_a_project_are_offered():
    text = (
        '[project]\ndependencies = ["six", "no good", 3]\n'
        f"[project.optional-dependencies]\ncli = []\n{GROUPS}"
    )
    found = offered(pyproject__toml=text)
    assert (found.dependencies, found.extras) == (("six",), ("cli",))
    assert found.groups == ("dev", "lint-all", "broken", "lost")


def test_a_group_holds_what_it_includes_once():
    found = requirements_of_group("DEV", PROJECT, tree(pyproject__toml=GROUPS))
    assert found == ("pytest>=8", "six; python_version < '4'", "ruff")


@pytest.mark.parametrize(
    ("name", "why"),
    [("nobody", "'nobody', which is not there"), ("lost", "'nowhere'"), ("broken", "{'path'")],
)
def test_a_group_that_cannot_be_read_says_why(name, why):
    found = requirements_of_group(name, PROJECT, tree(pyproject__toml=GROUPS))
    assert isinstance(found, str)
    assert why in found


def test_words_become_contents():
    text = f'{BUILT}dependencies = ["six"]\n[project.optional-dependencies]\ncli = []\n{GROUPS}'
    known = tree(pyproject__toml=text, requirements__txt="")
    words = ("requirements.txt", "project", "extra:cli", "dependencies", "group:lint-all")
    assert read_contents(words, PROJECT, known) == Contents(
        (PROJECT / "requirements.txt",),
        True,
        ("cli",),
        True,
        ("lint-all",),
        ("six", "ruff", "pytest>=8", "six; python_version < '4'"),
    )
    assert not read_contents((), PROJECT, known)


@pytest.mark.parametrize(
    "word", ["project", "extra:x", "group:x", "none.txt", "a\0b", "--index-url=https://x"]
)
def test_what_is_not_there_is_said(word):
    found = read_contents((word,), PROJECT, tree(requirements__txt=""))
    assert isinstance(found, str)


@pytest.mark.parametrize(
    ("known", "words"),
    [
        (Installable(), []),
        (Installable(("requirements.txt", "b.txt")), [("requirements.txt",)]),
        (Installable(project=True), [("project",)]),
        (
            Installable(("requirements.txt",), True, (), (), ("Dev", "docs")),
            [("project", "group:Dev"), ("project",), ("requirements.txt",)],
        ),
        (
            Installable((), False, ("six",), (), ("dev",)),
            [("dependencies", "group:dev"), ("dependencies",)],
        ),
        (Installable(groups=("dev",)), [("group:dev",)]),
    ],
)
def test_what_people_install_comes_first(known, words):
    assert list(usual_contents(known)) == words


@pytest.mark.parametrize(
    ("words", "text"),
    [
        (("requirements.txt",), "requirements.txt"),
        (("project", "group:dev"), "this project and the group dev"),
        (
            ("dependencies", "extra:a", "b.txt"),
            "this project's dependencies, the extra a and b.txt",
        ),
    ],
)
def test_contents_in_words(words, text):
    assert said(words) == text
