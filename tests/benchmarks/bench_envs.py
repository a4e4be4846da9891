"""How long it takes to list a machine with 200 environments, and what others make of it.

usage: bench_envs.py [--uv UV] [--environments NUMBER]

Makes a home with environments of all kinds, laid out file by file as their tools do it, and a few
by the tools themselves (``venv``, ``virtualenv``, ``uv``), beside this machine's own pyenv
versions and system Python. Then, in one run: ``venvlens envs`` as a new process, less what
``python -c pass`` takes; a second listing in one process; ``uv python list --only-installed``; and
python-discovery, put into a temporary environment. Each is followed by what it missed of all that
was made and of the interpreters here. Figures are medians of several runs, in milliseconds.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections import Counter
from itertools import cycle
from pathlib import Path
from time import perf_counter

sys.path[:0] = [str(Path(__file__).parents[1] / "support")]

from interpreters import environ, host  # noqa: E402
from machine_here import machine_here  # noqa: E402

from venvlens.system.disk import Disk, Looks  # noqa: E402
from venvlens.system.host import Host, search_folders  # noqa: E402
from venvlens.system.inventory import inventory  # noqa: E402
from venvlens.system.locators.interpreters import interpreters  # noqa: E402
from venvlens.system.real_machine import machine_of  # noqa: E402

RUNS = 7
DISCOVERY = """
import json, time
from python_discovery import iter_interpreters
start = time.perf_counter()
found = [str(one.executable) for one in iter_interpreters()]
print(json.dumps([time.perf_counter() - start, found]))
"""


def write(path: Path, text: str = "") -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


def virtual(prefix: Path, base: Path, series: str, more: str = "") -> Path:
    """An environment as ``venv`` makes it."""
    (prefix / "bin").mkdir(parents=True)
    (prefix / "bin" / "python").symlink_to(base)
    for name in ("python3", f"python{series}"):
        (prefix / "bin" / name).symlink_to("python")
    for name in ("activate", "activate.fish", "pip"):
        write(prefix / "bin" / name)
    (prefix / "lib" / f"python{series}" / "site-packages").mkdir(parents=True)
    cfg = f"home = {base.parent}\nversion = {series}.1\ninclude-system-site-packages = false\n"
    write(prefix / "pyvenv.cfg", cfg + more)
    return prefix


def conda(prefix: Path, series: str, record: str = "history") -> Path:
    """An environment as conda, or pixi, makes it."""
    write(prefix / "conda-meta" / record)
    write(prefix / "conda-meta" / f"python-{series}.4-h12debd9_0.json", "{}")
    write(prefix / "bin" / f"python{series}", "\x7fELF")
    (prefix / "bin" / f"python{series}").chmod(0o755)
    (prefix / "bin" / "python").symlink_to(f"python{series}")
    write(prefix / "lib" / f"python{series}" / "os.py")
    return prefix


def made(home: Path, bases: list[tuple[Path, str]], number: int) -> dict[Path, str]:
    """Fill a home with environments; return them with their kinds."""
    work, turns, found = home / "work", cycle(bases), {}
    uv = "uv = 0.9.1\n"
    makers = {
        "venv": lambda n: virtual(_project(work, n) / ".venv", *next(turns)),
        "uv": lambda n: virtual(_project(work, n) / ".venv", *next(turns), uv),
        "virtualenv": lambda n: virtual(
            _project(work, n) / "env", *next(turns), "virtualenv = 20.30\n"
        ),
        "virtualenvwrapper": lambda n: virtual(home / f".virtualenvs/w{n}", *next(turns)),
        "pipenv": lambda n: virtual(
            home / f".local/share/virtualenvs/p{n}-a1B2c3D4", *next(turns), "virtualenv = 20\n"
        ),
        "poetry": lambda n: virtual(
            home / f".cache/pypoetry/virtualenvs/q{n}-a1B2c3D4-py3.12", *next(turns)
        ),
        "hatch": lambda n: virtual(
            home / f".local/share/hatch/env/virtual/h{n}/a1B2c3D4/h{n}", *next(turns)
        ),
        "pdm": lambda n: virtual(home / f".local/share/pdm/venvs/d{n}-a1B2c3D4-3.12", *next(turns)),
        "pipx": lambda n: virtual(home / f".local/share/pipx/venvs/x{n}", *next(turns)),
        "conda": lambda n: conda(home / f"miniforge3/envs/c{n}", "3.12"),
        "pixi": lambda n: conda(_project(work, n) / ".pixi/envs/default", "3.11", "pixi"),
        "tox": lambda n: virtual(_project(work, n) / ".tox/py312", *next(turns)),
        "nox": lambda n: virtual(_project(work, n) / ".nox/tests", *next(turns)),
    }
    for turn, (kind, make) in zip(range(number), cycle(makers.items()), strict=False):
        found[make(turn)] = kind
    return found


def _project(work: Path, number: int) -> Path:
    folder = work / f"project{number:03}"
    write(folder / "pyproject.toml", f'[project]\nname = "project{number}"\n')
    write(folder / "src" / "app.py")
    return folder


def by_tools(work: Path, base: Path, uv: str) -> dict[Path, str]:
    """Environments that the tools themselves make."""
    commands = {
        "venv": [base, "-m", "venv", "--without-pip"],
        "virtualenv": [sys.executable, "-m", "virtualenv", "-q", "--no-seed", "-p", base],
        "uv": [uv, "venv", "-q", "--python", base],
    }
    found = {}
    for kind, command in commands.items():
        prefix = work / f"real-{kind}" / ".venv"
        write(prefix.parent / "pyproject.toml")
        subprocess.run([*command, prefix], check=True, env=environ(UV_PYTHON_DOWNLOADS="never"))
        found[prefix] = kind
    return found


def median(work, runs: int = RUNS) -> float:
    took = []
    for _ in range(runs):
        start = perf_counter()
        work()
        took.append(perf_counter() - start)
    return statistics.median(took) * 1000


def missed(name: str, told: set[str], every: dict[Path, str], pythons: list[str]) -> None:
    """Print what a tool did not tell, by kind."""
    told = {os.path.realpath(path) for path in told} | told
    left = Counter(kind for path, kind in every.items() if not _told(path, told))
    left.update("interpreter" for path in pythons if os.path.realpath(path) not in told)
    of = len(every) + len(pythons)
    kinds = ", ".join(f"{count} {kind}" for kind, count in sorted(left.items())) or "nothing"
    print(f"  {name:<34} missed {left.total():>3} of {of}: {kinds}")


def _told(prefix: Path, told: set[str]) -> bool:
    return str(prefix) in told or str(prefix / "bin" / "python") in told


def discovery(uv: str, folder: Path, variables: dict[str, str]) -> tuple[float, set[str]]:
    """Ask python-discovery, in an environment of its own and with an empty cache."""
    python = folder / "bin" / "python"
    quiet = {"check": True, "env": environ(), "stdout": subprocess.DEVNULL}
    subprocess.run([uv, "venv", "-q", "--python", sys.executable, folder], **quiet)
    subprocess.run([uv, "pip", "install", "-q", "--python", python, "python-discovery"], **quiet)
    done = subprocess.run(
        [python, "-c", DISCOVERY], env=variables, check=True, capture_output=True, text=True
    )
    took, found = json.loads(done.stdout)
    return took * 1000, set(found)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--uv", default=shutil.which("uv", path=_beside_us()))
    parser.add_argument("--environments", type=int, default=200)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        _compare(Path(temporary).resolve(), chosen.uv, chosen.environments)


def _beside_us() -> str:
    return f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"


def _compare(root: Path, uv: str, number: int) -> None:
    here = host()
    known = interpreters(machine_here(here))
    pythons = [str(one.executable) for one in known]

    bases = [
        (Path(str(one.executable)), "{}.{}".format(*one.version.series))
        for one in known
        if one.version and one.implementation == "cpython"
    ]
    home, work = root / "home", root / "home" / "work"
    every = by_tools(work, bases[0][0], uv)
    every |= made(home, bases, number - len(every))
    variables = environ(
        HOME=str(home), PYENV_ROOT=str(here.home / ".pyenv"), UV_PYTHON_DOWNLOADS="never"
    )
    print(f"{len(every)} environments: {dict(Counter(every.values()))}")
    print(f"{len(pythons)} interpreters\n")

    def run(*command: object) -> str:
        done = subprocess.run(
            [str(word) for word in command],
            env=variables,
            cwd=work,
            check=True,
            capture_output=True,
        )
        return done.stdout.decode()

    nothing = median(lambda: run(sys.executable, "-c", "pass"))
    cold = median(lambda: run(sys.executable, "-m", "venvlens", "envs", "--json"))
    disk = Disk()
    seen = Host(variables, search_folders(variables["PATH"]), home, sys.platform)

    def listing() -> list:
        return list(inventory(machine_of(seen, Looks(disk)), [work], work))

    listing()
    warm = median(listing)
    uv_took = median(lambda: run(uv, "python", "list", "--only-installed"))
    discovered, found = discovery(uv, root / "discovery", variables)
    print(f"  python -c pass                     {nothing:8.1f} ms")
    print(f"  venvlens envs, cold, beyond that   {cold - nothing:8.1f} ms")
    print(f"  venvlens envs, warm                {warm:8.1f} ms")
    print(f"  uv python list --only-installed    {uv_took:8.1f} ms")
    print(f"  python-discovery                   {discovered:8.1f} ms\n")
    told = json.loads(run(sys.executable, "-m", "venvlens", "envs", "--json"))["environments"]
    ours = {path for one in told for path in (one["prefix"], one["executable"]) if path}
    listed = json.loads(run(uv, "python", "list", "--only-installed", "--output-format", "json"))
    missed("venvlens envs", ours, every, pythons)
    missed("uv python list --only-installed", {one["path"] for one in listed}, every, pythons)
    missed("python-discovery", found, every, pythons)


if __name__ == "__main__":
    main()
