"""Plans that declare a requirement and install it, by the tool that manages the project.

These tools write the declaration, their lock file and the environment in one go, and take the
declaration back themselves when that fails; what they write is remembered all the same.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from venvlens.core.plans.installation import as_argument, not_a_name
from venvlens.core.plans.plan import Cannot, Plan, Step

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import PurePath

_ADD_SECONDS = 1800.0


@dataclass(frozen=True, slots=True)
class Manager:
    """The tool of a project, where it is, and what it works on."""

    name: str
    """As its program is called: ``uv``, ``poetry``, ``pdm``, ``pipenv``, ``pixi``."""
    executable: PurePath
    project: PurePath
    """The folder of the project."""
    environment: PurePath
    """Prefix of the environment that the tool keeps for the project."""
    locked: PurePath
    """The folder of its lock file: the workspace's root for a member of one."""


def add(manager: Manager, requirements: Sequence[str], group: str | None = None) -> Plan | Cannot:
    """Plan what adds requirements to a project, to one of its groups where one is named."""
    names = []
    for text in requirements or ("",):
        name = as_argument(text)
        if name is None:
            return not_a_name(text)
        names.append(name)
    known = _TOOLS.get(manager.name)
    if known is None:
        return Cannot(f"{manager.name} has no command that adds a requirement")
    argv = (str(manager.executable), *known.words(manager, group), "--", *names)
    where = f" to the group {group}" if group else ""
    files = tuple(manager.project / name for name in known.declares)
    locks = tuple(manager.locked / name for name in known.locks)
    return Plan(
        f"Add {', '.join(requirements)}{where} with {manager.name}",
        (Step(argv, manager.project, _ADD_SECONDS),),
        manager.environment,
        writes=(*files, *locks),
        remarks=(f"{manager.name} also updates {' and '.join(known.locks)}.",),
    )


def can_add(name: str) -> bool:
    """Tell whether a tool has a command that declares and installs."""
    return name in _TOOLS


def reaches(keys: tuple[str, ...]) -> bool:
    """Tell whether these tools add to a list of a project's file: to extras and others they do not.

    ``keys`` are those from the top of the file, as ``core/declare`` has them.
    """
    return keys in _MAIN or group_of(keys) is not None


def group_of(keys: tuple[str, ...]) -> str | None:
    """Return the group that a list is; None for what the project needs to run."""
    match keys:
        case ("dependency-groups", group):
            return group
        case ("tool", "poetry", "group", group, "dependencies"):
            return group
        case ("dev-packages",):
            return "dev"
        case _:
            return None


_MAIN = (
    ("project", "dependencies"),
    ("tool", "poetry", "dependencies"),
    ("packages",),
    ("pypi-dependencies",),
)


def _uv(manager: Manager, group: str | None) -> tuple[str, ...]:
    return ("add", "--project", str(manager.project), *(("--group", group) if group else ()))


def _poetry(manager: Manager, group: str | None) -> tuple[str, ...]:
    del manager  # it works in the folder that it is started in
    return ("add", "--no-interaction", "--no-ansi", *(("--group", group) if group else ()))


def _pdm(manager: Manager, group: str | None) -> tuple[str, ...]:
    groups = ("-d", "-G", group) if group else ()
    return ("add", "--no-self", "-p", str(manager.project), *groups)


def _pipenv(manager: Manager, group: str | None) -> tuple[str, ...]:
    del manager
    return ("install", *(("--dev",) if group else ()))


def _pixi(manager: Manager, group: str | None) -> tuple[str, ...]:
    features = ("--feature", group) if group else ()
    return ("add", "--pypi", "--manifest-path", str(manager.project), *features)


@dataclass(frozen=True, slots=True)
class _Tool:
    words: Callable[[Manager, str | None], tuple[str, ...]]
    """Arguments before ``--`` and the requirements."""
    declares: tuple[str, ...]
    """Files in the project's folder that it edits."""
    locks: tuple[str, ...]


# Sources: the documentation of `uv add`, `poetry add`, `pdm add`, `pipenv install`, `pixi add`.
_TOOLS = {
    "uv": _Tool(_uv, ("pyproject.toml",), ("uv.lock",)),
    "poetry": _Tool(_poetry, ("pyproject.toml",), ("poetry.lock",)),
    "pdm": _Tool(_pdm, ("pyproject.toml",), ("pdm.lock",)),
    "pipenv": _Tool(_pipenv, ("Pipfile",), ("Pipfile.lock",)),
    "pixi": _Tool(_pixi, ("pixi.toml", "pyproject.toml"), ("pixi.lock",)),
}
