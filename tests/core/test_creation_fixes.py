"""The lines of a menu for a project without an environment, best first."""

from dataclasses import replace
from pathlib import PurePosixPath

from caret import PROJECT, global_python

from venvlens.core.environment import Environment, Kind
from venvlens.core.findings import Code, Finding, Severity
from venvlens.core.fixes import Create, Possibilities, fixes, title
from venvlens.core.installable import Installable
from venvlens.core.names import ImportName
from venvlens.core.python_version import PythonVersion, parse
from venvlens.core.search_path import SearchPath, Target
from venvlens.core.selection import Selection
from venvlens.core.settings import Settings
from venvlens.core.source import Span
from venvlens.core.survey import Survey


def python(version: str) -> Environment:
    folder = PurePosixPath("/opt", version)
    facts = {"prefix": folder, "kind": Kind.GLOBAL, "origin": "found on PATH"}
    return Environment(**facts, executable=folder / "bin/python3", version=parse(version))


BOTH = Possibilities((python("3.13.0"), python("3.12.1")), (), ())
WHOLE = Installable(("requirements.txt",), True, (), (), ("dev",))
PLAIN = "Create .venv here (Python 3.13.0)"
ANOTHER = "Create .venv here with another Python…"
SYNC = "Create the environment with uv sync (Python 3.13.0)"


def menu(possible: Possibilities, create_with: str = "auto") -> list[str]:
    target = Target(PythonVersion(3, 12), "linux")
    selection = Selection(None, global_python(), ())
    settings = Settings(create_with=create_with)
    survey = Survey(PROJECT, PROJECT, selection, SearchPath(target, (), ()), settings)
    place = Span(0, 0, 0, 3)
    finding = Finding(Code.ENVIRONMENT_MISSING, Severity.ERROR, place, "", ImportName("usb"))
    *found, last = fixes(finding, survey, possible)
    assert title(last, survey) == "Select another environment…"
    assert all(isinstance(fix, Create) for fix in found)
    return [title(fix, survey) for fix in found]


def test_what_the_project_needs_is_installed_first():
    assert menu(replace(BOTH, installable=WHOLE)) == [
        "Create .venv here and install this project and the group dev",
        "Create .venv here and install this project",
        "Create .venv here and install requirements.txt",
        PLAIN,
        ANOTHER,
    ]
    only_a_file = replace(BOTH, installable=Installable(("requirements.txt",)))
    assert menu(only_a_file) == [
        "Create .venv here and install requirements.txt",
        PLAIN,
        ANOTHER,
    ]
    only_a_list = replace(BOTH, installable=Installable(dependencies=("six",)))
    assert menu(only_a_list)[0] == "Create .venv here and install this project's dependencies"


def test_the_projects_own_tool_comes_first_and_installs_by_itself():
    assert menu(replace(BOTH, command="uv sync", installable=WHOLE)) == [SYNC, PLAIN, ANOTHER]


def test_one_who_prefers_another_tool_gets_it_first():
    found = menu(replace(BOTH, command="uv sync"), "venv")
    assert found == [PLAIN, ANOTHER, SYNC]
    assert menu(replace(BOTH, command="uv sync"), "project")[0] == SYNC


def test_a_tool_that_chooses_the_python_needs_none_of_ours():
    bare = Possibilities((), (), (), command="pixi install", chooses_python=True)
    assert menu(bare) == ["Create the environment with pixi install"]
    assert menu(replace(bare, chooses_python=False)) == []


def test_a_tool_that_is_not_there_is_said_once():
    found = menu(replace(BOTH, absent="poetry", installable=Installable(project=True)))
    assert found == [
        "Create .venv here and install this project, without poetry, which was not found",
        PLAIN,
        ANOTHER,
    ]
