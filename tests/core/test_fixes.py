from dataclasses import replace
from pathlib import PurePosixPath

import pytest
from caret import PROJECT, broken, environment, global_python

from venvlens.core.declarations.declared import Declared
from venvlens.core.environment import Environment, Fault, FaultCode, Kind
from venvlens.core.findings import Code, Finding, Severity
from venvlens.core.fixes import Possibilities, best_first, fixes, missing_code, title
from venvlens.core.import_table import ImportTable
from venvlens.core.names import ImportName, distribution_name
from venvlens.core.python_version import PythonVersion, parse
from venvlens.core.search_path import SearchPath, Target
from venvlens.core.selection import Selection
from venvlens.core.settings import Settings
from venvlens.core.source import Span
from venvlens.core.survey import Place, Survey

TABLE = ImportTable("# a table\npyyaml yaml=pc\ncv-one cv=p\ncv-two cv=p\n")
BROKEN = broken(Fault(FaultCode.BASE_GONE, PurePosixPath("/gone/python3")))


def python(version: str) -> Environment:
    folder = PurePosixPath("/opt", version)
    facts = {"prefix": folder, "kind": Kind.GLOBAL, "origin": "found on PATH"}
    return Environment(**facts, executable=folder / "bin/python3", version=parse(version))


def sibling(name: str) -> Environment:
    return environment(prefix=PROJECT.parent / name / ".venv")


def has(where: Environment, distribution: str | None = None) -> Place:
    return Place(where, where.prefix / "x.py", distribution)


def menu(
    code: Code,
    name: str = "usb",
    *,
    selected: Environment | None = None,
    interpreters: tuple[Environment, ...] = (python("3.13.0"), python("3.12.1")),
    siblings: tuple[Environment, ...] = (),
    places: tuple[Place, ...] = (),
    declared: tuple[str, ...] = (),
) -> list[str]:
    """Return the titles of the fixes for a finding, in order.

    The choice among all environments is always the last one where the environment is at fault.
    """
    target = Target(PythonVersion(3, 12), "linux")
    selection = Selection(selected, None if selected else global_python(), ())
    survey = Survey(PROJECT, PROJECT, selection, SearchPath(target, (), ()), Settings())
    finding = Finding(code, Severity.ERROR, Span(0, 0, 0, 3), "", ImportName(name))
    names = tuple(Declared(distribution_name(text), "pyproject.toml") for text in declared)
    possible = Possibilities(interpreters, siblings, places, names, table=TABLE)
    found = [title(fix, survey) for fix in fixes(finding, survey, possible)]
    if code in (Code.ENVIRONMENT_MISSING, Code.ENVIRONMENT_BROKEN):
        assert found.pop() == "Select another environment…"
    return found


@pytest.mark.parametrize("code", [Code.IMPORT_MISSING, Code.IMPORT_GLOBAL_ONLY])
class TestAMissingImport:
    def test_a_known_distribution_can_be_installed(self, code: Code):
        assert menu(code, "yaml.nodes", selected=environment()) == ["Install pyyaml into .venv"]

    def test_of_several_distributions_each_is_a_choice(self, code: Code):
        found = menu(code, "cv", selected=environment())
        assert found == [
            "Install cv-one into .venv: it is well known (2nd most downloaded)",
            "Install cv-two into .venv: it is well known (3rd most downloaded)",
        ]

    @pytest.mark.parametrize("said", ["", "use apt"])
    def test_nothing_is_installed_where_another_tool_installs(self, code: Code, said: str):
        managed = environment(kind=Kind.GLOBAL, externally_managed=said)
        api = sibling("api")
        found = menu(code, "yaml", selected=managed, siblings=(api,), places=(has(api),))
        assert found == ["Use the environment ../api/.venv"]

    def test_one_that_the_project_declares_can_be_installed(self, code: Code):
        found = menu(code, "own_thing", selected=environment(), declared=("Own.Thing",))
        assert found == ["Install own-thing into .venv"]

    def test_nothing_is_guessed(self, code: Code):
        assert menu(code, "nobody_knows", selected=environment()) == []

    def test_only_a_neighbour_that_has_it_is_offered_and_it_comes_second(self, code: Code):
        api, zoo = sibling("api"), sibling("zoo")
        places = (has(global_python(), "pyusb 1.3"), has(api))
        found = menu(code, selected=environment(), siblings=(zoo, api), places=places)
        assert found == [
            "Install pyusb into .venv",
            "Install pyusb==1.3 into .venv: as the global Python 3.13.0 has it",
            "Use the environment ../api/.venv",
        ]

    def test_what_a_neighbour_has_it_from_is_what_is_installed(self, code: Code):
        found = menu(code, "odd", selected=environment(), places=(has(sibling("a"), "Very_Odd 1"),))
        assert found == [
            "Install very-odd into .venv",
            "Install very-odd==1 into .venv: as ../a/.venv has it",
        ]


class TestAMissingEnvironment:
    code = Code.ENVIRONMENT_MISSING

    def test_the_best_python_first_then_another_one_then_neighbours(self):
        assert menu(self.code, siblings=(sibling("api"),)) == [
            "Create .venv here (Python 3.13.0)",
            "Create .venv here with another Python…",
            "Use the environment ../api/.venv",
        ]

    def test_a_single_python_leaves_no_choice(self):
        found = menu(self.code, interpreters=(python("3.13.0"),))
        assert found == ["Create .venv here (Python 3.13.0)"]

    def test_without_a_python_there_are_only_neighbours(self):
        found = menu(self.code, interpreters=(), siblings=(sibling("api"),))
        assert found == ["Use the environment ../api/.venv"]

    def test_of_many_neighbours_those_that_have_the_import_come_first(self):
        many = tuple(sibling(name) for name in "abcdef")
        found = menu(self.code, interpreters=(), siblings=many, places=(has(many[4]),))
        assert found == [f"Use the environment ../{name}/.venv" for name in "eab"]


class TestABrokenEnvironment:
    code = Code.ENVIRONMENT_BROKEN

    def test_it_is_made_anew_in_the_first_place(self):
        found = menu(self.code, selected=BROKEN, siblings=(sibling("api"),))
        assert found == ["Recreate .venv (Python 3.12.1)", "Use the environment ../api/.venv"]

    def test_a_python_of_another_series_is_the_second_best(self):
        newer = (python("3.13.0"), python("3.11.1"))
        assert menu(self.code, selected=BROKEN, interpreters=newer) == [
            "Upgrade .venv to Python 3.13.0"
        ]

    def test_without_a_python_it_cannot_be_made_anew(self):
        assert menu(self.code, selected=BROKEN, interpreters=()) == []

    def test_what_conda_filled_stays_where_it_is(self):
        fault = Fault(FaultCode.NO_PYTHON, PROJECT / ".conda/bin/python")
        facts = {"kind": Kind.CONDA, "faults": (fault,)}
        beside = environment(prefix=PROJECT / ".conda", **facts)
        found = menu(self.code, selected=beside, interpreters=(python("3.13.0"),))
        assert found == ["Create .venv here (Python 3.13.0)"]
        assert menu(self.code, selected=environment(**facts)) == []

    def test_nothing_is_installed_into_it(self):
        assert menu(Code.IMPORT_MISSING, selected=BROKEN) == []


def test_a_missing_submodule_has_no_fix():
    assert menu(Code.IMPORT_MISSING_SUBMODULE, selected=environment()) == []


@pytest.mark.parametrize(
    ("selected", "expected"),
    [
        (None, Code.ENVIRONMENT_MISSING),
        (BROKEN, Code.ENVIRONMENT_BROKEN),
        (environment(), Code.IMPORT_MISSING),
    ],
)
def test_what_is_missing_is_mended_by_the_state_of_the_environment(selected, expected: Code):
    path = SearchPath(Target(PythonVersion(3, 12), "linux"), (), ())
    survey = Survey(PROJECT, PROJECT, Selection(selected, None, ()), path, Settings())
    assert missing_code(survey) is expected


@pytest.mark.parametrize(
    ("requires", "pinned", "expected"),
    [
        (None, None, ["3.14.1", "3.13.9", "3.12.1", "3.15.0rc1", "3.14.1t"]),
        (None, "3.13", ["3.13.9", "3.14.1", "3.12.1", "3.15.0rc1", "3.14.1t"]),
        (None, "3.1", ["3.14.1", "3.13.9", "3.12.1", "3.15.0rc1", "3.14.1t"]),
        (None, "pypy3.10", ["3.14.1", "3.13.9", "3.12.1", "3.15.0rc1", "3.14.1t"]),
        ("<3.14", None, ["3.13.9", "3.12.1"]),
        ("<3.14", "3.12.1", ["3.12.1", "3.13.9"]),
        (">=3.15", None, ["3.15.0rc1"]),
        (">=4", None, []),
        ("nonsense", None, ["3.14.1", "3.13.9", "3.12.1", "3.15.0rc1", "3.14.1t"]),
    ],
)
def test_the_best_python(requires: str | None, pinned: str | None, expected: list[str]):
    newest_first = [python(v) for v in ("3.15.0rc1", "3.14.1", "3.14.1t", "3.13.9", "3.12.1")]
    found = best_first(newest_first, requires, pinned)
    assert [str(interpreter.version) for interpreter in found] == expected


def test_cpython_comes_before_what_is_newer_and_another_implementation():
    pypy = replace(python("3.13.1"), implementation="pypy")
    found = best_first([pypy, python("3.14.0rc1"), python("3.12.1")], None, None)
    assert [str(one.version) for one in found] == ["3.12.1", "3.14.0rc1", "3.13.1"]
    assert best_first([python("3.12.1"), pypy], None, "3.13")[0] is pypy
    assert menu(Code.ENVIRONMENT_MISSING, interpreters=(pypy,))[0] == (
        "Create .venv here (PyPy 3.13.1)"
    )


def test_nothing_is_made_or_installed_for_a_script() -> None:
    """A script has an environment of its tool's, which holds what the script asks for."""
    own = environment(kind=Kind.UV_SCRIPT, prefix=PurePosixPath("/cache/app-1"), name="app.py")
    assert menu(Code.IMPORT_MISSING, "yaml", selected=own) == []
    selection = Selection(None, global_python(), (), open="uv has made no environment for app.py")
    path = SearchPath(Target(PythonVersion(3, 12), "linux"), (), ())
    survey = Survey(PROJECT, PROJECT, selection, path, Settings())
    finding = Finding(
        Code.ENVIRONMENT_MISSING, Severity.WARNING, Span(0, 0, 0, 3), "", ImportName("yaml")
    )
    possible = Possibilities((python("3.13.0"),), (sibling("api"),), (), table=TABLE)
    assert list(fixes(finding, survey, possible)) == []
