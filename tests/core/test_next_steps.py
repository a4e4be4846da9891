"""What is offered after a failure: ways that lead on, the best first, and none that is in vain."""

from dataclasses import replace
from pathlib import PurePosixPath as Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from venvlens.core.next_steps import Failure, maker, next_steps
from venvlens.core.plans import Hindrance, Plan, Step
from venvlens.core.requests import (
    PROJECT_TOOL,
    CreateRequest,
    InstallRequest,
    IsolateRequest,
    RepairRequest,
    SelectRequest,
    project_of,
)

SHOP = Path("/work/shop")
PYTHON = Path("/usr/bin/python3.13")
CREATE = CreateRequest(SHOP / ".venv", PYTHON, "3.13.0")
FILLED = replace(CREATE, contents=("requirements.txt",))
REPAIR = RepairRequest(SHOP / ".venv", PYTHON, "3.13.0")
INSTALL = InstallRequest(SHOP / ".venv", ("requests",))
ALL = ("uv", "virtualenv", "venv")
SELECT = "Select Another Environment…"
OTHER_PYTHON = "Choose Another Python…"
AGAIN = "Try Again"


def offered(failure: Failure, tools=ALL) -> list[str]:
    return [step.title for step in next_steps(replace(failure, project=SHOP), tools)]


@pytest.mark.parametrize(
    ("hindrance", "made_by", "tools", "titles"),
    [
        # Nothing is known: the same again may work, and something else more likely.
        (None, "uv", ALL, [AGAIN, "Create with venv", OTHER_PYTHON]),
        (None, "venv", ALL, [AGAIN, "Create with uv", OTHER_PYTHON]),
        (None, "virtualenv", ("virtualenv", "venv"), [AGAIN, "Create with venv", OTHER_PYTHON]),
        (None, "venv", ("venv",), [AGAIN, OTHER_PYTHON, SELECT]),
        (None, "poetry", ALL, [AGAIN, "Create with venv", OTHER_PYTHON]),
        # A Python without ensurepip: uv and virtualenv bring their own pip.
        (Hindrance.NO_VENV, "venv", ALL, ["Create with uv", OTHER_PYTHON, SELECT]),
        (
            Hindrance.NO_VENV,
            "venv",
            ("virtualenv", "venv"),
            ["Create with virtualenv", OTHER_PYTHON, SELECT],
        ),
        (Hindrance.NO_VENV, "venv", ("venv",), [OTHER_PYTHON, SELECT]),
        (Hindrance.PYTHON, "uv", ALL, [OTHER_PYTHON, "Create with venv", SELECT]),
        # Of the machine: nothing else gets around it.
        (Hindrance.NETWORK, "uv", ALL, [AGAIN]),
        (Hindrance.FULL, "venv", ALL, [AGAIN]),
        (Hindrance.FORBIDDEN, "venv", ALL, [AGAIN]),
        (Hindrance.IN_USE, "uv", ALL, [AGAIN]),
        (Hindrance.NO_PYTHON, None, ALL, [SELECT]),
    ],
)
def test_after_a_creation(hindrance, made_by, tools, titles):
    assert offered(Failure(CREATE, hindrance, made_by), tools) == titles


@pytest.mark.parametrize(
    ("hindrance", "titles"),
    [
        (Hindrance.NAME, ["Create Without Installing", "Create with venv", OTHER_PYTHON]),
        (Hindrance.BUILD, ["Create Without Installing", AGAIN, "Create with venv"]),
        (Hindrance.NETWORK, [AGAIN]),
    ],
)
def test_what_cannot_be_installed_need_not_keep_one_from_an_environment(hindrance, titles):
    failure = Failure(FILLED, hindrance, "uv")
    assert offered(failure) == titles
    bare = next_steps(failure, ALL)[0].request
    assert bare == (CREATE if hindrance is not Hindrance.NETWORK else FILLED)


def test_another_tool_makes_the_same_environment():
    steps = {step.title: step.request for step in next_steps(Failure(FILLED, None, "uv"), ALL)}
    assert steps["Create with venv"] == replace(FILLED, tool="venv")
    assert steps[AGAIN] == FILLED
    assert steps[OTHER_PYTHON] == replace(FILLED, interpreter=None, version=None)


def test_a_tool_that_is_not_there_is_done_without():
    wanted = replace(CREATE, tool=PROJECT_TOOL)
    failure = Failure(wanted, Hindrance.NO_TOOL, was_tried=False)
    assert offered(failure) == ["Create with venv", SELECT]


def test_what_was_not_started_is_not_tried_again():
    """The folder is there already, or is no folder: it stays so."""
    assert offered(Failure(CREATE, was_tried=False)) == [SELECT]
    assert next_steps(Failure(CREATE, was_tried=False), ALL) == ()


def test_after_a_repair():
    assert offered(Failure(REPAIR)) == [AGAIN, SELECT]
    assert offered(Failure(REPAIR, Hindrance.FULL)) == [AGAIN]
    by_tool = replace(REPAIR, tool=PROJECT_TOOL)
    assert offered(Failure(by_tool, None, "uv")) == [AGAIN, "Repair Without uv", SELECT]
    without = next_steps(Failure(by_tool, None, "uv"), ALL)[1].request
    assert without == REPAIR


@pytest.mark.parametrize(
    ("hindrance", "titles"),
    [
        (None, [AGAIN, SELECT]),
        (Hindrance.NETWORK, [AGAIN]),
        (Hindrance.NAME, [SELECT]),
        (Hindrance.PYTHON, [SELECT]),
        (Hindrance.BROKEN, ["Repair .venv", SELECT]),
        (Hindrance.NO_ENVIRONMENT, ["Create Environment…", SELECT]),
        (Hindrance.MANAGED, ["Create Environment…", SELECT]),
    ],
)
def test_after_an_installation(hindrance, titles):
    assert offered(Failure(INSTALL, hindrance)) == titles


def test_a_broken_environment_is_repaired_where_it_is():
    [repair, _] = next_steps(Failure(INSTALL, Hindrance.BROKEN, project=SHOP), ALL)
    assert repair.request == RepairRequest(SHOP / ".venv")
    [make, _] = next_steps(Failure(INSTALL, Hindrance.NO_ENVIRONMENT, project=SHOP), ALL)
    assert make.request == CreateRequest(SHOP / ".venv", None, None, project=SHOP)


def test_what_is_not_for_pip_is_left_for_an_environment_of_the_project():
    wanted = InstallRequest(Path("/usr"), ("requests",))
    failure = Failure(wanted, Hindrance.MANAGED, was_tried=False)
    assert next_steps(failure, ALL) == ()
    [make, _] = next_steps(replace(failure, project=SHOP), ALL)
    assert make.request == CreateRequest(SHOP / ".venv", None, None, project=SHOP)


REQUESTS = st.sampled_from(
    [CREATE, FILLED, REPAIR, INSTALL, SelectRequest(SHOP, None), IsolateRequest(SHOP / ".venv")]
)
FAILURES = st.builds(
    Failure,
    REQUESTS,
    st.none() | st.sampled_from(Hindrance),
    st.none() | st.sampled_from([*ALL, "poetry"]),
    st.booleans(),
    st.none() | st.just(SHOP),
)


@given(FAILURES, st.sets(st.sampled_from(ALL)))
def test_few_different_ways_and_none_by_what_is_not_there(failure, tools):
    steps = next_steps(failure, tools)
    assert len(steps) <= 3
    assert len({step.title for step in steps}) == len(steps)
    for step in steps:
        if step.title.startswith("Create with"):
            assert step.request.tool in tools
            assert step.request.tool != failure.made_by
        # The same again only under its own name.
        assert step.request != failure.request or step.title in (AGAIN, SELECT)


@pytest.mark.parametrize(
    ("argv", "expected"),
    [
        (("/bin/uv", "venv", "--python", "x"), "uv"),
        (("/usr/bin/python3.13", "-I", "-m", "venv", "/x"), "venv"),
        (("/bin/virtualenv", "--python", "x"), "virtualenv"),
        (("C:\\bin\\poetry.exe", "env", "use"), "poetry"),
    ],
)
def test_what_begins_a_plan(argv, expected):
    assert maker(Plan("", (Step(argv, SHOP, 1.0),), SHOP / ".venv")) == expected


def test_the_project_is_the_folder_of_its_environment_where_nothing_else_is_said():
    assert project_of(CREATE) == SHOP
    assert project_of(replace(CREATE, project=SHOP / "api")) == SHOP / "api"
    assert project_of(INSTALL) == project_of(REPAIR) == SHOP
    assert project_of(SelectRequest(SHOP, None)) == SHOP
    assert project_of(IsolateRequest(SHOP / ".venv")) is None
