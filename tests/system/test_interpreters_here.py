"""The interpreters of the machine that the tests run on, and what each says about itself."""

import json
import os
import subprocess
import sys
import time
from functools import cache
from pathlib import Path

import pytest
from interpreters import environ, run
from machine_here import machine_here

from venvlens.core.environment import Environment, Kind
from venvlens.system.disk import Disk, Looks
from venvlens.system.host import read_host
from venvlens.system.locators import interpreters
from venvlens.system.real_machine import machine_of

ABOUT = """
import json, platform, sys
print(json.dumps([sys.version.split()[0], sys.prefix, platform.python_implementation().lower()]))
"""
"""In the words that Python 2 and 3 have in common."""


@cache
def installed() -> tuple[Environment, ...]:
    return interpreters.installed(machine_here())


@pytest.mark.parametrize("found", installed(), ids=lambda one: str(one.executable))
def test_each_interpreter_says_the_same_of_itself(found: Environment) -> None:
    assert found.executable is not None
    # Without site: what is in the user's folders may print.
    version, prefix, made = json.loads(run(found.executable, "-S", "-c", ABOUT))
    assert str(found.version) == version.rstrip("+")
    assert os.path.realpath(found.prefix) == os.path.realpath(prefix)
    assert found.implementation == made


def test_none_is_left_out() -> None:
    """Everything that starts below these folders and is no virtual environment."""
    home = read_host().home
    places = [*(home / ".pyenv/versions").glob("*/bin/python*"), *Path("/usr/bin").glob("py*3*")]
    # Hard links are one too: python3.7m and python3.7.
    known = {os.stat(one.executable or "").st_ino for one in installed()}
    assert {
        path for path in places if _is_interpreter(path) and path.stat().st_ino not in known
    } == set()


def _is_interpreter(path: Path) -> bool:
    if path.name.endswith((".py", "-config")) or (path.parent.parent / "pyvenv.cfg").exists():
        return False
    if path.is_dir() or not os.access(path, os.X_OK) or path.read_bytes()[:2] == b"#!":
        return False
    code = "import sys; print(sys.version_info[0])"
    done = subprocess.run(
        [path, "-S", "-c", code], env=environ(), capture_output=True, text=True, timeout=60
    )
    return done.returncode == 0 and done.stdout.strip() in ("2", "3")


def test_each_is_found_once() -> None:
    real = [os.path.realpath(one.executable or "") for one in installed()]
    assert len(real) == len(set(real))


def test_the_systems_own_is_the_systems() -> None:
    kinds = {one.kind for one in installed() if str(one.executable).startswith("/usr/bin/")}
    assert kinds <= {Kind.SYSTEM}


def test_python_2_is_in_the_list_only() -> None:
    usable = interpreters.interpreters(machine_here())
    assert usable == tuple(one for one in installed() if one.judges)
    assert all(one.version and one.version.major == 3 for one in usable)


def test_all_are_found_in_milliseconds() -> None:
    def seconds(disk: Disk) -> float:
        # Of the processor: what else runs on the machine does not count.
        start = time.thread_time()
        interpreters.installed(machine_of(read_host(), Looks(disk)))
        return time.thread_time() - start

    disk = Disk()
    first = seconds(disk)
    # For 10 interpreters
    many = max(1, len(installed()) / 10)
    assert min(first, *(seconds(Disk()) for _ in range(4))) < 0.2 * many
    assert min(seconds(disk) for _ in range(5)) < 0.06 * many


def test_the_interpreter_of_the_tests_is_among_them() -> None:
    base = os.path.realpath(getattr(sys, "_base_executable", sys.executable))
    assert base in {os.path.realpath(one.executable or "") for one in installed()}
