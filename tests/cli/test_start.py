"""The program's entry: what it says, and what it does not load."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from venvlens import __version__


def loaded(world, *words: str) -> set[str]:
    """Return the modules that a command has loaded when it ends."""
    program = (
        "import sys\n"
        "from venvlens.__main__ import main\n"
        f"sys.argv = ['venvlens', *{list(words)!r}]\n"
        "main()\n"
        "print(*sys.modules, file=sys.stderr)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=world.project,
        env=world.environ,
        check=True,
        capture_output=True,
        text=True,
    )
    return set(done.stderr.splitlines()[-1].split())


@pytest.mark.parametrize(
    "words",
    [
        ["--version"],
        ["--help"],
        ["check", "."],
        ["check", "--format", "json"],
        ["why", "."],
        ["envs", "."],
        ["provides", "yaml"],
    ],
)
def test_the_command_line_never_loads_the_servers_libraries(world, words):
    world.write({"a.py": "import nope\n", "pyproject.toml": ""})
    forbidden = {"pygls", "lsprotocol", "asyncio", "cattrs", "attrs", "argparse", "venvlens.lsp"}
    assert not forbidden & loaded(world, *words)


@pytest.mark.parametrize("words", [["--version"], ["--help"]])
def test_words_alone_load_no_verdicts(world, words):
    names = loaded(world, *words)
    assert not {name for name in names if name.startswith(("venvlens.core", "venvlens.system"))}
    assert not {"typing", "re", "pathlib", "dataclasses", "json", "subprocess"} & names


def test_the_version_is_told(world):
    for word in ("--version", "-V"):
        done = world.run(word)
        assert (done.returncode, done.stdout) == (0, f"venvlens {__version__}\n")


def test_no_words_and_help_tell_the_commands(world):
    told = world.run()
    assert told.returncode == 0
    for command in ("check", "why", "server"):
        assert f"\n  {command} " in told.stdout
    assert world.run("--help").stdout == world.run("-h").stdout == told.stdout


@pytest.mark.parametrize(
    "command",
    [
        "check",
        "why",
        "envs",
        "provides",
        "fix",
        "create",
        "install",
        "repair",
        "activate",
        "deactivate",
    ],
)
def test_each_command_tells_its_options(world, command):
    for word in ("--help", "-h"):
        done = world.run(command, word)
        assert done.returncode == 0
        assert done.stdout.startswith(f"Usage: venvlens {command} ")
        assert max(map(len, done.stdout.splitlines())) <= 80


def test_a_command_that_does_not_exist_is_said(world):
    done = world.run("chek")
    known = "check, why, envs, provides, doctor, fix, create, "
    known += "install, repair, activate, deactivate, server"
    assert done.stderr == f"venvlens: There is no command 'chek'; there are {known}.\n"
    assert (done.returncode, done.stdout) == (2, "")


def test_a_closed_output_ends_quietly(world):
    reading, writing = os.pipe()
    os.close(reading)
    try:
        done = subprocess.run(
            [sys.executable, "-m", "venvlens", "--help"],
            env=world.environ,
            stdout=writing,
            stderr=subprocess.PIPE,
            check=False,
        )
    finally:
        os.close(writing)
    assert (done.returncode, done.stderr) == (141, b"")
