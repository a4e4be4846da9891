"""How long it takes to choose the environment of one file in a tree of 100,000 folders.

usage: bench_selection.py

The tree is five levels of ten folders each; the file lies in the deepest, ``.venv`` at the top is
made by ``venv``. Cold is a program that was just started and has never looked at the disk (whose
pages the kernel has), warm another file of the same folder. ``survey`` is the whole look that
the choice is a part of: settings, first-party folders, the search path. The checks of notes are
made four times a second for as long as a document is open. Milliseconds, medians of several runs.
"""

import os
import statistics
import sys
import tempfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from time import perf_counter

sys.path[:0] = [str(Path(__file__).parents[1] / "support")]

from interpreters import host, interpreters, make_venv  # noqa: E402
from wide_tree import LEVELS, WIDTH, wide_tree  # noqa: E402

from venvlens.core.settings import Settings  # noqa: E402
from venvlens.system import surveyor as surveyor_  # noqa: E402
from venvlens.system.disk import Disk, Looks, unchanged  # noqa: E402
from venvlens.system.selecting import Decision  # noqa: E402
from venvlens.system.state import Choices  # noqa: E402

RUNS = 51
TOOK: list[float] = []


class Timed(Decision):
    """A decision that notes how long it took."""

    def selection(self):
        start = perf_counter()
        found = super().selection()
        TOOK.append(perf_counter() - start)
        return found


def median(work: Callable[[], object]) -> tuple[float, float]:
    """Return what the choice and what all of a piece of work takes."""
    TOOK.clear()
    took = []
    for _ in range(RUNS):
        start = perf_counter()
        work()
        took.append(perf_counter() - start)
    return statistics.median(TOOK or [0.0]) * 1000, statistics.median(took) * 1000


def main() -> None:
    surveyor_.Decision = Timed
    with tempfile.TemporaryDirectory() as temporary:
        root = Path(temporary).resolve()
        (root / "ws").mkdir()
        deepest = wide_tree(root / "ws")
        print(f"{sum(WIDTH**n for n in range(1, LEVELS + 1)):,} folders, {LEVELS} levels deep\n")
        print(f"{'':32}{'choice':>8}{'survey':>8}{'notes':>7}{'check':>8}")
        measure("no environment at all", root, deepest)
        make_venv(interpreters()[0].executable, root / "ws" / ".venv")
        (root / "ws" / "pyproject.toml").write_text('[project]\nrequires-python = ">=3.8"\n')
        measure(".venv at the top", root, deepest)
        measure(".venv in the folder itself", root, root / "ws")


def measure(name: str, root: Path, folder: Path) -> None:
    clean = replace(host(), home=root / "home")
    surveyor = surveyor_.Surveyor(clean, Choices(root / "choices.json"))
    workspace = root / "ws"
    for place in (folder, *folder.parents):
        if place.is_relative_to(workspace):
            os.utime(place, ns=(10**18, 10**18))  # what changed just now is not remembered

    def look(disk: Disk) -> Looks:
        looks = Looks(disk)
        surveyor.survey(folder, workspace, Settings(), looks)
        return looks

    disk = Disk()
    notes = look(disk).notes
    _, check = median(lambda: unchanged(notes, disk))
    for state, work in (("cold", lambda: look(Disk())), ("warm", lambda: look(disk))):
        choice, whole = median(work)
        print(f"{f'{name}, {state}':32}{choice:8.2f}{whole:8.2f}{len(notes):7}{check:8.2f}")


if __name__ == "__main__":
    main()
