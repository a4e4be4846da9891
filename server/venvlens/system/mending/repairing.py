"""From the wish for an environment made anew to a plan: for the server and the command line."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING

from venvlens.core import layout, plans
from venvlens.core.display import python
from venvlens.core.environment import Kind
from venvlens.core.fixes.create import best_first
from venvlens.core.fixes.repair import best_fitting, can_be_recreated, is_alike, is_newer
from venvlens.core.plans import Cannot, Plan
from venvlens.core.plans.repair import Base, Place, Tools
from venvlens.core.project import read_pyproject
from venvlens.core.pyvenv_cfg import asks_for_system_site
from venvlens.system.freezing import frozen
from venvlens.system.locators import prefix as prefixes
from venvlens.system.locators.interpreters import interpreters
from venvlens.system.mending import set_aside
from venvlens.system.possibilities import makes_environments
from venvlens.system.workspace import way_up

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import PurePath

    from venvlens.core.environment import Environment
    from venvlens.core.freeze import Frozen
    from venvlens.core.machine import Machine
    from venvlens.core.requests import RepairRequest

_VERSION = re.compile(r"\d+(?:\.\d+){0,2}t?")


def plan(
    wanted: RepairRequest, machine: Machine, uv: PurePath | None, workspace: PurePath
) -> Plan | Cannot:
    """Plan an environment anew, with the distributions that are in the old one.

    ``workspace`` is the folder above which no declaration counts.
    """
    prefix = wanted.prefix
    found = prefixes.describe(prefix, machine, "named by the user")
    reason = _hindrance(prefix, found)
    if found is None or reason:
        return Cannot(reason)
    installed = frozen(found, machine.files, machine.platform)
    base = _base(wanted, found, installed, machine, uv is not None, workspace)
    if isinstance(base, Cannot):
        return base
    place = Place(
        prefix,
        set_aside.free(prefix),
        layout.executables(prefix, machine.platform)[0],
        prefix.parent,
        asks_for_system_site(machine.files.text(prefix / "pyvenv.cfg") or ""),
    )
    told = Base(
        base.executable or base.prefix,
        python(base),
        is_alike(base, found, installed),
        is_newer(base, found, installed),
    )
    # Who had pip in the environment will look for it again, and uv leaves it out.
    wants_pip = "pip" in installed.seeds and makes_environments(base, machine.files)
    return plans.recreate(place, told, Tools(None if wants_pip else uv, uv), installed)


def _hindrance(prefix: PurePath, found: Environment | None) -> str:
    if not os.path.lexists(prefix):
        return f"{prefix} is gone, create it instead"
    if found is None:
        return f"{prefix} is not an environment, create one beside it instead"
    if found.is_condas:
        return _not_ours(found)
    if not can_be_recreated(found):
        return f"{prefix} is not for venv to make: use what made it ({found.kind.value})"
    if Path(__file__).is_relative_to(prefix):
        return f"VenvLens itself runs from {prefix}: repair it with one that is elsewhere"
    return ""


def _not_ours(environment: Environment) -> str:
    """Say why ``venv`` cannot put an environment of conda or pixi in its place, and what can."""
    tool = "pixi" if environment.kind is Kind.PIXI else "conda"
    way = "`pixi install`" if tool == "pixi" else "`conda env create` or `conda create`"
    return (
        f"{environment.prefix} is an environment of {tool}, which holds more than Python packages: "
        f"make it anew with {way}"
    )


def _base(
    wanted: RepairRequest,
    found: Environment,
    installed: Frozen,
    machine: Machine,
    has_uv: bool,
    workspace: PurePath,
) -> Environment | Cannot:
    known = [one for one in interpreters(machine) if not _is_in(one, found.prefix, machine)]
    able = [one for one in known if has_uv or makes_environments(one, machine.files)]
    if wanted.interpreter is not None:
        return _named(wanted.interpreter, able, machine)
    texts = {
        name: _nearest(name, found.prefix.parent, workspace, machine)
        for name in ("pyproject.toml", ".python-version")
    }
    requires = read_pyproject(texts["pyproject.toml"]).requires_python
    pinned = next(iter(texts[".python-version"].split()), None)
    allowed = best_fitting(best_first(able, requires, pinned), found, installed, pinned)
    if wanted.version is not None:
        return _of_version(wanted.version, able)
    if not allowed:
        what = f"that requires-python {requires} allows " if requires and able else ""
        return Cannot(f"No Python {what}was found on this machine: install one first")
    return allowed[0]


def _named(
    executable: PurePath, able: Sequence[Environment], machine: Machine
) -> Environment | Cannot:
    real = machine.files.resolved(executable)
    for one in able:
        if one.executable and real == machine.files.resolved(one.executable):
            return one
    return Cannot(f"{executable} is not a Python of this machine: choose another")


def _of_version(version: str, able: Sequence[Environment]) -> Environment | Cannot:
    matching = (one for one in able if f"{one.version}.".startswith(f"{version}."))
    found = next(matching, None) if _VERSION.fullmatch(version) else None
    return found or Cannot(f"No Python {version} was found on this machine: choose another")


def _nearest(name: str, folder: PurePath, workspace: PurePath, machine: Machine) -> str:
    texts = (machine.files.text(place / name) for place in way_up(folder, workspace))
    return next((text for text in texts if text is not None), "")


def _is_in(interpreter: Environment, prefix: PurePath, machine: Machine) -> bool:
    """Tell whether a Python would be set aside together with the environment around it."""
    executable = interpreter.executable
    inside = machine.files.resolved(prefix)
    return executable is not None and machine.files.resolved(executable).is_relative_to(inside)
