"""All interpreters of the machine that belong to no project."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from venvlens.core.implementation import CPYTHON
from venvlens.system.locators import (
    asdf,
    hatch_python,
    mise,
    on_path,
    pdm_python,
    pyenv,
    rye,
    uv,
)

if TYPE_CHECKING:
    from pathlib import PurePath

    from venvlens.core.environment import Environment
    from venvlens.core.machine import Machine

# The more exact kind comes first: PATH may lead into the folders of the others too.
_LOCATORS = (
    pyenv.locate,
    uv.locate,
    asdf.locate,
    mise.locate,
    rye.locate,
    hatch_python.locate,
    pdm_python.locate,
    on_path.locate,
)


def interpreters(machine: Machine) -> tuple[Environment, ...]:
    """Find every global interpreter, each executable once.

    CPython's come before those of other implementations, and then the newest version first.
    """
    found: dict[PurePath, Environment] = {}
    for environment in chain.from_iterable(locate(machine) for locate in _LOCATORS):
        if environment.executable is not None:
            resolved = machine.files.resolved(environment.executable)
            found.setdefault(resolved, environment)
    return tuple(sorted(found.values(), key=_age, reverse=True))


def _age(environment: Environment) -> tuple[bool, tuple[int, int], int, bool, str, bool]:
    """Order by version: a release candidate is older than its release."""
    version = environment.version
    usual = environment.implementation == CPYTHON
    if version is None:
        return usual, (0, 0), -1, False, "", False
    final, pre = not version.prerelease, version.prerelease
    return usual, version.series, version.micro, final, pre, not version.free_threaded
