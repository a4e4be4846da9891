from pathlib import PurePosixPath

import pytest
from caret import PROJECT, environment

from venvlens.core.environment import Kind
from venvlens.core.inventory import Group, Listed, Section
from venvlens.core.reports import listed

HOME = PurePosixPath("/home/me")
AWAY = HOME / "envs" / "big"


def line(group: Group, kind: Kind, prefix: PurePosixPath = AWAY, **more: bool) -> Listed:
    return Listed(environment(kind=kind, prefix=prefix), group, None, **more)


@pytest.mark.parametrize(
    ("group", "kind", "section"),
    [
        (Group.RECOMMENDED, Kind.CONDA, Section.RECOMMENDED),
        (Group.WORKSPACE, Kind.POETRY, Section.WORKSPACE),
        (Group.KEPT, Kind.POETRY, Section.PROJECTS),
        (Group.KEPT, Kind.VENV, Section.PROJECTS),
        (Group.KEPT, Kind.CONDA, Section.CONDA),
        (Group.GLOBAL, Kind.CONDA_BASE, Section.CONDA),
        (Group.KEPT, Kind.PYENV_VIRTUALENV, Section.PYENV),
        (Group.GLOBAL, Kind.PYENV, Section.PYENV),
        (Group.GLOBAL, Kind.SYSTEM, Section.GLOBAL),
        (Group.GLOBAL, Kind.UV_PYTHON, Section.GLOBAL),
    ],
)
def test_whose_it_is_counts_before_who_made_it(group: Group, kind: Kind, section: Section):
    assert line(group, kind).section is section


def test_the_headings_are_those_that_people_know():
    assert [section.value for section in Section] == [
        "Recommended",
        "This workspace",
        "Other projects",
        "conda",
        "pyenv",
        "Global",
    ]


@pytest.mark.parametrize(
    ("prefix", "path"),
    [
        (PROJECT / ".venv", ".venv"),
        (PROJECT / "api" / ".venv", "api/.venv"),
        (PROJECT, str(PROJECT)),
        (AWAY, "~/envs/big"),
        (PurePosixPath("/srv/x"), "/srv/x"),
    ],
)
def test_a_path_is_as_short_as_it_can_be_told(prefix: PurePosixPath, path: str):
    told = listed(line(Group.KEPT, Kind.VENV, prefix), PROJECT, HOME)
    assert told["path"] == path


def test_a_global_interpreter_is_where_its_executable_is():
    told = listed(line(Group.GLOBAL, Kind.SYSTEM), PROJECT, HOME)
    assert str(told["path"]).rpartition("/")[2].startswith("python")


def test_a_line_tells_what_it_is_and_what_may_be_done_with_it():
    told = listed(line(Group.KEPT, Kind.VENV, selected=True, removable=True), PROJECT, HOME)
    assert (told["label"], told["section"]) == ("big (3.12.1)", "Other projects")
    assert (told["selected"], told["removable"]) == (True, True)
