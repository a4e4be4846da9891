"""What is kept between the judgements of one file."""

from pathlib import Path

from interpreters import host, interpreters, make_venv

from venvlens.core.environment import Kind
from venvlens.core.settings import Settings
from venvlens.system.inspector import Inspector
from venvlens.system.state import Choices
from venvlens.system.surveyor import Surveyor

BLOCK = '# /// script\n# dependencies = ["rich"]\n# ///\n'


def test_a_comment_of_a_script_is_typed_without_another_look(tmp_path: Path) -> None:
    inspector = Inspector(Surveyor(host(), Choices(tmp_path / "choices.json")))
    file, settings = tmp_path / "tool.py", Settings()
    first = inspector.inspect(BLOCK + "# a\n", tmp_path, tmp_path, settings, file=file)
    assert first.script is not None
    again = inspector.again(BLOCK + "# a comment\n", first)
    assert again is not None
    assert again.survey is first.survey


def test_what_a_script_needed_before_is_not_kept(tmp_path: Path) -> None:
    inspector = Inspector(Surveyor(host(), Choices(tmp_path / "choices.json")))
    file, settings = tmp_path / "tool.py", Settings()
    found = inspector.inspect(BLOCK, tmp_path, tmp_path, settings, file=file)
    for letter in "abc":
        text = BLOCK.replace("rich", f"rich{letter}")
        assert inspector.again(text, found) is None
        found = inspector.inspect(text, tmp_path, tmp_path, settings, file=file)
    assert len(inspector._surveys) == 1


def test_a_file_that_only_speaks_of_scripts_is_judged_as_its_project(tmp_path: Path) -> None:
    made = make_venv(interpreters()[0].executable, tmp_path / ".venv")
    inspector = Inspector(Surveyor(host(), Choices(tmp_path / "choices.json")))
    text = f"BLOCK = {BLOCK!r}\n"
    found = inspector.inspect(text, tmp_path, tmp_path, Settings(), file=tmp_path / "test_a.py")
    environment = found.survey.selection.environment
    assert environment is not None
    assert (environment.prefix, environment.kind) == (made.prefix, Kind.VENV)
