from pathlib import PurePath, PurePosixPath

import pytest
from caret import broken, environment, global_python

from venvlens.core.environment import Fault, FaultCode, Kind
from venvlens.core.implementation import PYPY
from venvlens.core.labels import State, label, label_of, state
from venvlens.core.python_version import PythonVersion
from venvlens.core.selection import Selection

SHOP = PurePosixPath("/work/shop")
GONE = Fault(FaultCode.BASE_GONE, PurePath("/gone"))


@pytest.mark.parametrize(
    ("facts", "shown"),
    [
        ({}, ".venv (3.12.1)"),
        ({"prefix": SHOP / "api/.venv"}, "api/.venv (3.12.1)"),
        ({"prefix": SHOP.parent / ".venv"}, "../.venv (3.12.1)"),
        ({"prefix": SHOP}, "shop (3.12.1)"),
        ({"prefix": PurePosixPath("/home/me/envs/big")}, "big (3.12.1)"),
        ({"prefix": PurePosixPath("/home/me/tool/.venv")}, "tool/.venv (3.12.1)"),
        ({"prefix": PurePosixPath("/.venv")}, ".venv (3.12.1)"),
        ({"version": None}, ".venv"),
        ({"version": PythonVersion(3, 9, 16), "implementation": PYPY}, ".venv (PyPy 3.9.16)"),
        (
            {"kind": Kind.UV_SCRIPT, "name": "tool.py", "prefix": PurePosixPath("/c/uv/tool-8b")},
            "tool.py (3.12.1)",
        ),
        (
            {"kind": Kind.CONDA, "prefix": PurePosixPath("/home/me/conda/envs/data")},
            "data (3.12.1)",
        ),
        (
            {"kind": Kind.CONDA_BASE, "prefix": PurePosixPath("/home/me/conda")},
            "base (3.12.1)",
        ),
        ({"kind": Kind.SYSTEM}, "Python 3.12.1 (global)"),
        ({"kind": Kind.GLOBAL, "version": None}, "Python (global)"),
        ({"kind": Kind.PYENV, "implementation": PYPY}, "PyPy 3.12.1 (global)"),
    ],
)
def test_an_environment_is_shown_in_a_few_characters(facts: dict[str, object], shown: str):
    assert label(environment(**facts), SHOP) == shown


def test_what_is_broken_says_so_instead_of_its_version():
    assert label(broken(GONE), SHOP) == ".venv is broken"
    lone = environment(kind=Kind.GLOBAL, faults=(GONE,))
    assert label(lone, SHOP) == "Python 3.12.1 (global) is broken"


def test_nothing_is_shown_as_nothing():
    assert label(None, SHOP) == "No environment"


@pytest.mark.parametrize(
    ("selection", "expected", "shown"),
    [
        (Selection(environment(), None, ()), State.ENVIRONMENT, ".venv (3.12.1)"),
        (Selection(broken(GONE), None, ()), State.BROKEN, ".venv is broken"),
        (Selection(None, None, ()), State.NONE, "No environment"),
        (Selection(None, global_python(), ()), State.NONE, "No environment"),
        (
            Selection(None, global_python(), (), is_wanted=True),
            State.ENVIRONMENT,
            "Python 3.13.0 (global)",
        ),
    ],
)
def test_a_global_interpreter_counts_only_if_somebody_wants_it(
    selection: Selection, expected: State, shown: str
):
    assert state(selection) is expected
    assert label_of(selection, SHOP) == shown
