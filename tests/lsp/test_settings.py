from collections import namedtuple
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from venvlens.core.settings import Settings
from venvlens.lsp.settings import ClientSettings, plain, take_initial, take_pushed


@dataclass
class Taker:
    """The part of a session that settings are told to."""

    settings: ClientSettings = field(default_factory=ClientSettings)
    trusted: bool = True
    told: list[str] = field(default_factory=list)

    def tell_problems(self, problems: tuple[str, ...]) -> None:
        self.told.extend(problems)


FOLDER = Path("/work/shop")
QUIET = Settings(ignore=frozenset({"a"}))


def test_the_nearest_settings_count():
    settings = ClientSettings(initial=QUIET)
    assert settings.of(FOLDER) == QUIET
    settings.shared = Settings(ignore=frozenset({"b"}))
    assert settings.of(FOLDER).ignore == {"b"}
    settings.folders[FOLDER] = Settings(ignore=frozenset({"c"}))
    assert settings.of(FOLDER).ignore == {"c"}
    assert settings.of(Path("/work/other")).ignore == {"b"}


@pytest.mark.parametrize(
    "options",
    [
        {"ignore": ["a"]},
        {"settings": {"ignore": ["a"]}},
        {"venvlens": {"ignore": ["a"]}},
        {"settings": {"venvlens": {"ignore": ["a"]}}, "trusted": True},
    ],
)
def test_initial_options_come_in_several_wraps(options: object):
    session = Taker()
    take_initial(session, options)  # type: ignore[arg-type]
    assert session.settings.initial == QUIET
    assert session.told == []
    assert session.trusted


@pytest.mark.parametrize(
    ("trusted", "expected"), [(False, False), (True, True), (None, True), ("no", True)]
)
def test_only_a_plain_no_takes_the_trust_away(trusted: object, expected: bool):
    session = Taker()
    take_initial(session, {"trusted": trusted})  # type: ignore[arg-type]
    assert session.trusted is expected
    assert session.told == []


@pytest.mark.parametrize("pushed", [None, [], "x", {}, {"other": {"ignore": ["a"]}}])
def test_what_is_pushed_for_others_changes_nothing(pushed: object):
    session = Taker(ClientSettings(shared=QUIET))
    take_pushed(session, pushed)  # type: ignore[arg-type]
    assert session.settings.shared == QUIET


@pytest.mark.parametrize("nothing", [None, {}])
def test_pushing_nothing_goes_back_to_the_initial_ones(nothing: object):
    session = Taker(ClientSettings(initial=QUIET, shared=Settings()))
    take_pushed(session, {"venvlens": nothing})  # type: ignore[arg-type]
    assert session.settings.of(FOLDER) == QUIET


def test_objects_of_the_wire_become_plain():
    made = namedtuple("Object", "ignore nested")(("a", "b"), namedtuple("Object", "x")(1))
    assert plain({"settings": made}) == {"settings": {"ignore": ["a", "b"], "nested": {"x": 1}}}
    assert plain(None) is None
    assert plain(object) is object
