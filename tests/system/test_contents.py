"""What an environment held comes back when a plan for it fails or is cancelled."""

from __future__ import annotations

import asyncio
import errno
import os
import shutil
import sys
import threading
import venv
from pathlib import Path
from textwrap import dedent

import pytest
from plan_faults import picture

from venvlens.core.plans import Plan, Step
from venvlens.system.process import Cancelled, Done, Failed, run
from venvlens.system.process.contents import HOLD, Contents

BASE = Path(sys._base_executable)


@pytest.fixture
def prefix(tmp_path):
    made = tmp_path / ".venv"
    venv.EnvBuilder(symlinks=True).create(made)
    site = site_of(made)
    for name, text in {
        "old.py": "old = 1",
        "lines.pth": "# a line",
        "old-1.0.dist-info": "",
    }.items():
        (site / name).write_text(text) if text else (site / name).mkdir()
    (site / "old-1.0.dist-info" / "RECORD").write_text("old.py,,\n")
    (site / "package" / "deep").mkdir(parents=True)
    (site / "package" / "deep" / "__init__.py").write_text("deep = 1")
    (site / "link").symlink_to("package")
    return made


def site_of(prefix: Path) -> Path:
    return next(prefix.glob("lib/python*/site-packages"))


def plan(prefix: Path, source: str, *, status: int = 1) -> Plan:
    start = "import os, shutil, sys\nsite, prefix = sys.argv[1:]\n"
    argv = (str(BASE), "-I", "-S", "-u", "-c", f"{start}{dedent(source)}\nsys.exit({status})")
    words = (*argv, str(site_of(prefix)), str(prefix))
    return Plan("Do it", (Step(words, prefix.parent, 20.0),), prefix)


DEEDS = {
    "half a distribution": """
        os.mkdir(site + "/new")
        open(site + "/new/__init__.py", "w").close()
        os.mkdir(site + "/new-1.0.dist-info")
    """,
    "an upgrade": """
        os.unlink(site + "/old.py")
        os.rename(site + "/old-1.0.dist-info", site + "/~ld-1.0.dist-info")
        open(site + "/old.py", "w").write("old = 2")
        shutil.rmtree(site + "/package")
    """,
    "a line appended in place": "open(site + '/lines.pth', 'a').write('import evil')",
    "a folder in the place of a file": "os.unlink(site + '/old.py'); os.mkdir(site + '/old.py')",
    "a file in the place of a folder": """
        shutil.rmtree(site + "/package")
        open(site + "/package", "w").close()
    """,
    "another link": "os.unlink(site + '/link'); os.symlink('/nowhere', site + '/link')",
    "what cannot be removed": """
        os.makedirs(site + "/locked/deep")
        open(site + "/locked/deep/file", "w").close()
        os.chmod(site + "/locked/deep", 0o500)
    """,
    "all of it, as uv does for another Python": "shutil.rmtree(prefix)",
    "all of it and something else there": "shutil.rmtree(prefix); os.makedirs(prefix + '/bin/x')",
    "a link in the place of a folder": """
        outside = os.path.dirname(prefix) + "/outside"
        shutil.rmtree(site + "/package")
        os.symlink(outside, site + "/package")
    """,
    "permissions": "os.chmod(site + '/old.py', 0o600); os.chmod(site + '/package', 0o700)",
    "nothing": "",
}


@pytest.mark.parametrize("deed", DEEDS)
async def test_what_a_failed_plan_did_is_undone(deed, prefix):
    outside = prefix.with_name("outside")
    (outside / "deep").mkdir(parents=True)
    (outside / "deep" / "__init__.py").write_text("precious")
    before = picture(prefix.parent)
    failed = await run(plan(prefix, DEEDS[deed]), {}, print)
    assert isinstance(failed, Failed)
    assert failed.reason.endswith("its full output is in the log.")
    assert picture(prefix.parent) == before


async def test_what_is_put_in_the_place_of_the_environment_is_left_alone(prefix):
    before, outside = picture(prefix), prefix.with_name("outside")
    outside.mkdir()
    (outside / "precious").touch()
    source = """
        os.rename(prefix, prefix + "-moved")
        os.symlink(os.path.dirname(prefix) + "/outside", prefix)
    """
    failed = await run(plan(prefix, source), {}, print)
    assert isinstance(failed, Failed)
    assert f"{prefix} is something else now, what it held before is in " in failed.reason
    assert os.listdir(outside) == ["precious"]
    kept = Path(failed.reason.rpartition(" is in ")[2].removesuffix("."))
    assert picture(kept).keys() == before.keys()


async def test_what_a_cancelled_plan_did_is_undone(prefix):
    before = picture(prefix)
    source = DEEDS["an upgrade"] + "\n        import signal; print('here'); signal.pause()"
    task: asyncio.Task = asyncio.create_task(
        run(plan(prefix, source), {}, lambda line: task.cancel())
    )
    assert await task == Cancelled()
    assert picture(prefix) == before
    assert os.listdir(prefix.parent) == [".venv"]


async def test_what_a_plan_did_that_worked_stays_and_is_told(prefix):
    source = """
        for name in ("new-2.0", "Other_One-3"):
            os.mkdir(f"{site}/{name}.dist-info")
        os.rename(site + "/old-1.0.dist-info", site + "/old-1.1.dist-info")
    """
    done = await run(plan(prefix, source, status=0), {}, print)
    assert done == Done("", "new: new 2.0, other-one 3; changed: old 1.1 (was 1.0)")
    assert (site_of(prefix) / "new-2.0.dist-info").exists()
    assert os.listdir(prefix.parent) == [".venv"]
    assert await run(plan(prefix, "", status=0), {}, print) == Done("", "")


async def test_the_same_through_a_link_to_an_environment(prefix, tmp_path):
    link = tmp_path / "link"
    link.symlink_to(prefix)
    before = picture(prefix)
    assert isinstance(await run(plan(link, DEEDS["an upgrade"]), {}, print), Failed)
    assert link.readlink() == prefix
    assert picture(prefix) == before


async def test_a_file_changed_in_place_that_is_held_by_a_link_only_is_said(prefix):
    source = "open(site + '/old.py', 'a').write('; old = 2')"
    failed = await run(plan(prefix, source), {}, print)
    assert isinstance(failed, Failed)
    assert f"{site_of(prefix) / 'old.py'} could not be put back, " in failed.reason


async def test_a_folder_that_is_no_environment_is_not_looked_through(tmp_path):
    contents = Contents(tmp_path)
    (tmp_path / "new").touch()
    assert (contents.changed(), contents.put_back()) == (None, "")
    assert os.listdir(tmp_path) == ["new"]


async def test_a_file_system_without_links_stops_no_plan(prefix, monkeypatch):
    def link(*paths: object) -> None:
        raise OSError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr(os, "link", link)
    failed = await run(plan(prefix, DEEDS["half a distribution"]), {}, print)
    assert isinstance(failed, Failed)
    assert failed.reason.endswith("new 1.0; look at it, or recreate the environment.")
    assert os.listdir(prefix.parent) == [".venv"]


async def test_what_a_killed_program_held_is_removed_after_a_day(prefix):
    old, young = (prefix.with_name(f"{HOLD}{name}") for name in ("old", "young"))
    for hold in (old, young):
        shutil.copytree(prefix, hold / "before", symlinks=True)
    os.utime(old, (0, 0))
    assert isinstance(await run(plan(prefix, ""), {}, print), Failed)
    assert sorted(os.listdir(prefix.parent)) == [".venv", young.name]


async def test_nobody_waits_until_the_links_of_many_files_are_gone(prefix):
    many = site_of(prefix) / "many"
    many.mkdir()
    for number in range(500):
        (many / f"part{number}.py").touch()
    assert isinstance(await run(plan(prefix, "", status=0), {}, print), Done)
    for thread in threading.enumerate():
        if thread.name == "venvlens-let-go":
            thread.join()
    assert os.listdir(prefix.parent) == [".venv"]
    assert len(os.listdir(many)) == 500
