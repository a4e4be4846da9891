"""A disk for one moment: what was seen once stays."""

from __future__ import annotations

from venvlens.system.disk import Looks, unchanged
from venvlens.system.still_disk import StillDisk


def test_what_changes_during_a_run_is_not_seen(tmp_path):
    disk = StillDisk()
    looks = Looks(disk)
    assert looks.listing(tmp_path).files == frozenset()
    assert not looks.exists(tmp_path / "late.py")
    (tmp_path / "late.py").touch()
    assert Looks(disk).listing(tmp_path).files == frozenset()
    assert not Looks(disk).exists(tmp_path / "late.py")


def test_what_was_written_a_moment_ago_does_not_make_a_run_look_twice(tmp_path):
    (tmp_path / "new.py").touch()
    disk = StillDisk()
    looks = Looks(disk)
    assert looks.exists(tmp_path / "new.py")
    assert unchanged(looks.notes, disk)
