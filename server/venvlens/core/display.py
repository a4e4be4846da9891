"""How environments are called in messages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from venvlens.core import implementation
from venvlens.core.environment import FaultCode, Kind

if TYPE_CHECKING:
    from pathlib import PurePath

    from venvlens.core.environment import Environment, Fault

_NEAR = 3
"""Steps upward that a person still follows."""
_KEPT_BY_NAME = frozenset(
    {Kind.CONDA, Kind.POETRY, Kind.PIPENV, Kind.HATCH, Kind.PDM}
    | {Kind.PYENV_VIRTUALENV, Kind.VIRTUALENVWRAPPER}
)
"""Whose environments are in a folder of their tool's, under names that the tool prints."""


def short(path: PurePath, folder: PurePath) -> str:
    """Return a path as seen from a folder if that is near, else the whole path."""
    common = 0
    for ours, theirs in zip(path.parts, folder.parts, strict=False):
        if ours != theirs:
            break
        common += 1
    up = len(folder.parts) - common
    if common <= 1 or up > _NEAR:
        return str(path)
    return "/".join([".."] * up + list(path.parts[common:])) or "."


def tilde(path: PurePath, home: PurePath) -> str:
    """Return a path as a shell takes it, with ``~`` for the home folder."""
    if path.is_relative_to(home) and path != home and len(home.parts) > 1:
        return f"~/{path.relative_to(home).as_posix()}"
    return str(path)


def called(environment: Environment, folder: PurePath) -> str:
    """Return what a person calls an environment: its path, or its name where its tool keeps it."""
    path = short(environment.prefix, folder)
    is_far = path.startswith("../") or path == str(environment.prefix)
    if is_far and environment.kind in _KEPT_BY_NAME and not environment.prefix.name.startswith("."):
        return environment.name or environment.prefix.name
    return path


def with_version(environment: Environment, folder: PurePath) -> str:
    """Return ``.venv (Python 3.12.1)``, or ``the global PyPy 3.9.16``."""
    if environment.kind.is_global:
        return f"the global {python(environment)}"
    if environment.kind is Kind.UV_SCRIPT and environment.name:
        return f"the environment of {environment.name} ({python(environment)})"
    return f"{called(environment, folder)} ({python(environment)})"


def python(environment: Environment) -> str:
    """Return ``Python 3.12.1`` or ``PyPy 3.9.16``: the language's version, not PyPy's own."""
    version = environment.version or "of unknown version"
    return f"{implementation.shown(environment.implementation)} {version}"


_REASONS = {
    FaultCode.BASE_GONE: "its base Python {path} no longer exists",
    FaultCode.BASE_ON_SHARE: "its base Python {path} is on a share that nothing of yours is on",
    FaultCode.NO_EXECUTABLE: "it has no interpreter, {path} does not exist",
    FaultCode.NO_HOME: "{path} does not say where its base Python is",
    FaultCode.NO_PYTHON: "no Python is installed in it",
    FaultCode.UNREADABLE: "{path} cannot be read",
}


def clause(fault: Fault) -> str:
    """Return a fault as a clause."""
    return _REASONS[fault.code].format(path=fault.path)
