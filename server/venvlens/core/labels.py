"""What a status bar or a line of a list shows: an environment in a few characters."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

from venvlens.core.display import called, python
from venvlens.core.environment import Kind
from venvlens.core.implementation import CPYTHON

if TYPE_CHECKING:
    from pathlib import PurePath

    from venvlens.core.environment import Environment
    from venvlens.core.selection import Selection

NONE = "No environment"

_USUAL = frozenset({".venv", "venv", "env", ".env", ".conda", "default"})
"""Names that do not tell one environment from another."""


class State(Enum):
    """How a file stands with its environment."""

    ENVIRONMENT = "environment"
    """It has one that can run, or somebody chose a global interpreter for it."""
    NONE = "none"
    """There is at most a global interpreter, and nobody chose it."""
    BROKEN = "broken"


def state(selection: Selection) -> State:
    """Tell how a file stands with what was selected for it."""
    found = selection.chosen
    if found is None:
        return State.NONE
    return State.ENVIRONMENT if found.runs else State.BROKEN


def label_of(selection: Selection, folder: PurePath) -> str:
    """Return what a status bar shows for a file of a project's folder."""
    return label(selection.chosen, folder)


def label(environment: Environment | None, folder: PurePath) -> str:
    """Return ``.venv (3.13.0)``, ``Python 3.13.0 (global)``, ``.venv is broken``.

    The version is the language's; another implementation than CPython is named before it.
    """
    if environment is None:
        return NONE
    if environment.kind.is_global and environment.kind is not Kind.CONDA_BASE:
        named = python(environment) if environment.version else _implementation(environment)
        return f"{named} (global){_broken(environment)}"
    if not environment.runs:
        return f"{_name(environment, folder)}{_broken(environment)}"
    version = _version(environment)
    return f"{_name(environment, folder)} ({version})" if version else _name(environment, folder)


def _broken(environment: Environment) -> str:
    return "" if environment.runs else " is broken"


def _version(environment: Environment) -> str:
    if environment.version is None:
        return ""
    if environment.implementation == CPYTHON:
        return str(environment.version)
    return python(environment)


def _implementation(environment: Environment) -> str:
    return python(environment).partition(" ")[0]


def _name(environment: Environment, folder: PurePath) -> str:
    """Return what it is called, without the folders that lead to what is far away."""
    if environment.kind is Kind.CONDA_BASE:
        return "base"
    if environment.kind is Kind.UV_SCRIPT and environment.name:
        return environment.name
    prefix, shown = environment.prefix, called(environment, folder)
    if shown not in (".", str(prefix)):
        return shown
    parent = prefix.parent.name
    return f"{parent}/{prefix.name}" if prefix.name in _USUAL and parent else prefix.name
