"""Folders that tools make by themselves vanish with all above them when a plan does not work."""

import asyncio
import sys
from pathlib import Path

import pytest

from venvlens.core.plans import Plan, Step
from venvlens.system.process import Cancelled, Done, Failed, Refused, run

# As poetry does it: the folder is made, thrown away and made again.
TOOL = """
import sys, pathlib, shutil, time
made = pathlib.Path(sys.argv[1])
made.mkdir(parents=True)
shutil.rmtree(made)
made.mkdir()
(made / "lib").mkdir()
(made / "lib" / "x").touch()
(made / "lib").chmod(0o500)
print("filling", flush=True)
time.sleep(float(sys.argv[3]))
sys.exit(int(sys.argv[2]))
"""


def plan(folder: Path, status: int, seconds: float = 0) -> Plan:
    made = folder / "cache" / "envs" / "shop-1"
    argv = (sys.executable, "-I", "-S", "-c", TOOL, str(made), str(status), str(seconds))
    return Plan("Make it", (Step(argv, folder, 20.0),), made, appears=(made,))


async def test_it_stays_when_the_plan_worked(tmp_path):
    assert isinstance(await run(plan(tmp_path, 0), {}, print), Done)
    assert (tmp_path / "cache/envs/shop-1/lib/x").exists()


async def test_nothing_is_left_when_it_failed(tmp_path):
    assert isinstance(await run(plan(tmp_path, 3), {}, print), Failed)
    assert list(tmp_path.iterdir()) == []


async def test_nothing_is_left_when_it_was_cancelled(tmp_path):
    filling = asyncio.Event()
    work = asyncio.create_task(run(plan(tmp_path, 0, 60), {}, lambda _: filling.set()))
    await filling.wait()
    work.cancel()
    assert await work == Cancelled()
    assert list(tmp_path.iterdir()) == []


async def test_what_others_put_beside_it_stays(tmp_path):
    others = tmp_path / "cache" / "envs" / "other"
    made = plan(tmp_path, 3, 0)

    def put(_line: str) -> None:
        others.mkdir()

    assert isinstance(await run(made, {}, put), Failed)
    assert list((tmp_path / "cache" / "envs").iterdir()) == [others]


@pytest.mark.parametrize("kind", ["folder", "file", "link"])
async def test_what_is_there_already_is_never_touched(tmp_path, kind):
    made = plan(tmp_path, 3)
    there = Path(made.environment)
    there.parent.mkdir(parents=True)
    match kind:
        case "folder":
            there.mkdir()
        case "file":
            there.write_text("mine")
        case _:
            there.symlink_to(tmp_path / "nowhere")
    refused = await run(made, {}, print)
    assert isinstance(refused, Refused)
    assert "never overwritten" in refused.reason
    assert [there] == list(there.parent.iterdir())
