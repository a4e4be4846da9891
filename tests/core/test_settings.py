import pytest
from hypothesis import given
from hypothesis import strategies as st
from untouched import UNTOUCHED

from venvlens.core.findings import Code, Severity
from venvlens.core.settings import Settings, read

ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=5,
)
KEYS = st.sampled_from(["severity", "ignore", "roots", "pythonpath", "colour"])


def test_a_whole_table():
    found = read(
        {
            "severity": {"import-missing": "warning", "environment-missing": "off"},
            "ignore": ["a", "b.c"],
            "roots": ["lib"],
            "pythonpath": ["tools"],
            "trusted": True,
        },
        "here",
    )
    assert found.problems == ()
    assert found.settings.severity_of(Code.IMPORT_MISSING) is Severity.WARNING
    assert found.settings.severity_of(Code.ENVIRONMENT_MISSING) is Severity.OFF
    assert found.settings.severity_of(Code.ENVIRONMENT_BROKEN) is Severity.ERROR
    assert found.settings.roots == ("lib",)
    assert found.settings.pythonpath == ("tools",)


@pytest.mark.parametrize(
    ("table", "problem"),
    [
        ([], "here: expected a table of settings"),
        ({"colour": 1}, "here: there is no setting 'colour'"),
        ({"severity": "off"}, "here: severity must be a table of rules"),
        ({"severity": {"x": "off"}}, "here: severity of 'x': there is no such rule"),
        ({"ignore": "requests"}, "here: ignore must be a list of strings"),
        ({"ignore": [1]}, "here: ignore must be a list of strings"),
        ({"ignore": ["a-b"]}, "here: ignore: 'a-b' is not an import name"),
        ({"roots": {}}, "here: roots must be a list of strings"),
        (
            {"environmentFolders": "~/envs"},
            "here: environmentFolders must be a list of strings",
        ),
        ({"pythonpath": "a:b"}, "here: pythonpath must be a list of strings"),
    ],
)
def test_what_is_wrong_is_named_and_ignored(table: object, problem: str):
    found = read(table, "here")
    assert found.problems == (problem,)
    assert found.settings == Settings()


def test_one_bad_value_spoils_no_other():
    table = {"severity": {"import-missing": "loud", "environment-missing": "hint"}}
    found = read({**table, "ignore": ["1", "ok"]}, "here")
    assert len(found.problems) == 2
    assert found.settings.severity == {Code.ENVIRONMENT_MISSING: Severity.HINT}
    assert found.settings.ignore == {"ok"}


@given(ANYTHING | st.dictionaries(KEYS, ANYTHING, max_size=4))
def test_anything_can_be_read(table: object):
    found = read(table, "here")
    assert all("\n" not in problem for problem in found.problems)


@pytest.mark.parametrize("name", ["a", "a.b", "a.b.c", "x.y", "x.y.z"])
def test_an_ignored_name_stands_for_its_submodules(name: str):
    assert Settings(ignore=frozenset({"a", "x.y"})).ignores(name)


@pytest.mark.parametrize("name", ["ab", "x", "x.yz", "b.a"])
def test_an_ignored_name_stands_for_no_other(name: str):
    assert not Settings(ignore=frozenset({"a", "x.y"})).ignores(name)


def test_nearer_settings_go_first():
    lower = Settings(
        {Code.IMPORT_MISSING: Severity.OFF, Code.ENVIRONMENT_BROKEN: Severity.HINT},
        frozenset({"a"}),
        ("lib",),
        ("tools",),
    )
    both = Settings({Code.IMPORT_MISSING: Severity.ERROR}, frozenset({"b"})).over(lower)
    assert both.severity_of(Code.IMPORT_MISSING) is Severity.ERROR
    assert both.severity_of(Code.ENVIRONMENT_BROKEN) is Severity.HINT
    assert both.ignore == {"a", "b"}
    assert both.roots == ("lib",)
    assert both.pythonpath == ("tools",)
    assert Settings(pythonpath=("mine",)).over(lower).pythonpath == ("mine",)


def test_folders_of_environments_are_the_editors_alone():
    told = read({"environmentFolders": ["~/envs"]}, "here").settings
    assert told.environment_folders == ("~/envs",)
    assert told.over(Settings()).environment_folders == ("~/envs",)
    assert Settings().over(told).environment_folders == ()


def test_what_makes_environments_is_the_editors_alone():
    told = read({"createWith": "venv"}, "here").settings
    assert told.create_with == "venv"
    assert told.over(Settings()).create_with == "venv"
    assert Settings().over(told).create_with == "auto"


@pytest.mark.parametrize("value", ["make", "", 3, ["uv"]])
def test_only_known_makers_can_be_preferred(value: object):
    found = read({"createWith": value}, "here")
    assert found.settings.create_with == "auto"
    known = "auto, project, uv, virtualenv, venv"
    assert found.problems == (f"here: createWith must be one of {known}",)


@pytest.mark.parametrize(
    "table",
    [
        UNTOUCHED,
        dict.fromkeys(UNTOUCHED),
        {**UNTOUCHED, "severity": {"import-missing": None}},
        {"trusted": True, "environmentChanged": True, "answers": True},
    ],
)
def test_what_nobody_has_touched_says_nothing(table: object):
    found = read(table, "here")
    assert found.problems == ()
    assert found.settings == Settings()
    lower = Settings(
        {Code.IMPORT_MISSING: Severity.OFF},
        frozenset({"a"}),
        ("lib",),
        ("tools",),
        ".venv",
    )
    assert found.settings.over(lower) == lower
