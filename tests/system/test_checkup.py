"""Whose health is looked at."""

from dataclasses import replace
from pathlib import Path

from interpreters import host, interpreters, make_venv

from venvlens.core.environment import Kind
from venvlens.core.findings import Code
from venvlens.core.search_path import SearchPath, Target
from venvlens.core.selection import Selection
from venvlens.core.settings import Settings
from venvlens.core.survey import Survey
from venvlens.system import checkup
from venvlens.system.disk import Disk, Looks


def test_the_declarations_of_a_project_are_not_about_the_environment_of_a_script(
    tmp_path: Path,
) -> None:
    made = make_venv(interpreters()[0].executable, tmp_path / "kept")
    (tmp_path / "pyproject.toml").write_text('[project]\nrequires-python = "<3"\n')

    def codes(kind: Kind) -> set[Code] | None:
        selection = Selection(replace(made, kind=kind), None, ())
        path = SearchPath(Target(made.version, "linux"), (), ())
        survey = Survey(tmp_path, tmp_path, selection, path, Settings())
        found = checkup.of_survey(survey, host(), Looks(Disk()))
        return found and {trouble.code for trouble in found.troubles}

    assert Code.PYTHON_NOT_ALLOWED in (codes(Kind.VENV) or ())
    assert codes(Kind.UV_SCRIPT) is None
