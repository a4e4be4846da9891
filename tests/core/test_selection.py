from pathlib import PurePosixPath

import pytest
from caret import environment

from venvlens.core.python_version import PythonVersion, parse
from venvlens.core.selection import Considered, Selection, allows, best_in_folder


@pytest.mark.parametrize(
    ("specifier", "version", "expected"),
    [
        (">=3.11", "3.12.1", True),
        (">=3.11", "3.10.9", False),
        (">=3.11,<3.13", "3.13.0", False),
        ("==3.12.*", "3.12", True),
        (">=3.12.4", "3.12", True),
        (">=3.12.4", "3.12.1", False),
        ("<3.12", "3.12", False),
        (">=3.14", "3.14.0rc2", True),
        (">=3.13", "3.13.1t", True),
        ("^3.9", "3.8.0", True),
        ("", "3.8.0", True),
        (None, "3.8.0", True),
    ],
)
def test_requires_python(specifier: str | None, version: str, expected: bool):
    assert allows(specifier, parse(version)) is expected


def test_an_unknown_version_is_not_forbidden():
    assert allows(">=3.11", None)


SHOP = PurePosixPath("/work/shop")


def named(name: str, minor: int = 12):
    return environment(prefix=PurePosixPath("/work/shop", name), version=PythonVersion(3, minor, 1))


def test_the_only_environment_is_taken():
    best, reason = best_in_folder([named("strange", 8)], ".venv", ">=3.11", SHOP)
    assert best.prefix.name == "strange"
    assert reason == "it is the nearest environment, in /work/shop"


def test_the_usual_name_comes_first_whatever_its_version():
    best, _ = best_in_folder([named(".venv", 9), named("venv", 13)], ".venv", ">=3.11", SHOP)
    assert best.prefix.name == ".venv"


def test_then_the_first_whose_python_the_project_allows():
    best, reason = best_in_folder(
        [named("a", 9), named("b", 12), named("c", 13)], ".venv", ">=3.11", SHOP
    )
    assert best.prefix.name == "b"
    assert "first that requires-python >=3.11 allows" in reason


def test_never_the_highest_version_by_itself():
    best, reason = best_in_folder([named("a", 9), named("b", 13)], ".venv", None, SHOP)
    assert best.prefix.name == "a"
    assert "of the 2 environments" in reason


def test_where_none_is_allowed_the_first_by_name_is_taken():
    best, _ = best_in_folder([named("a", 8), named("b", 9)], ".venv", ">=3.11", SHOP)
    assert best.prefix.name == "a"


def test_the_reason_is_that_of_the_step_that_was_taken():
    steps = (
        Considered(PurePosixPath("/a"), False, "no"),
        Considered(PurePosixPath("/b"), True, "because"),
    )
    assert Selection(named(".venv"), None, steps).reason == "because"
    assert Selection(None, None, ()).reason == "nothing was found"
    assert Selection(None, None, ()).interpreter is None
