"""Plans: what would be run to make or mend an environment. Nothing runs here.

A plan is argument lists, never a line for a shell. It also says which folder appears and which
one is moved out of the way, so that its runner can leave everything as before when it fails.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import takewhile
from typing import TYPE_CHECKING

from packaging.requirements import InvalidRequirement, Requirement

from venvlens.core.names import distribution_name

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import PurePath

_CREATE_SECONDS = 300.0
_INSTALL_SECONDS = 1800.0

# What tools write when they fail, beside "error: ..." also "OSError: ..." and uv's "cause: ...".
_COMPLAINT = re.compile(r"^\W*(?:\w*error|fatal|cause)\s*:\s*(?P<said>\S.*)$", re.I | re.M)
_LONGEST_CAUSE = 200

_WAYS_OUT = (
    (
        ("ensurepip is not",),
        "install the venv package of that Python (python3-venv on Debian and Ubuntu) or uv",
    ),
    (("no space left on device", "disk quota exceeded"), "free some space on the disk"),
    (("permission denied", "read-only file system"), "check who may write to that folder"),
    (("no matching distribution", "no solution found"), "check its name and its versions"),
    (
        ("name resolution", "dns error", "network is unreachable", "error sending request"),
        "check the network connection",
    ),
)


@dataclass(frozen=True, slots=True)
class Step:
    """One process: what is started, where, and for how long at most."""

    argv: tuple[str, ...]
    """The executable's absolute path and its arguments."""
    folder: PurePath
    """Absolute; the folder the process works in."""
    seconds: float
    """After these it is stopped."""

    @property
    def name(self) -> str:
        """How a person would name it: ``uv venv`` or ``python3.13 -m pip install``."""
        tool = re.split(r"[\\/]", self.argv[0])[-1].removesuffix(".exe")
        words = list(self.argv[1:])
        if "-m" in words:
            words = words[words.index("-m") + 1 :]
            tool += " -m"
        return " ".join((tool, *takewhile(str.isalpha, words)))


@dataclass(frozen=True, slots=True)
class Plan:
    """The steps that carry out one fix, and the folders that they make or move."""

    title: str
    """What it does, for people: ``Create .venv (Python 3.13.0)``."""
    steps: tuple[Step, ...]
    environment: PurePath
    """Prefix that it changes; two plans for one environment never run together."""
    creates: PurePath | None = None
    """Folder that must not exist before; removed again unless every step works."""
    sets_aside: PurePath | None = None
    """Broken environment that is renamed to ``aside`` first, and back unless every step works."""
    aside: PurePath | None = None
    """Must not exist before. Kept when the plan works: we delete nothing we did not make."""


@dataclass(frozen=True, slots=True)
class CannotInstall:
    """There is no plan that installs this; ``reason`` is one sentence with the way out."""

    reason: str


def create(
    prefix: PurePath,
    interpreter: PurePath,
    shown_python: str,
    folder: PurePath,
    uv: PurePath | None,
) -> Plan:
    """Plan a new environment at ``prefix`` from a base interpreter, with uv where there is one.

    uv looks at no project and at no settings file, which may be for another Python or broken,
    and downloads no Python. All paths are absolute.
    """
    made_by_uv = ("venv", "--no-project", "--no-config", "--no-python-downloads", "--python")
    argv = (
        (str(interpreter), "-I", "-m", "venv", str(prefix))
        if uv is None
        else (str(uv), *made_by_uv, str(interpreter), "--", str(prefix))
    )
    title = f"Create {_shown(prefix, folder)} ({shown_python})"
    return Plan(title, (Step(argv, folder, _CREATE_SECONDS),), prefix, creates=prefix)


def recreate(
    prefix: PurePath,
    aside: PurePath,
    interpreter: PurePath,
    shown_python: str,
    folder: PurePath,
    uv: PurePath | None,
) -> Plan:
    """Plan a new environment in the place of a broken one, which is kept as ``aside``."""
    title = f"Recreate {_shown(prefix, folder)} ({shown_python})"
    plan = create(prefix, interpreter, shown_python, folder, uv)
    return replace(plan, title=title, sets_aside=prefix, aside=aside)


def install(
    prefix: PurePath,
    executable: PurePath,
    distributions: Sequence[str],
    folder: PurePath,
    uv: PurePath | None,
    has_pip: bool,
) -> Plan | CannotInstall:
    """Plan an installation of distributions, each a name with extras and versions at most.

    The environment's own tool settings (indexes, find-links) stay in force: a private index is
    where a project's distributions come from.
    """
    names = []
    for text in distributions or ("",):
        name = _argument(text)
        if name is None:
            return _not_a_name(text)
        names.append(name)
    shown = _shown(prefix, folder)
    if uv is not None:
        start: tuple[str, ...] = (str(uv), "pip", "install", "--python", str(executable))
    elif has_pip:
        start = (str(executable), "-I", "-m", "pip", "install")
        start += ("--disable-pip-version-check", "--no-input")
    else:
        return CannotInstall(
            f"{shown} has no pip and uv was not found: install uv,"
            f" or add pip with: {executable} -m ensurepip"
        )
    argv = (*start, "--", *names)
    title = f"Install {', '.join(distributions)} into {shown}"
    return Plan(title, (Step(argv, folder, _INSTALL_SECONDS),), prefix)


def cause(output: str) -> str:
    """Return what a tool's output gives as the cause of its failure, in one line or empty."""
    complaints = [match["said"] for match in _COMPLAINT.finditer(output)]
    said = complaints or output.split("\n")
    last = next((line.strip() for line in reversed(said) if line.strip()), "")
    return last if len(last) <= _LONGEST_CAUSE else f"{last[:_LONGEST_CAUSE]}..."


def way_out(output: str) -> str:
    """Return what a person can do about the failure that a text tells of; empty if unknown."""
    told = output.lower()
    for signs, advice in _WAYS_OUT:
        if any(sign in told for sign in signs):
            return advice
    return ""


def _argument(text: str) -> str | None:
    """Return a distribution as an argument for pip or uv, or None for anything else.

    The name is normalised: pip takes ``name.whl`` for a file of the folder it works in. Addresses
    are not names, and ``===`` may be followed by any character at all.
    """
    try:
        requirement = Requirement(text)
    except InvalidRequirement:
        return None
    if requirement.url or requirement.marker or "===" in str(requirement.specifier):
        return None
    requirement.name = distribution_name(requirement.name)
    return str(requirement)


def _not_a_name(text: str) -> CannotInstall:
    return CannotInstall(
        f"{text!r} is not the name of a distribution: use a name with versions at most,"
        " such as requests or requests>=2.32"
    )


def _shown(prefix: PurePath, folder: PurePath) -> str:
    return str(prefix.relative_to(folder) if prefix.is_relative_to(folder) else prefix)
