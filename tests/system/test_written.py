"""Files that tools write are as before when a plan does not work."""

import sys
from dataclasses import replace
from pathlib import Path

from venvlens.core.plans import Plan, Step
from venvlens.system.process import Done, Failed, run
from venvlens.system.process.written import Written

TOOL = """
import sys, pathlib
for name in ("changed.toml", "new.lock"):
    pathlib.Path(name).write_text("by the tool")
pathlib.Path("gone.lock").unlink()
sys.exit(int(sys.argv[1]))
"""
NAMES = ("changed.toml", "gone.lock", "new.lock", "same.txt")


def plan(folder: Path, status: int) -> Plan:
    (folder / "changed.toml").write_bytes(b"a = 1\r\n")
    (folder / "changed.toml").chmod(0o600)
    (folder / "gone.lock").write_text("lock")
    (folder / "same.txt").write_text("same")
    argv = (sys.executable, "-I", "-S", "-c", TOOL, str(status))
    return Plan(
        "Do it", (Step(argv, folder, 20.0),), folder, writes=tuple(folder / n for n in NAMES)
    )


def content(folder: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in folder.iterdir()}


async def test_what_a_tool_wrote_stays_when_it_worked(tmp_path):
    assert isinstance(await run(plan(tmp_path, 0), {}, print), Done)
    assert content(tmp_path).keys() == {"changed.toml", "new.lock", "same.txt"}


async def test_everything_is_as_before_when_it_failed(tmp_path):
    before = plan(tmp_path, 1)
    was = content(tmp_path)
    failed = await run(before, {}, print)
    assert isinstance(failed, Failed)
    assert failed.reason.endswith("its full output is in the log.")
    assert content(tmp_path) == was
    assert (tmp_path / "changed.toml").stat().st_mode & 0o777 == 0o600


async def test_a_file_that_cannot_be_remembered_stops_the_plan_before_it_starts(tmp_path):
    (tmp_path / "folder").mkdir()
    asked = replace(plan(tmp_path, 0), writes=(tmp_path / "folder",))
    failed = await run(asked, {}, print)
    assert isinstance(failed, Failed)
    assert "folder" in failed.reason
    assert (tmp_path / "gone.lock").exists()


def test_a_link_stays_a_link(tmp_path):
    real, link = tmp_path / "real.lock", tmp_path / "link.lock"
    real.write_text("before")
    link.symlink_to(real)
    written = Written([link])
    link.write_text("after")
    assert written.put_back() == ""
    assert link.is_symlink()
    assert real.read_text() == "before"


def test_what_cannot_be_put_back_is_said(tmp_path):
    file = tmp_path / "folder" / "x.lock"
    file.parent.mkdir()
    file.write_text("before")
    written = Written([file])
    file.unlink()
    file.parent.rmdir()
    file.parent.write_text("in the way")
    assert written.put_back() == f"{file} could not be put back as before, look at it"
