"""A plan: what would be run to make or mend an environment. Nothing runs here.

A plan is argument lists, never a line for a shell. It also says which folder appears and which
one is moved out of the way, so that its runner can leave everything as before when it fails.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import takewhile
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import PurePath

    from venvlens.core.plans.failure import Hindrance


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
    writes: tuple[PurePath, ...] = ()
    """Files that its tools write, such as lock files; as before again unless every step works."""
    appears: tuple[PurePath, ...] = ()
    """Folders that its tools make, none of them there before; removed unless every step works."""
    remarks: tuple[str, ...] = ()
    """Sentences about what a person may not expect of it."""


@dataclass(frozen=True, slots=True)
class Cannot:
    """There is no plan for this; ``reason`` is one sentence with the way out."""

    reason: str
    hindrance: Hindrance | None = None


def shown(prefix: PurePath, folder: PurePath) -> str:
    """Return a prefix as a title has it: as seen from a folder that holds it."""
    return str(prefix.relative_to(folder) if prefix.is_relative_to(folder) else prefix)
