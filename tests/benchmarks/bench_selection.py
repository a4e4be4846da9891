"""How long it takes to choose the environment of one file in a tree of many folders.

usage: bench_selection.py [--folders NUMBER] [--deep NUMBER]

Makes a tree of 100,000 folders with a file a few folders deep, an environment at the root and
one project beside it, then chooses for that file: with nothing remembered (each time anew), and
once more as an editor does after every key, when nothing has changed. Figures are medians of
several runs, in milliseconds; beside them is the number of system calls that ask for a file.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
import venv
from pathlib import Path
from time import perf_counter

from venvlens.system.disk import Disk, Looks
from venvlens.system.host import Host, read_host
from venvlens.system.real_machine import machine_of
from venvlens.system.selecting import Decision, Wishes
from venvlens.system.state import Choices
from venvlens.system.surveyor import project_of, pyproject_of

RUNS = 50


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--folders", type=int, default=100_000)
    parser.add_argument("--deep", type=int, default=6)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as root:
        workspace = Path(root, "workspace")
        folder = tree(workspace, args.folders, args.deep)
        here = read_host()
        hosts = {
            "a home of nobody": Host({}, here.path, Path(root, "home"), here.platform),
            "this user's home": here,
        }
        for name, host in hosts.items():
            measure(name, host, workspace, folder)
        venv.EnvBuilder(symlinks=True).create(workspace / ".venv")
        measure("with .venv at the root", here, workspace, folder)


def tree(workspace: Path, number: int, deep: int) -> Path:
    """Make many folders, and return one ``deep`` levels below the workspace."""
    per_level = 100
    # All parts are links to one: some file systems take minutes to remove 100,000 folders.
    shared = workspace.parent / "part"
    for inner in range(per_level - 1):
        (shared / f"folder{inner}").mkdir(parents=True)
    for outer in range(number // per_level):
        place = workspace / f"group{outer // per_level}"
        place.mkdir(parents=True, exist_ok=True)
        (place / f"part{outer}").symlink_to(shared)
    folder = workspace.joinpath("shop", *(f"level{n}" for n in range(deep - 1)))
    folder.mkdir(parents=True)
    (workspace / "shop" / "pyproject.toml").write_text('[project]\nname = "shop"\n')
    (folder / "app.py").touch()
    return folder


def choose(host: Host, workspace: Path, folder: Path, disk: Disk) -> Looks:
    """Choose as a survey does, in one pass."""
    looks = Looks(disk)
    machine = machine_of(host, looks)
    choices = Choices(host.home / "venvlens" / "choices.json")
    project = project_of(folder, workspace, looks)
    pyproject, _ = pyproject_of(project, workspace, looks)
    wishes = Wishes(pyproject.requires_python)
    Decision(machine, choices, folder, workspace, project, wishes).selection()
    return looks


def measure(name: str, host: Host, workspace: Path, folder: Path) -> None:
    disk = Disk()
    first = [timed(host, workspace, folder, Disk()) for _ in range(RUNS)]
    choose(host, workspace, folder, disk)
    again = [timed(host, workspace, folder, disk) for _ in range(RUNS)]
    looked = len(choose(host, workspace, folder, disk).notes)
    sys.stdout.write(
        f"{name:24} first {statistics.median(first):6.3f} ms   "
        f"again {statistics.median(again):6.3f} ms   {looked} paths looked at\n"
    )


def timed(host: Host, workspace: Path, folder: Path, disk: Disk) -> float:
    began = perf_counter()
    choose(host, workspace, folder, disk)
    return (perf_counter() - began) * 1000


if __name__ == "__main__":
    main()
