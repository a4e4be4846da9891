"""What mends the faults of an environment, and what each fix is called."""

from __future__ import annotations

from dataclasses import replace
from pathlib import PurePosixPath

import pytest

from venvlens.core.environment import Environment, Kind
from venvlens.core.findings import Code, Severity
from venvlens.core.fixes import Ignore, Isolate, Possibilities, SetAside, title
from venvlens.core.fixes.repair import can_be_recreated, isolations, repairs
from venvlens.core.freeze import NOTHING, Frozen, Kept, LeftOut
from venvlens.core.health.trouble import Trouble
from venvlens.core.names import distribution_name
from venvlens.core.python_version import parse
from venvlens.core.search_path import SearchPath, Target
from venvlens.core.selection import Selection
from venvlens.core.settings import Settings
from venvlens.core.survey import Survey

PROJECT = PurePosixPath("/work/api")
PREFIX = PROJECT / ".venv"
HAD = Environment(PREFIX, Kind.VENV, "found", PREFIX / "bin/python", parse("3.11.2"))


def python(version: str, **more) -> Environment:
    folder = PurePosixPath("/opt") / version
    facts = {"executable": folder / "bin/python3", "version": parse(version)}
    return Environment(folder, Kind.GLOBAL, "found on PATH", **facts, **more)


def survey(environment: Environment | None) -> Survey:
    version = parse("3.11")
    assert version is not None
    path = SearchPath(Target(version, "linux"), (), ())
    return Survey(PROJECT, PROJECT, Selection(environment, None, ()), path, Settings())


def trouble(code: Code, *paths: str) -> Trouble:
    named = tuple(PurePosixPath(path) for path in paths)
    return Trouble(code, Severity.WARNING, PREFIX / "pyvenv.cfg", "", "", paths=named)


def menu(
    *troubles: Trouble,
    environment: Environment | None = HAD,
    known: tuple[str, ...] = ("3.13.0", "3.11.9"),
    pinned: str | None = None,
    frozen: Frozen = NOTHING,
) -> list[str]:
    """Return the titles of the fixes for the first of some faults."""
    possible = Possibilities(tuple(map(python, known)), (), (), pinned=pinned, frozen=frozen)
    around = survey(environment)
    return [title(fix, around) for fix in repairs(troubles[0], troubles, around, possible)]


MOVED = trouble(Code.ENVIRONMENT_MOVED)
OUTDATED = trouble(Code.ENVIRONMENT_OUTDATED)
NOT_ALLOWED = trouble(Code.PYTHON_NOT_ALLOWED)
NOT_PINNED = trouble(Code.PYTHON_NOT_PINNED)
LENS = Kept(distribution_name("lens"), "1.0", "lens==1.0")
TWO = Frozen((LENS,), (LeftOut("own", "it is gone"),))


def test_one_that_was_moved_gets_a_python_of_its_series():
    assert menu(MOVED) == ["Recreate .venv (Python 3.11.9)"]
    assert menu(MOVED, known=("3.13.0",)) == ["Upgrade .venv to Python 3.13.0"]
    assert menu(MOVED, known=("3.9.1",)) == ["Recreate .venv (Python 3.9.1)"]
    assert menu(MOVED, known=()) == []


def test_what_is_installed_is_in_the_title():
    assert menu(MOVED, frozen=TWO) == [
        "Recreate .venv (Python 3.11.9) with 1 of its 2 distributions"
    ]


def test_it_is_the_series_that_was_installed_for_that_counts():
    there = replace(TWO, version=parse("3.13.1"))
    assert menu(MOVED, frozen=there)[0].startswith("Recreate .venv (Python 3.13.0)")


@pytest.mark.parametrize("about", [OUTDATED, NOT_ALLOWED])
def test_one_whose_python_is_not_wanted_gets_the_newest_that_is(about: Trouble):
    assert menu(about) == ["Upgrade .venv to Python 3.13.0"]


def test_a_pinned_python_is_offered_only_where_it_is():
    assert menu(NOT_PINNED, pinned="3.13") == ["Upgrade .venv to Python 3.13.0"]
    assert menu(NOT_PINNED, pinned="3.12") == []
    assert menu(MOVED, known=("3.12.1", "3.11.9"), pinned="3.12") == [
        "Upgrade .venv to Python 3.12.1"
    ]


@pytest.mark.parametrize("kind", [Kind.CONDA, Kind.PIXI, Kind.TOX, Kind.UV_SCRIPT, Kind.SYSTEM])
def test_what_venv_cannot_make_is_not_made_anew(kind: Kind):
    other = replace(HAD, kind=kind)
    assert not can_be_recreated(other)
    for about in (MOVED, OUTDATED, NOT_ALLOWED, NOT_PINNED):
        assert menu(about, environment=other, pinned="3.13") == []
    assert list(isolations(replace(other, system_site=True))) == []


def test_without_an_environment_there_is_nothing_to_mend():
    assert menu(MOVED, environment=None) == []
    assert list(isolations(None)) == []


def test_leftovers_are_set_aside_one_by_one_or_all():
    site = "/work/api/.venv/lib/python3.11/site-packages"
    first = trouble(Code.DISTRIBUTION_REMAINS, f"{site}/~iny")
    second = trouble(Code.DISTRIBUTION_REMAINS, f"{site}/~iny-1.0.dist-info")
    assert menu(first) == ["Set ~iny aside"]
    assert menu(first, second, MOVED) == ["Set ~iny aside", "Set all 2 leftovers aside"]
    [one, every] = repairs(first, (first, second), survey(HAD), Possibilities((), (), ()))
    assert isinstance(one, SetAside)
    assert isinstance(every, SetAside)
    assert every.paths == first.paths + second.paths


@pytest.mark.parametrize(
    ("prefix", "file", "expected"),
    [
        ("/work/api/.venv", "/work/api/.gitignore", "/.venv"),
        ("/work/api/.venv", "/work/.gitignore", "/api/.venv"),
        ("/work/api/a[b]*", "/work/api/.gitignore", "/a\\[b]\\*"),
        ("/work/api/#x", "/work/api/.gitignore", "/#x"),
    ],
)
def test_a_line_of_gitignore_means_this_folder_and_no_other(prefix, file, expected):
    around = survey(replace(HAD, prefix=PurePosixPath(prefix)))
    about = trouble(Code.ENVIRONMENT_NOT_IGNORED, file)
    line, inside = repairs(about, (about,), around, Possibilities((), (), ()))
    assert isinstance(line, Ignore)
    assert (line.line, str(line.file)) == (expected, file)
    assert isinstance(inside, Ignore)
    assert (inside.line, str(inside.file)) == ("*", f"{prefix}/.gitignore")
    assert title(inside, around).startswith("Write ")


def test_a_gitignore_that_is_not_above_the_environment_is_left_alone():
    about = trouble(Code.ENVIRONMENT_NOT_IGNORED, "/elsewhere/.gitignore")
    assert menu(about) == ["Write .venv/.gitignore"]


def test_the_bases_packages_can_be_turned_off_where_they_are_on():
    around = survey(HAD)
    [fix] = isolations(replace(HAD, system_site=True))
    assert isinstance(fix, Isolate)
    assert title(fix, around) == "Turn off system site-packages in .venv"
    assert list(isolations(HAD)) == []
