"""Plans of the real tools and of erratic ones are ended at random moments, in random ways.

The task is cancelled, or the tool's own process is killed, or all its processes, or one of them.
After each: nothing half-made, no process left, every file as before, the event loop answering.
hypothesis chooses; a failing choice is printed and made smaller by it. ``ENDS=200`` sets how many.
"""

from __future__ import annotations

import asyncio
import itertools
import os
import shutil
import signal
import sys
import time
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from interpreters import run as run_tool
from plan_faults import marked, picture, wheel, zombies

from venvlens.core import plans
from venvlens.core.plans import Plan, Step
from venvlens.system.process import Cancelled, Done, Failed, Runner, group
from venvlens.system.process.contents import HOLD

if TYPE_CHECKING:
    from collections.abc import Iterator

BASE = Path(sys._base_executable)
PATH = os.pathsep.join([os.path.dirname(sys.executable), os.environ["PATH"]])
UV = Path(shutil.which("uv", path=PATH) or "uv-is-in-the-test-group").absolute()
ENDS = int(os.environ.get("ENDS", "24"))
TOGETHER = 4
DEADLINE = 20.0
LONGEST_SILENCE = 3.0
"""Seconds for which the event loop may not answer, on a busy machine."""

# A tool that makes half of an environment, with children that stay, leave their group, or ignore
# all requests, and prints a lot meanwhile.
ERRATIC = """
import os, signal, sys, time
prefix = sys.argv[1]
os.makedirs(prefix + "/lib", exist_ok=True)
for number in range(4):
    if os.fork() == 0:
        if number % 2:
            os.setsid()
        if number > 1:
            signal.signal(signal.SIGTERM, signal.SIG_IGN)
        count = 0
        while True:
            count += 1
            open(f"{prefix}/lib/{number}-{count % 40}", "w").close()
            time.sleep(0.002)
signal.signal(signal.SIGTERM, signal.SIG_IGN)
while True:
    os.write(1, os.urandom(3000) + b"\\rDownloading half of it\\n")
    time.sleep(0.002)
"""


@dataclass
class World:
    """A folder with an environment that has things installed, and wheels for more."""

    root: Path
    environ: dict[str, str]
    counts: Counter[str] = field(default_factory=Counter)

    def plan(self, kind: str, project: Path) -> Plan:
        prefix = project / ".venv"
        uv = UV if "uv" in kind else None
        if kind in ("uv venv", "venv"):
            return plans.create(prefix, BASE, "Python 3", project, uv)
        if kind == "uv recreate":
            made = plans.create(prefix, BASE, "Python 3", project, uv)
            return replace(made, sets_aside=prefix, aside=project / ".venv.old")
        if kind == "erratic create":
            step = Step((str(BASE), "-ISu", "-c", ERRATIC, str(prefix)), project, 60.0)
            return Plan("Do it", (step,), prefix, creates=prefix)
        if kind == "erratic change":
            step = Step((str(BASE), "-ISu", "-c", ERRATIC, str(prefix)), project, 60.0)
            return Plan("Do it", (step,), prefix)
        python = prefix / "bin" / "python"
        # The upgrade takes something apart that is there, the rest is new.
        wanted = ["many-files>=2", "more-files"]
        made = plans.install(prefix, python, wanted, project, uv, has_pip=True)
        assert isinstance(made, Plan)
        return made


KINDS = {
    "uv venv": 0.15,
    "venv": 3.0,
    "uv recreate": 0.15,
    "uv pip install": 0.4,
    "pip install": 3.0,
    "erratic create": 0.5,
    "erratic change": 0.5,
}
"""Each with the seconds within which it is ended: about what it takes."""
NEW = ("uv venv", "venv", "erratic create")
WAYS = ("cancel", "kill the tool", "kill one of them", "kill all", "terminate the tool")

Chosen = tuple[str, str, float]
CHOICES = st.tuples(st.sampled_from(tuple(KINDS)), st.sampled_from(WAYS), st.floats(0.0, 1.0))


@pytest.fixture(scope="module")
def world(tmp_path_factory):
    root = tmp_path_factory.mktemp("faults")
    wheels = root / "wheels"
    wheel(wheels, "many_files", "1.0", 150)
    wheel(wheels, "many_files", "2.0", 150, ("other_files",))
    wheel(wheels, "other_files", "1.0", 100)
    wheel(wheels, "more_files", "1.0", 100)
    environ = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    environ |= {"PIP_CONFIG_FILE": os.devnull, "PIP_NO_INDEX": "1", "UV_OFFLINE": "1"}
    environ |= {"UV_NO_CONFIG": "1", "UV_CACHE_DIR": str(root / "cache")}
    environ |= {"PIP_FIND_LINKS": str(wheels), "UV_FIND_LINKS": str(wheels)}
    made = root / "made" / ".venv"
    run_tool(BASE, "-m", "venv", made)
    run_tool(
        *(UV, "pip", "install", "-q", "--offline", "--no-index", "--find-links", wheels),
        *("--python", made / "bin" / "python", "many-files==1.0"),
    )
    return World(root, environ)


def project_of(world: World, kind: str, number: int) -> Path:
    """A project in which a plan of a kind can be run, with a file that nobody may touch."""
    project = world.root / f"project-{number}"
    project.mkdir()
    (project / "precious.py").write_text("precious = True\n")
    if kind not in NEW:
        # Its scripts name the folder it was made in; what is started here is its own interpreter.
        shutil.copytree(world.root / "made" / ".venv", project / ".venv", symlinks=True)
    return project


async def pulse(silences: list[float]) -> None:
    """Note for how long the loop did not come back."""
    while True:
        before = time.monotonic()
        await asyncio.sleep(0.01)
        silences.append(time.monotonic() - before)


async def end(way: str, task: asyncio.Task, mark: str, chosen: int) -> None:
    """End what runs in one of the ways."""
    if way == "cancel":
        task.cancel()
        return
    processes = sorted(marked(mark))
    victims = processes if way == "kill all" else processes[:1]
    if way == "kill one of them" and processes:
        victims = [processes[chosen % len(processes)]]
    for process in victims:
        with suppress(ProcessLookupError):
            os.kill(process, signal.SIGTERM if way.startswith("terminate") else signal.SIGKILL)
    # Where the tool goes on all the same, or something else took the blow.
    asyncio.get_running_loop().call_later(0.4, task.cancel)


async def gone(folder: Path, pattern: str) -> None:
    """Wait until nothing in a folder has such a name."""
    deadline = time.monotonic() + DEADLINE
    while list(folder.glob(pattern)):
        assert time.monotonic() < deadline, "it did not go"
        await asyncio.sleep(0.01)


async def ended_at_random(world: World, kind: str, way: str, share: float, number: int) -> str:
    """Run one plan and end it; everything has to be as before, or wholly done."""
    project, mark = await asyncio.to_thread(project_of, world, kind, number), uuid4().hex
    before = await asyncio.to_thread(picture, project)
    plan = world.plan(kind, project)
    task = asyncio.create_task(
        Runner().run(plan, world.environ | {"MARK": mark}, lambda line: None)
    )
    await asyncio.sleep(KINDS[kind] * share)
    await end(way, task, mark, number)
    outcome = await task
    assert marked(mark) == [], (kind, way, share)
    assert isinstance(outcome, Done | Failed | Cancelled), outcome
    if isinstance(outcome, Done):
        assert (project / "precious.py").read_text() == "precious = True\n"
        python = project / ".venv" / "bin" / "python"
        await asyncio.to_thread(run_tool, python, "-I", "-c", "import sys")
        # The links to what was there before are removed behind the answer's back.
        await gone(project, f"{HOLD}*")
    else:
        after = await asyncio.to_thread(picture, project)
        assert after == before, (kind, way, share, sorted(after.items() ^ before.items())[:3])
        assert not isinstance(outcome, Cancelled) or outcome.left == ""
    await asyncio.to_thread(shutil.rmtree, project)
    return f"{kind}: {type(outcome).__name__.lower()}"


async def ended_together(world: World, chosen: list[Chosen], numbers: Iterator[int]) -> list[str]:
    """Run some plans at the same time, as for several environments, and end each at its time."""
    silences = [0.0]
    heart = asyncio.create_task(pulse(silences))
    said = await asyncio.gather(*(ended_at_random(world, *one, next(numbers)) for one in chosen))
    heart.cancel()
    assert zombies() == [], chosen
    assert max(silences) < LONGEST_SILENCE, (chosen, max(silences))
    return said


@pytest.mark.skipif(not Path("/proc/self/environ").exists(), reason="counts processes in /proc")
def test_whatever_ends_a_plan_nothing_is_left_and_nothing_is_lost(world, monkeypatch, capsys):
    monkeypatch.setattr(group, "GRACE_SECONDS", 0.2)
    numbers = itertools.count()
    begun = time.monotonic()
    descriptors = len(os.listdir("/proc/self/fd"))

    @settings(
        max_examples=ENDS // TOGETHER,
        deadline=None,
        database=None,
        phases=(Phase.explicit, Phase.generate),
        suppress_health_check=list(HealthCheck),
    )
    @given(st.lists(CHOICES, min_size=TOGETHER, max_size=TOGETHER))
    def ends(chosen: list[Chosen]) -> None:
        said = asyncio.run(ended_together(world, chosen, numbers))
        world.counts.update(said)
        world.counts.update(one.rpartition(": ")[2] for one in said)

    ends()
    assert len(os.listdir("/proc/self/fd")) <= descriptors + 1
    total = sum(world.counts[said] for said in ("done", "failed", "cancelled"))
    assert total >= ENDS // TOGETHER * TOGETHER
    with capsys.disabled():
        told = ", ".join(f"{name} {count}" for name, count in sorted(world.counts.items()))
        print(f"\n{total} plans ended at random in {time.monotonic() - begun:.0f} s: {told}")
