"""Setting aside, removing and switching off: only what is meant, all of it or nothing."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest
from interpreters import environ, run

from venvlens.core.plans import Cannot, Plan
from venvlens.core.requests import IsolateRequest, RepairRequest, SetAsideRequest
from venvlens.system.disk import Disk, Looks
from venvlens.system.host import Host, read_host
from venvlens.system.mending import isolating, leftovers, set_aside
from venvlens.system.mending.repairing import Repair
from venvlens.system.real_machine import machine_of
from venvlens.system.toolbox import Toolbox

HOST = read_host()


@pytest.fixture
def prefix(tmp_path: Path) -> Path:
    made = tmp_path / "project" / ".venv"
    run(sys.executable, "-m", "venv", "--without-pip", made, env=environ())
    return made


@pytest.fixture
def quiet(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(leftovers, "QUIET_SECONDS", -1.0)


def leave(prefix: Path, *names: str) -> list[Path]:
    [site] = prefix.glob("lib/*/site-packages")
    for name in names:
        (site / name).mkdir()
        (site / name / "x.py").touch()
    return [site / name for name in names]


def plan(prefix: Path, *paths: Path, stamps: tuple[str | None, ...] = ()):
    seen = stamps or (None,) * len(paths)
    return leftovers.plan(SetAsideRequest(prefix, paths, seen), HOST, Looks(Disk()))


@pytest.mark.usefixtures("quiet")
class TestLeftovers:
    def test_each_is_moved_to_a_folder_of_its_own_each_time(self, prefix: Path):
        for number in (1, 2):
            paths = leave(prefix, "~iny", "~ther")
            moves = plan(prefix, *paths)
            assert not isinstance(moves, Cannot)
            assert leftovers.carry_out(moves) == ""
            kept = prefix / leftovers.FOLDER / str(number)
            there = [kept / path.relative_to(prefix) for path in paths]
            assert all((path / "x.py").exists() for path in there)
            assert not any(path.exists() for path in paths)

    def test_what_has_changed_since_it_was_seen_is_refused(self, prefix: Path):
        [path] = leave(prefix, "~iny")
        seen = leftovers.stamp(path)
        assert not isinstance(plan(prefix, path, stamps=(seen,)), Cannot)
        (path / "y.py").touch()
        refused = plan(prefix, path, stamps=(seen,))
        assert isinstance(refused, Cannot)
        assert "has changed meanwhile" in refused.reason

    def test_what_changes_between_the_plan_and_the_move_is_not_moved(self, prefix: Path):
        first, second = leave(prefix, "~iny", "~ther")
        moves = plan(prefix, first, second)
        assert not isinstance(moves, Cannot)
        (second / "y.py").touch()
        assert f"{second} has changed meanwhile" in leftovers.carry_out(moves)
        assert (first / "x.py").exists()
        assert (second / "y.py").exists()

    def test_a_move_that_fails_is_taken_back(self, prefix: Path, monkeypatch):
        first, second = leave(prefix, "~iny", "~ther")
        moves = plan(prefix, first, second)
        assert not isinstance(moves, Cannot)
        rename = os.rename

        def failing(source, target):
            if source == second:
                raise PermissionError(13, "Permission denied", str(source))
            rename(source, target)

        monkeypatch.setattr(os, "rename", failing)
        assert "could not be moved: Permission denied" in leftovers.carry_out(moves)
        assert first.exists()
        assert second.exists()

    def test_links_are_not_followed(self, prefix: Path, tmp_path: Path):
        outside = tmp_path / "outside"
        outside.mkdir()
        [site] = prefix.glob("lib/*/site-packages")
        (site / "~ink").symlink_to(outside)
        refused = plan(prefix, site / "~ink")
        assert isinstance(refused, Cannot)
        assert "is a link" in refused.reason

    def test_a_site_folder_outside_of_the_environment_is_not_touched(
        self, prefix: Path, tmp_path: Path
    ):
        [site] = prefix.glob("lib/*/site-packages")
        outside = tmp_path / "outside"
        site.rename(outside)
        site.symlink_to(outside)
        (outside / "~iny").mkdir()
        refused = plan(prefix, site / "~iny")
        assert isinstance(refused, Cannot)
        assert "it is not touched" in refused.reason

    @pytest.mark.parametrize("odd", ["bin", "lib/../bin", "../outside", "pyvenv.cfg"])
    def test_only_what_the_rule_reports_is_a_leftover(self, prefix: Path, odd: str):
        refused = plan(prefix, prefix / odd)
        assert isinstance(refused, Cannot)
        assert "is not what an interrupted installation left" in refused.reason

    def test_a_link_in_the_place_of_the_folder_is_refused(self, prefix: Path, tmp_path: Path):
        [path] = leave(prefix, "~iny")
        (prefix / leftovers.FOLDER).symlink_to(tmp_path)
        refused = plan(prefix, path)
        assert isinstance(refused, Cannot)
        assert "is a link" in refused.reason

    def test_an_interpreter_that_belongs_to_no_project_is_never_touched(self, tmp_path: Path):
        for folder in (Path(sys.base_prefix), tmp_path):
            refused = plan(folder, folder / "~iny")
            assert isinstance(refused, Cannot)
            assert "is not a project's environment" in refused.reason


def test_what_an_installer_may_be_at_work_with_is_left_alone(prefix: Path):
    [path] = leave(prefix, "~iny")
    refused = plan(prefix, path)
    assert isinstance(refused, Cannot)
    assert "only just now" in refused.reason


class TestRemoval:
    def test_the_very_folder_is_removed_and_what_links_lead_to_stays(self, tmp_path: Path):
        old, outside = tmp_path / ".venv", tmp_path / "outside"
        for folder in (old, outside, old / "locked"):
            folder.mkdir()
        (outside / "precious").touch()
        (old / "link").symlink_to(outside)
        (old / "locked").chmod(0o500)
        known = set_aside.identity(old)
        aside = Path(set_aside.free(old))
        old.rename(aside)
        assert set_aside.remove_old(aside, known) == ""
        assert not aside.exists()
        assert (outside / "precious").exists()

    def test_another_folder_of_that_name_stays(self, tmp_path: Path):
        old = tmp_path / ".venv"
        old.mkdir()
        known = set_aside.identity(old)
        other = tmp_path / ".venv.old"
        other.mkdir()
        assert "was not removed" in set_aside.remove_old(other, known)
        assert "was not removed" in set_aside.remove_old(tmp_path / "gone", known)
        assert "was not removed" in set_aside.remove_old(other, None)
        assert other.exists()

    def test_a_link_is_nobody(self, tmp_path: Path):
        (tmp_path / "real").mkdir()
        (tmp_path / "link").symlink_to(tmp_path / "real")
        assert set_aside.identity(tmp_path / "link") is None
        assert set_aside.identity(tmp_path / "gone") is None

    def test_a_taken_name_is_left_to_who_has_it(self, tmp_path: Path):
        (tmp_path / ".venv.old").symlink_to("nowhere")
        assert set_aside.free(tmp_path / ".venv") == tmp_path / ".venv-2.old"


def isolate(prefix: Path):
    return isolating.plan(IsolateRequest(prefix), machine_of(HOST, Looks(Disk())))


class TestIsolation:
    @pytest.mark.parametrize(
        ("line", "expected"),
        [
            ("include-system-site-packages = true", "include-system-site-packages = false"),
            ("Include-System-Site-Packages=TRUE  ", "Include-System-Site-Packages=false  "),
        ],
    )
    @pytest.mark.parametrize("end", ["\n", "\r\n"])
    def test_one_line_changes(self, prefix: Path, line: str, expected: str, end: str):
        cfg = prefix / "pyvenv.cfg"
        others = [one for one in cfg.read_text().splitlines() if "include" not in one]
        cfg.write_bytes(end.join([others[0], line, *others[1:]]).encode())
        cfg.chmod(0o640)
        edit = isolate(prefix)
        assert not isinstance(edit, Cannot)
        assert isolating.carry_out(edit) == ""
        assert cfg.read_bytes().decode() == end.join([others[0], expected, *others[1:]])
        assert cfg.stat().st_mode & 0o777 == 0o640

    def test_a_file_that_has_changed_meanwhile_is_left_alone(self, prefix: Path):
        cfg = prefix / "pyvenv.cfg"
        cfg.write_text(cfg.read_text().replace("packages = false", "packages = true"))
        edit = isolate(prefix)
        assert not isinstance(edit, Cannot)
        text = cfg.read_text() + "# mine\n"
        cfg.write_text(text)
        assert "changed meanwhile" in isolating.carry_out(edit)
        assert cfg.read_text() == text

    def test_a_link_out_of_the_environment_is_not_followed(self, prefix: Path, tmp_path: Path):
        cfg, other = prefix / "pyvenv.cfg", tmp_path / "other.cfg"
        text = cfg.read_text().replace("packages = false", "packages = true")
        other.write_text(text)
        cfg.unlink()
        cfg.symlink_to(other)
        assert isinstance(isolate(prefix), Cannot)
        assert other.read_text() == text

    def test_what_is_off_or_no_environment_is_said(self, prefix: Path, tmp_path: Path):
        for folder in (prefix, tmp_path, Path(sys.base_prefix)):
            assert isinstance(isolate(folder), Cannot)


def repair(prefix: Path, host: Host = HOST, **more) -> Plan | Cannot:
    toolbox = Toolbox(host, lambda: (prefix.parent,))
    machine = machine_of(host, Looks(Disk()))
    return Repair(RepairRequest(prefix, **more), prefix.parent, machine, toolbox).plan()


class TestWhatIsNeverMadeAnew:
    @pytest.mark.parametrize(
        "folder", [Path(sys.base_prefix), Path("/usr"), Path("/"), Path("/nowhere/at/all")]
    )
    def test_what_is_no_environment_of_a_project(self, folder: Path):
        refused = repair(folder)
        assert isinstance(refused, Cannot)

    def test_one_of_conda(self, tmp_path: Path):
        (tmp_path / "conda-meta").mkdir()
        refused = repair(tmp_path)
        assert isinstance(refused, Cannot)
        assert "conda" in refused.reason

    def test_one_whose_own_python_is_asked_for_is_made_from_its_base(self, prefix: Path):
        found = repair(prefix, interpreter=prefix / "bin" / "python")
        assert isinstance(found, Plan)
        assert str(prefix) not in found.steps[0].argv[0]

    def test_a_python_that_is_not_there(self, prefix: Path):
        for asked in ({"interpreter": Path("/nowhere/python")}, {"version": "1.5"}):
            refused = repair(prefix, **asked)
            assert isinstance(refused, Cannot)


def test_the_bases_packages_stay_visible_where_they_were(prefix: Path):
    cfg = prefix / "pyvenv.cfg"
    found = repair(prefix)
    assert isinstance(found, Plan)
    assert "--system-site-packages" not in found.steps[0].argv
    cfg.write_text(cfg.read_text().replace("packages = false", "packages = true"))
    again = repair(prefix)
    assert isinstance(again, Plan)
    assert "--system-site-packages" in again.steps[0].argv
