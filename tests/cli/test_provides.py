"""``venvlens provides``: which distributions provide an import, for people and for programs."""

from __future__ import annotations

import json
import sys

import pytest
from world import install, site_packages

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="links and layouts of POSIX")

KEYS = {"distribution", "source", "reason", "version", "rank", "knownFrom", "certain"}


def asked(world, *names: str) -> dict[str, list[dict[str, object]]]:
    done = world.run("provides", *names, "--json")
    assert done.stderr == ""
    return json.loads(done.stdout)


def test_what_is_well_known_is_told_with_its_rank(world):
    # Nothing that a system's own Python may have installed.
    [one] = asked(world, "skimage")["skimage"]
    assert one.keys() == KEYS
    assert (one["distribution"], one["source"], one["certain"]) == ("scikit-image", "table", True)
    assert 1 < one["rank"] < 1000
    assert one["knownFrom"] == ["conda's list", "its own wheel"]


def test_choices_are_listed_the_best_first_and_none_is_certain(world):
    found = asked(world, "cv2")["cv2"]
    assert [one["distribution"] for one in found][:2] == ["opencv-python", "opencv-python-headless"]
    assert not any(one["certain"] for one in found)
    ranks = [one["rank"] for one in found]
    assert ranks == sorted(ranks)


def test_what_the_project_declares_and_locks_comes_first(world):
    world.write({"requirements.txt": "opencv-python-headless\n", "pyproject.toml": ""})
    world.write({"uv.lock": '[[package]]\nname = "opencv-python-headless"\nversion = "4.10"\n'})
    first, *others = asked(world, "cv2")["cv2"]
    assert (first["distribution"], first["source"]) == ("opencv-python-headless", "declared")
    assert first["reason"] == "requirements.txt declares it"
    assert (first["version"], first["certain"]) == ("4.10", True)
    assert {one["source"] for one in others} == {"table"}


def test_what_an_environment_has_comes_before_the_table(world):
    install(site_packages(world.make_environment()), "inhouse", "1.5")
    done = world.run("provides", "inhouse.sub")
    assert done.stdout.splitlines()[0] == "inhouse.sub:"
    assert done.stdout.splitlines()[1].startswith("  inhouse  .venv (Python ")
    assert done.stdout.splitlines()[1].endswith(") has inhouse 1.5 installed")
    [one] = asked(world, "inhouse")["inhouse"]
    assert (one["source"], one["version"]) == ("installed", "1.5")


def test_several_names_are_answered_in_their_order(world):
    done = world.run("provides", "skimage", "utils", "json", "nobody_knows_this")
    assert done.returncode == 1
    assert done.stdout.splitlines() == [
        "skimage:",
        "  scikit-image  it is well known (776th most downloaded);"
        " known from conda's list and its own wheel",
        "utils: too many projects have a module of that name for any to be meant",
        "json: a module of Python's standard library",
        "nobody_knows_this: no distribution is known to provide it",
    ]
    assert list(asked(world, "b", "a")) == ["b", "a"]


def test_the_status_tells_whether_all_are_known(world):
    assert world.run("provides", "skimage").returncode == 0
    assert world.run("provides", "skimage", "nobody_knows_this", "--json").returncode == 1


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ([], "`venvlens provides` takes the names of imports."),
        (["a-b"], "'a-b' is not the name of an import."),
        (["a..b"], "'a..b' is not the name of an import."),
        (["--yes"], "There is no option --yes; there is --format, --help or --json."),
    ],
)
def test_what_makes_no_sense_is_refused(world, words, sentence):
    done = world.run("provides", *words)
    assert (done.returncode, done.stdout, done.stderr) == (2, "", f"venvlens: {sentence}\n")
