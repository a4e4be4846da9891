from pathlib import PurePosixPath

import pytest
from caret import PROJECT, environment, global_python

from venvlens.core.declarations.declared import Declared
from venvlens.core.import_table import ImportTable
from venvlens.core.names import ImportName, distribution_name
from venvlens.core.providers import Provider, Source, certain, providers
from venvlens.core.survey import Place

TABLE = ImportTable(
    "\n".join(
        [
            "# a table",
            "requests =pc",
            "pyyaml _yaml=p yaml=pct",
            "pyjwt jwt=pc",
            "opencv-python cv2=h",
            "opencv-python-headless cv2=h",
            "google-cloud-storage",
            *(f"filler{number}" for number in range(30)),
            "jwt =p",
            "slim =p",
            "fat fat=p slim=p",
            "tests-of-all tests=p utils=pc",
        ]
    )
    + "\n"
)


def place(distribution: str | None, where: str = "api") -> Place:
    prefix = PROJECT.parent / where / ".venv"
    return Place(environment(prefix=prefix), prefix / "y.py", distribution)


def declared(*names: str, file: str = "requirements.txt") -> tuple[Declared, ...]:
    return tuple(Declared(distribution_name(name), file) for name in names)


def ask(name: str, **known) -> tuple[Provider, ...]:
    given = {key: known.pop(key, ()) for key in ("places", "declared", "locked")}
    return providers(ImportName(name), *given.values(), TABLE, seen_from=PROJECT, **known)


def only(found: tuple[Provider, ...]) -> tuple[str, Source, str]:
    one = certain(found)
    assert one is not None
    return one.distribution, one.source, one.reason


@pytest.mark.parametrize(
    ("name", "expected", "rank"),
    [("requests", "requests", "1st"), ("yaml.nodes", "pyyaml", "2nd"), ("jwt", "pyjwt", "3rd")],
)
def test_what_nearly_everybody_installs_is_certain(name: str, expected: str, rank: str):
    reason = f"it is well known ({rank} most downloaded)"
    assert only(ask(name)) == (expected, Source.TABLE, reason)


def test_who_vouches_for_an_entry_is_told():
    assert ask("yaml")[0].vouchers == ("conda's list", "typeshed's list", "its own wheel")


def test_rivals_far_down_are_listed_behind_what_is_certain():
    assert [one.distribution for one in ask("jwt")] == ["pyjwt", "jwt"]


@pytest.mark.parametrize("name", ["cv2", "slim"])
def test_of_rivals_alike_none_is_certain(name: str):
    found = ask(name)
    assert len(found) == 2
    assert certain(found) is None


@pytest.mark.parametrize("name", ["nobody_knows", "google", "google.cloud.nothing", "REQUESTS"])
def test_a_name_that_is_not_known_is_never_guessed(name: str):
    assert ask(name) == ()


@pytest.mark.parametrize("name", ["utils", "tests", "tests.unit"])
def test_a_name_that_everybody_uses_gives_nothing(name: str):
    top = name.partition(".")[0]
    assert ask(name, places=[place("some-dist 1")], declared=declared(top, "tests-of-all")) == ()


class TestDeclared:
    def test_by_its_own_name(self):
        found = ask("my_own", declared=declared("other", "My.Own"))
        assert only(found) == ("my-own", Source.DECLARED, "requirements.txt declares it")

    def test_by_what_the_table_knows_of_it(self):
        assert only(ask("cv2", declared=declared("opencv-python-headless")))[:2] == (
            "opencv-python-headless",
            Source.DECLARED,
        )

    def test_by_what_another_environment_has_from_it(self):
        found = ask("odd", declared=declared("very-odd"), places=[place("Very.Odd 2.0")])
        assert only(found)[:2] == ("very-odd", Source.DECLARED)
        assert found[0].version is None  # what a neighbour has is nothing that was decided

    def test_two_that_both_have_it_are_choices(self):
        both = declared("opencv-python", "opencv-python-headless")
        assert certain(ask("cv2", declared=both)) is None

    def test_a_family_is_told_apart_by_the_dotted_name(self):
        family = declared("google-cloud-inhouse", "google-cloud-storage", "google")
        found = ask("google.cloud.inhouse_v1.types", declared=family)
        assert only(found)[:2] == ("google-cloud-inhouse", Source.DECLARED)

    def test_locked_comes_second_and_gives_its_version_to_the_first(self):
        locked = (Declared(distribution_name("pyyaml"), "uv.lock", "6.0.2"),)
        found = ask("yaml", locked=locked)
        assert only(found) == ("pyyaml", Source.LOCKED, "uv.lock locks it")
        found = ask("yaml", locked=locked, declared=declared("PyYAML"))
        assert (found[0].source, found[0].version) == (Source.DECLARED, "6.0.2")

    def test_it_is_installed_as_the_project_wants_it(self):
        name = distribution_name("pyyaml")
        wanted = [Declared(name, "pyproject.toml", wish="[fast]>=5,<7")]
        assert ask("yaml", declared=wanted)[0].requirement == "pyyaml[fast]>=5,<7"
        locked = [Declared(name, "uv.lock", "6.0.2")]
        assert ask("yaml", declared=wanted, locked=locked)[0].requirement == "pyyaml[fast]==6.0.2"
        assert ask("yaml", locked=locked)[0].requirement == "pyyaml==6.0.2"
        assert ask("yaml", places=[place("PyYAML 5.4")])[0].requirement == "pyyaml"

    def test_of_several_locked_versions_none_is_decided_on(self):
        name = distribution_name("pyyaml")
        locked = tuple(Declared(name, "uv.lock", version) for version in ("6.0", "5.4"))
        assert ask("yaml", locked=locked)[0].version is None


class TestInstalled:
    def test_what_another_environment_has_it_from_with_its_version(self):
        found = ask("thing", places=[place(None), place("A.Thing 0.18")])
        reason = "../api/.venv (Python 3.12.1) has it from A.Thing 0.18"
        assert only(found) == ("a-thing", Source.ELSEWHERE, reason)
        assert found[0].version == "0.18"

    def test_environments_that_disagree_give_choices(self):
        found = ask("cv", places=[place("cv-one 1", "api"), place("cv-two 1", "web")])
        assert [one.distribution for one in found] == ["cv-one", "cv-two"]
        assert certain(found) is None

    def test_what_only_a_system_has_may_be_another_one_in_the_index(self):
        system = Place(global_python(), PurePosixPath("/usr/lib/apt.py"), "python-apt 2.6")
        found = ask("apt", places=[system])
        assert [one.distribution for one in found] == ["python-apt"]
        assert certain(found) is None

    def test_what_should_be_here_comes_before_what_is_elsewhere(self):
        found = ask("odd", claims=[place("half-odd 1")], places=[place("odd-whole 1")])
        assert only(found)[:2] == ("half-odd", Source.INSTALLED)

    def test_another_of_its_family_is_no_provider(self):
        found = ask("google.cloud.storage", places=[place("google-api-core 2")])
        assert only(found)[:2] == ("google-cloud-storage", Source.NAMESPACE)
