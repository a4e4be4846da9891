from caret import PROJECT, global_python

from venvlens.core.fixes import Create
from venvlens.core.installable import Installable
from venvlens.core.offer import contents, free_name

WHOLE = Installable(
    ("requirements.txt", "requirements-dev.txt"), True, ("a>=1",), ("fast",), ("dev", "docs")
)


def made(*words: str, command: str | None = None) -> Create:
    return Create(PROJECT / ".venv", global_python(), words, command)


def picked(offered: Installable, recommended: Create | None) -> list[str]:
    return [one.content for one in contents(offered, recommended) if one.picked]


def test_a_free_name_is_the_usual_one_or_has_the_first_number_that_is_free():
    assert free_name(["src"]) == ".venv"
    assert free_name([".venv"]) == ".venv-2"
    assert free_name([".Venv", ".venv-2", ".venv-4"]) == ".venv-3"


def test_everything_that_can_be_installed_is_offered_in_words():
    assert [(one.content, one.label) for one in contents(WHOLE, None)] == [
        ("project", "This project"),
        ("group:dev", "The group dev"),
        ("group:docs", "The group docs"),
        ("extra:fast", "The extra fast"),
        ("requirements.txt", "requirements.txt"),
        ("requirements-dev.txt", "requirements-dev.txt"),
    ]
    plain = Installable((), False, ("a>=1",), ("fast",))
    assert [one.label for one in contents(plain, None)] == ["This project's dependencies"]
    assert contents(Installable(), made()) == ()


def test_what_is_recommended_is_picked():
    assert picked(WHOLE, made("requirements.txt")) == ["requirements.txt"]
    assert picked(WHOLE, made()) == []


def test_where_a_tool_installs_by_itself_or_nothing_is_recommended_the_usual_is_picked():
    assert picked(WHOLE, made(command="uv sync")) == ["project", "group:dev"]
    assert picked(WHOLE, None) == ["project", "group:dev"]
    assert picked(Installable(("requirements.txt",)), None) == ["requirements.txt"]
