"""Plans that make an environment anew: what is set aside, made and installed again."""

from __future__ import annotations

from pathlib import PurePosixPath

import pytest

from venvlens.core import plans
from venvlens.core.freeze import NOTHING, Frozen, Kept, LeftOut
from venvlens.core.names import distribution_name
from venvlens.core.plans.making import Maker, Way
from venvlens.core.plans.repair import Base, Place, Tools
from venvlens.core.python_version import PythonVersion

FOLDER = PurePosixPath("/work/my project")
PREFIX = FOLDER / ".venv"
INSIDE = PREFIX / "bin" / "python"
PLACE = Place(PREFIX, FOLDER / ".venv.old", INSIDE, FOLDER)
BASE = Base(PurePosixPath("/usr/bin/python3.13"), "Python 3.13.0")
UV = PurePosixPath("/opt/tools/uv")


def kept(name: str, argument: str | None = None, *, editable: bool = False) -> Kept:
    return Kept(distribution_name(name), "1.0", argument or f"{name}==1.0", editable)


def frozen(*names: str, left_out: tuple[str, ...] = ()) -> Frozen:
    lost = tuple(LeftOut(name, f"/{name} is gone") for name in left_out)
    return Frozen(tuple(map(kept, names)), lost, version=PythonVersion(3, 13, 0))


def test_an_empty_one_is_set_aside_and_made_anew():
    plan = plans.recreate(PLACE, BASE, Tools(Maker(Way.UV, UV), UV), NOTHING)
    assert plan.title == "Recreate .venv (Python 3.13.0)"
    assert (plan.creates, plan.sets_aside, plan.aside) == (PREFIX, PREFIX, FOLDER / ".venv.old")
    assert plan.steps == plans.create(PREFIX, BASE.executable, BASE.shown, FOLDER, UV).steps
    assert plan.remarks == ()


@pytest.mark.parametrize(
    ("installer", "start"),
    [
        (UV, (str(UV), "pip", "install", "--python", str(INSIDE))),
        (
            None,
            (
                str(INSIDE),
                *["-I", "-m", "pip", "install", "--disable-pip-version-check", "--no-input"],
            ),
        ),
    ],
)
def test_what_was_installed_is_installed_again_and_nothing_else(installer, start):
    plan = plans.recreate(PLACE, BASE, Tools(Maker(Way.UV, UV), installer), frozen("a", "b"))
    assert plan.steps[-1].argv == (*start, "--no-deps", "--", "a==1.0", "b==1.0")
    assert plan.title == "Recreate .venv (Python 3.13.0) with its 2 distributions"


def test_an_editable_folder_is_an_option_and_no_name():
    there = Frozen((kept("a"), kept("b", "file:///b%20c", editable=True)))
    plan = plans.recreate(PLACE, BASE, Tools(Maker(Way.UV, UV), UV), there)
    assert plan.steps[-1].argv[-5:] == ("--no-deps", "-e", "file:///b%20c", "--", "a==1.0")
    alone = plans.recreate(PLACE, BASE, Tools(Maker(Way.UV, UV), UV), Frozen(there.kept[1:]))
    assert alone.steps[-1].argv[-2:] == ("-e", "file:///b%20c")
    assert alone.title == "Recreate .venv (Python 3.13.0) with its 1 distribution"


def test_another_series_may_need_more_than_was_there():
    newer = Base(BASE.executable, "Python 3.14.0", is_alike=False, upgrades=True)
    plan = plans.recreate(PLACE, newer, Tools(Maker(Way.UV, UV), UV), frozen("a"))
    assert plan.title == "Upgrade .venv to Python 3.14.0 with its 1 distribution"
    assert "--no-deps" not in plan.steps[-1].argv
    assert plan.remarks == (
        "All of it was installed for Python 3.13.0; Python 3.14.0 may need more.",
    )


def test_what_cannot_be_installed_again_is_counted_and_said():
    plan = plans.recreate(
        PLACE, BASE, Tools(Maker(Way.UV, UV), UV), frozen("a", "b", left_out=("c",))
    )
    assert plan.title == "Recreate .venv (Python 3.13.0) with 2 of its 3 distributions"
    assert plan.remarks == ("c is left out: /c is gone.",)


def test_a_very_long_list_is_cut_into_commands_that_every_system_takes():
    many = [f"name-{number}" for number in range(5000)]
    plan = plans.recreate(PLACE, BASE, Tools(Maker(Way.UV, UV), UV), frozen(*many))
    installs = [step.argv for step in plan.steps if "pip" in step.argv]
    assert all(sum(map(len, argv)) < 30_000 for argv in installs)
    again = [word for argv in installs for word in argv[argv.index("--") + 1 :]]
    assert again == [f"{name}==1.0" for name in many]


@pytest.mark.parametrize("maker", [UV, None])
def test_the_bases_packages_stay_importable(maker):
    place = Place(PREFIX, FOLDER / ".venv.old", INSIDE, FOLDER, system_site=True)
    argv = (
        plans.recreate(place, BASE, Tools(Maker(Way.UV if maker else Way.VENV, maker), UV), NOTHING)
        .steps[0]
        .argv
    )
    assert argv[-1] == str(PREFIX)
    assert "--system-site-packages" in argv[: argv.index("--") if maker else -1]
