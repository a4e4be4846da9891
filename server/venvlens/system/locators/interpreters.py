"""All interpreters of the machine that belong to no project."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from venvlens.core.implementation import CPYTHON
from venvlens.system.locators import (
    asdf,
    command_line_tools,
    conda,
    hatch_python,
    homebrew,
    linux_system,
    mise,
    on_path,
    pdm_python,
    pyenv,
    python_org,
    rye,
    uv,
    windows_registry,
    windows_store,
    winpython,
    xcode,
)

if TYPE_CHECKING:
    from pathlib import PurePath

    from venvlens.core.environment import Environment
    from venvlens.core.machine import Machine

# The more exact kind comes first: PATH may lead into the folders of the others too.
_LOCATORS = (
    conda.locate_bases,
    pyenv.locate,
    uv.locate,
    asdf.locate,
    mise.locate,
    rye.locate,
    hatch_python.locate,
    pdm_python.locate,
    windows_store.locate,
    winpython.locate,
    windows_registry.locate,
    homebrew.locate,
    python_org.locate,
    xcode.locate,
    command_line_tools.locate,
    linux_system.locate,
    on_path.locate,
)


def interpreters(machine: Machine) -> tuple[Environment, ...]:
    """Find every global interpreter that can judge imports and make environments.

    CPython's come before those of other implementations, and then the newest version first.
    """
    return tuple(one for one in installed(machine) if one.judges)


def installed(machine: Machine) -> tuple[Environment, ...]:
    """Find every global interpreter, Python 2 too, each once; in the same order.

    Links lead to one file. Copies and hard links of it, such as ``python.exe`` and
    ``python3.exe``, are in one folder and have one version.
    """
    seen: set[PurePath] = set()
    found: dict[tuple[PurePath, str, str], Environment] = {}
    for environment in chain.from_iterable(locate(machine) for locate in _LOCATORS):
        if environment.executable is None:
            continue
        resolved = machine.files.resolved(environment.executable)
        if resolved not in seen:
            seen.add(resolved)
            key = resolved.parent, str(environment.version), environment.implementation
            found.setdefault(key, environment)
    return tuple(sorted(found.values(), key=_age, reverse=True))


def _age(environment: Environment) -> tuple[bool, tuple[int, int], int, bool, str, bool]:
    """Order by version: a release candidate is older than its release."""
    version = environment.version
    usual = environment.implementation == CPYTHON
    if version is None:
        return usual, (0, 0), -1, False, "", False
    final, pre = not version.prerelease, version.prerelease
    return usual, version.series, version.micro, final, pre, not version.free_threaded
