"""What choosing for one file asks of the disk: the folders on its way up, whatever is beside."""

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from interpreters import make_venv
from wide_tree import LEVELS, WIDTH, wide_tree

from venvlens.core.settings import Settings
from venvlens.system.disk import Disk, Looks
from venvlens.system.host import Host
from venvlens.system.state import Choices
from venvlens.system.surveyor import Surveyor

FOLDERS = 100_000


class Counted:
    """What the system was asked, by the folder that a path is in."""

    def __init__(self) -> None:
        self.asked: list[Path] = []
        self.listed: list[Path] = []


@pytest.fixture
def counted(monkeypatch: pytest.MonkeyPatch) -> Counted:
    counts = Counted()

    def count(name: str, into: list[Path]) -> None:
        original = getattr(os, name)

        def counting(path, *args, **more):  # type: ignore[no-untyped-def]
            if not isinstance(path, int):
                into.append(Path(os.fsdecode(path)))
            return original(path, *args, **more)

        monkeypatch.setattr(os, name, counting)

    for name in ("stat", "lstat", "readlink", "access", "open"):
        count(name, counts.asked)
    for name in ("scandir", "listdir"):
        count(name, counts.listed)
    return counts


@pytest.fixture(scope="module")
def wide(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, Path]]:
    """A workspace of 100,000 folders, and one four levels below it.

    All groups but one are links to it: whoever walks meets 100,000, and a disk has to make and
    to remove a thousand.
    """
    workspace = tmp_path_factory.mktemp("wide") / "ws"
    folder = workspace / "shop" / "src" / "api" / "v1"
    folder.mkdir(parents=True)
    (workspace / "shop" / "pyproject.toml").write_text('[project]\nname = "shop"\n')
    shared = workspace / "group0"
    shared.mkdir()
    for inner in range(999):
        os.mkdir(shared / f"part{inner}")
    for outer in range(1, FOLDERS // 1000):
        (workspace / f"group{outer}").symlink_to(shared)
    return workspace, folder


def survey(workspace: Path, folder: Path, disk: Disk) -> Looks:
    nobody = workspace.parent / "home"
    surveyor = Surveyor(Host({}, (), nobody, "linux"), Choices(nobody / "choices.json"))
    looks = Looks(disk)
    surveyor.survey(folder, workspace, Settings(), looks)
    return looks


@pytest.mark.parametrize("kept", [False, True])
def test_only_the_folders_on_the_way_up_are_touched(
    wide: tuple[Path, Path], counted: Counted, kept: bool
) -> None:
    workspace, folder = wide
    way = {folder, *folder.parents}
    disk = Disk()
    if kept:
        survey(workspace, folder, disk)
        counted.asked.clear()
        counted.listed.clear()
    looks = survey(workspace, folder, disk)
    listed = {path for path in counted.listed if path.is_relative_to(workspace)}
    assert listed <= way
    assert kept or listed
    asked = [path for path in counted.asked if path.is_relative_to(workspace)]
    assert {path.parent for path in asked} <= way
    assert not [path for path in looks.notes if "part" in path.name]
    assert len(asked) < 150


def test_of_a_few_folders_beside_only_what_makes_them_environments_is_asked(
    tmp_path: Path, counted: Counted
) -> None:
    workspace = tmp_path / "ws"
    workspace.mkdir()
    deepest = wide_tree(workspace)
    way = {deepest, *deepest.parents}
    counted.asked.clear()
    counted.listed.clear()
    looks = survey(workspace, deepest, Disk())
    listed = {path for path in counted.listed if path.is_relative_to(workspace)}
    assert listed == {path for path in way if path.is_relative_to(workspace)}
    for path in counted.asked:
        if path.is_relative_to(workspace) and path not in way and path.parent not in way:
            assert path.parent.parent in way, path
            assert path.name in ("pyvenv.cfg", "conda-meta"), path
    # Two names in each child, and some of each folder on the way.
    noted = [path for path in looks.notes if path.is_relative_to(workspace)]
    assert len(noted) <= (2 * WIDTH + 10) * (LEVELS + 1)


def test_the_number_of_folders_beside_costs_nothing(tmp_path: Path, counted: Counted) -> None:
    asked = []
    for number in (100, 2_000):
        workspace = tmp_path / f"{number}" / "ws"
        (workspace / "shop").mkdir(parents=True)
        for beside in range(number):
            (workspace / f"group{beside}").mkdir()
        for place in (workspace, workspace / "shop"):
            os.utime(place, (10**9, 10**9))  # what changed just now is asked twice
        counted.asked.clear()
        survey(workspace, workspace / "shop", Disk())
        asked.append(len(counted.asked))
    assert asked[0] == asked[1]


def test_nothing_above_the_nearest_environment_is_asked(tmp_path: Path, counted: Counted) -> None:
    workspace = tmp_path / "ws"
    folder = workspace / "shop" / "src"
    folder.mkdir(parents=True)
    make_venv(Path(sys.executable), workspace / "shop" / ".venv")
    (workspace / "shop" / "pyproject.toml").touch()
    (workspace / "other").mkdir()
    counted.asked.clear()
    survey(workspace, folder, Disk())
    assert not [path for path in counted.asked if path.is_relative_to(workspace / "other")]
