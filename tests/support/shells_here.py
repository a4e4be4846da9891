"""The real shells of this machine, and environments whose ``python`` tells how it was started."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from venvlens.core.activation import Activatable, Activation, activation
from venvlens.core.activation_commands import Commands, NoCommand, commands
from venvlens.core.activation_shells import Shell
from venvlens.core.environment import Environment, Kind

START, END = "venvlens-start", "venvlens-end"
# Env's -0 keeps values apart whatever is in them.
REPORTER = f"#!/bin/sh\nprintf '{START}\\0%s\\0' \"$0\"; /usr/bin/env -0; printf '{END}\\0'\n"


@dataclass(frozen=True)
class Program:
    """A shell as it is started: with nobody's settings, to run the text that comes behind."""

    language: Shell
    words: tuple[str, ...]
    calls: str = "python"
    """How its language starts a program."""


PROGRAMS = {
    "bash": Program(Shell.BASH, ("bash", "--norc", "--noprofile", "-c")),
    "dash": Program(Shell.SH, ("dash", "-c")),
    "zsh": Program(Shell.ZSH, ("zsh", "-f", "-c")),
    "mksh": Program(Shell.KSH, ("mksh", "-c")),
    "ksh93": Program(Shell.KSH, ("ksh93", "-c")),
    "fish": Program(Shell.FISH, ("fish", "-N", "-c")),
    "tcsh": Program(Shell.CSH, ("tcsh", "-f", "-c")),
    "bsd-csh": Program(Shell.CSH, ("bsd-csh", "-f", "-c")),
    "xonsh": Program(Shell.XONSH, ("xonsh", "--no-rc", "-c")),
    "nu": Program(Shell.NUSHELL, ("nu", "-n", "-c"), "^python"),
    "elvish": Program(Shell.ELVISH, ("elvish", "-norc", "-c")),
}
ALWAYS_HERE = ("bash", "dash")


def every_shell(*names: str) -> list[object]:
    """Return the shells as parameters: those that a machine may lack are marked."""
    chosen = names or tuple(PROGRAMS)
    return [
        name if name in ALWAYS_HERE else pytest.param(name, marks=pytest.mark.shells)
        for name in chosen
    ]


def found(name: str) -> str:
    """Return where a shell is: beside the interpreter of the tests, or on PATH."""
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    program = shutil.which(name, path=path)
    assert program, f"{name} is not installed; .ci/run installs it"
    return program


@dataclass(frozen=True)
class Told:
    """What a ``python`` says of how it was started."""

    program: str
    environ: dict[str, str]


@dataclass(frozen=True)
class Playground:
    """A folder with nothing but a home, a ``bin`` on PATH, and what a test makes."""

    root: Path

    def __post_init__(self) -> None:
        for folder in ("home", "bin", "work"):
            (self.root / folder).mkdir(parents=True, exist_ok=True)
        reporter(self.root / "bin")

    @property
    def path(self) -> str:
        return f"{self.root}/bin:/usr/bin:/bin"

    def environment(self, name: str) -> Environment:
        """Make what looks like an environment, and is never started for real."""
        prefix = self.root / "environments" / name
        (prefix / "bin").mkdir(parents=True, exist_ok=True)
        reporter(prefix / "bin")
        return Environment(prefix, Kind.VENV, "made by a test")

    def run(
        self, shell: str, text: str, *words: str, **environ: str
    ) -> subprocess.CompletedProcess[bytes]:
        """Run a text in a shell, in a folder that stays empty if nothing else is run."""
        program, *options = words or PROGRAMS[shell].words
        known = {"HOME": f"{self.root}/home", "PATH": self.path, "LC_ALL": "C.UTF-8"} | environ
        given = {"input": text.encode()} if words else {"stdin": subprocess.DEVNULL}
        return subprocess.run(
            [found(program), *options, *(() if words else (text,))],
            cwd=self.root / "work",
            env=known,
            capture_output=True,
            timeout=60,
            **given,
        )

    def left(self) -> list[str]:
        """Return what was made by commands that nobody meant."""
        return [entry.name for entry in (self.root / "work").iterdir()]


def reporter(folder: Path) -> None:
    program = folder / "python"
    program.write_text(REPORTER)
    program.chmod(0o755)


def reports(done: subprocess.CompletedProcess[bytes]) -> list[Told]:
    """Read what each ``python`` said, in order."""
    parts = os.fsdecode(done.stdout).split(f"{END}\0")[:-1]
    said = []
    for part in parts:
        # An interactive shell may have something to say of its own before.
        program, *variables = part.rpartition(f"{START}\0")[2].split("\0")
        pairs = (one.partition("=") for one in variables if one)
        said.append(Told(program, {name: value for name, _, value in pairs}))
    return said


def commands_of(environment: Environment, shell: Shell) -> Commands | NoCommand:
    wanted = Activatable(environment, "linux")
    meant = activation(wanted)
    assert isinstance(meant, Activation)
    return commands(wanted, meant, shell)
