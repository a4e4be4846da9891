"""How long a quick fix takes besides the tools that it starts.

usage: bench_fixes.py [--runs NUMBER] [--editor PROFILE] [--files NUMBER] [CASE ...]

For each case a server is started on a fresh clone and a quick fix is chosen; what counts are the
seconds from the choice until the findings are gone. Then the steps that the fix has told in a dry
run are run without us, on a clone just like it. The difference of the two is ours. Figures are
medians in seconds; everything is installed from wheels on the disk.
"""

from __future__ import annotations

import argparse
import asyncio
import statistics
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Any

sys.path[:0] = [str(Path(__file__).parents[1]), str(Path(__file__).parents[1] / "support")]

from wheels import make_wheel  # noqa: E402

from e2e.conftest import UV, Machine, site_packages  # noqa: E402
from e2e.editor import Editor  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Sequence

ABSENT = "environment-missing"
SOURCE = "import bs4\nimport humanize, slugify\n"
PROJECT = """\
[project]
name = "shop"
version = "1"
requires-python = ">=3.8"
dependencies = ["humanize", "python-slugify", "beautifulsoup4"]
"""
LOCKLESS = PROJECT.replace(', "beautifulsoup4"', "")


@dataclass(frozen=True)
class Case:
    """A clone, what is done before the measurement, and what is chosen."""

    name: str
    title: str
    """How the title of the quick fix begins."""
    files: dict[str, str]
    uv: bool = True
    lacks: tuple[str, ...] = (ABSENT,)
    """The codes that are shown before."""
    leaves: tuple[str, ...] = ()
    """The codes that are shown after it."""
    many: bool = False
    """Whether the environment holds many files of other distributions."""

    @property
    def has_environment(self) -> bool:
        return self.lacks != (ABSENT,)


REQUIREMENTS = {"requirements.txt": "humanize\npython-slugify\nbeautifulsoup4\n"}
TOGETHER = "Install what this file lacks"
HERE = "Create .venv here (Python"
ALL = ("import-missing",) * 3
CASES = (
    Case("uv, nothing in it", HERE, {}, leaves=ALL),
    Case("uv, requirements", "Create .venv here and install", REQUIREMENTS),
    Case("uv sync", "Create the environment with uv sync", {"pyproject.toml": PROJECT}),
    Case("uv pip install", TOGETHER, {}, lacks=ALL),
    Case("uv pip install, large", TOGETHER, {}, lacks=ALL, many=True),
    Case("uv add", "Add beautifulsoup4", {"pyproject.toml": LOCKLESS}, lacks=ALL),
    Case("venv, nothing in it", HERE, {}, uv=False, leaves=ALL),
    Case("venv, requirements", "Create .venv here and install", REQUIREMENTS, uv=False),
    Case("pip install", TOGETHER, {}, uv=False, lacks=ALL),
)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--editor", default="neovim-0.11")
    parser.add_argument("--files", type=int, default=20_000)
    parser.add_argument("case", nargs="*", help="how the names of the cases begin")
    args = parser.parse_args()
    asked = tuple(args.case)
    sys.stdout.write(f"{'':24}{'chosen':>8}{'tools':>8}{'ours':>8}{'worst':>8}\n")
    for case in CASES:
        if not asked or case.name.startswith(asked):
            asyncio.run(measure(case, args))


async def measure(case: Case, args: argparse.Namespace) -> None:
    figures = []
    for number in range(args.runs + 1):
        with tempfile.TemporaryDirectory() as folder:
            pair = await once(case, Path(folder), args)
        figures += [pair] if number else []  # the first one fills the caches
    ours = [chosen - tools for chosen, tools in figures]
    middle = (*map(statistics.median, zip(*figures, strict=True)), statistics.median(ours))
    shown = "".join(f"{seconds:8.3f}" for seconds in (*middle, max(ours)))
    sys.stdout.write(f"{case.name:24}{shown}\n")
    sys.stdout.flush()


async def once(case: Case, folder: Path, args: argparse.Namespace) -> tuple[float, float]:
    """Return the seconds of a choice, and those of its steps without us."""
    with_us, without = (clone(case, folder / name, args.files) for name in ("with-us", "without"))
    editor = await Editor.start(args.editor, (with_us.project,), with_us.environ)
    uri = editor.open(with_us.project / "app.py")
    found = await editor.shows(uri, *case.lacks)
    actions = await editor.actions(uri, found[:1])
    command = next(a.command for a in actions if a.title.startswith(case.title))
    planned = await editor.run(command.command, {**command.arguments[0], "dryRun": True})
    began = perf_counter()
    said = await editor.run(command.command, *command.arguments)
    assert said["status"] == "done", said
    await editor.shows(uri, *case.leaves)
    chosen = perf_counter() - began
    assert await editor.leave() == 0
    return chosen, alone(planned["plan"]["steps"], with_us, without)


def alone(steps: Sequence[dict[str, Any]], with_us: Machine, without: Machine) -> float:
    """Run steps that are meant for one machine on another one; return the seconds they take."""
    said = [
        [word.replace(str(with_us.root), str(without.root)) for word in step["argv"]]
        for step in steps
    ]
    began = perf_counter()
    for argv in said:
        run(without, *argv)
    return perf_counter() - began


def clone(case: Case, root: Path, files: int) -> Machine:
    """Make a machine with a project on it, and with an environment if the case is about one."""
    root.mkdir()
    # One cache for all, as a user has it.
    machine = Machine(root, {"UV_CACHE_DIR": str(root.parent / "cache")})
    if case.uv:
        machine.uv()
    make_wheel(machine.wheels, "humanize", "4.13.0")
    make_wheel(machine.wheels, "python_slugify", "8.0.4", module="slugify")
    make_wheel(machine.wheels, "beautifulsoup4", "4.14.2", module="bs4")
    machine.write("app.py", SOURCE)
    for name, text in case.files.items():
        machine.write(name, text)
    if case.uv and case.files.keys() == {"pyproject.toml"}:
        run(machine, UV, "lock")
    if case.has_environment:
        prefix = machine.project / ".venv"
        python = machine.bin / "python3"
        run(machine, *((UV, "venv") if case.uv else (python, "-m", "venv")), prefix)
        fill(site_packages(prefix), files if case.many else 0)
    return machine


def fill(site: Path, files: int) -> None:
    """Write distributions of 100 files each."""
    for number in range(0, files, 100):
        package = site / f"other{number}"
        package.mkdir()
        (site / f"other{number}-1.0.dist-info").mkdir()
        for inner in range(100):
            (package / f"part{inner}.py").write_text("answer = 42\n")


def run(machine: Machine, *argv: object) -> None:
    subprocess.run(
        list(map(str, argv)),
        cwd=machine.project,
        env=machine.environ,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=True,
    )


if __name__ == "__main__":
    main()
