"""From the wish for an environment made anew to a plan: for the server and the command line."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from venvlens.core import layout, plans
from venvlens.core.display import python
from venvlens.core.environment import Kind
from venvlens.core.fixes.repair import best_fitting, can_be_recreated, is_alike, is_newer
from venvlens.core.plans import Cannot, Plan
from venvlens.core.plans.making import Maker, Way
from venvlens.core.plans.plan import shown
from venvlens.core.plans.repair import Base, Place, Tools
from venvlens.core.pyvenv_cfg import asks_for_system_site
from venvlens.core.requests import PROJECT_TOOL, CreateRequest
from venvlens.system.freezing import frozen
from venvlens.system.locators import prefix as prefixes
from venvlens.system.locators.interpreters import interpreters
from venvlens.system.mending import set_aside
from venvlens.system.mending.bases import allowed, has_venv, how_to_get_venv, pinned
from venvlens.system.mending.creating import Creation
from venvlens.system.mending.placing import by_lock

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import PurePath

    from venvlens.core.environment import Environment
    from venvlens.core.freeze import Frozen
    from venvlens.core.machine import Machine
    from venvlens.core.requests import RepairRequest
    from venvlens.system.toolbox import Toolbox

_NO_PYTHON = "no Python was found on this machine"
_VERSION = re.compile(r"\d+(?:\.\d+){0,2}t?")


@dataclass(frozen=True, slots=True)
class Repair:
    """A request for an environment made anew, and what there is to fulfil it with."""

    request: RepairRequest
    workspace: PurePath
    """The folder above which no declaration counts."""
    machine: Machine
    toolbox: Toolbox

    def plan(self) -> Plan | Cannot:
        """Plan an environment anew, with the distributions that are in the old one."""
        machine, prefix = self.machine, self.request.prefix
        found = prefixes.describe(prefix, machine, "named by the user")
        reason = _hindrance(prefix, found)
        if found is None or reason:
            return Cannot(reason)
        installed = frozen(found, machine.files, machine.platform)
        base = self._base(found, installed)
        if isinstance(base, Cannot):
            return base
        if self.request.tool is not None:
            return self._by_lock(found, base)
        maker = self._maker(base, installed)
        if isinstance(maker, Cannot):
            return maker
        inside = layout.executables(prefix, machine.platform)[0]
        cfg = machine.files.text(prefix / "pyvenv.cfg") or ""
        aside, leaks = set_aside.free(prefix), asks_for_system_site(cfg)
        place = Place(prefix, aside, inside, prefix.parent, leaks)
        alike, newer = is_alike(base, found, installed), is_newer(base, found, installed)
        told = Base(base.executable or base.prefix, python(base), alike, newer)
        return plans.recreate(place, told, Tools(maker, self.toolbox.find("uv")), installed)

    def _base(self, found: Environment, installed: Frozen) -> Environment | Cannot:
        """Return the Python that is asked for, or else the one that fits best."""
        machine, asked = self.machine, self.request
        known = [one for one in interpreters(machine) if not _is_in(one, found.prefix, machine)]
        if asked.interpreter is not None:
            return _named(asked.interpreter, known, machine)
        if asked.version is not None:
            return _of_version(asked.version, known)
        project, files = found.project or found.prefix.parent, machine.files
        able = allowed(known, project, self.workspace, files)
        pins = pinned(project, self.workspace, files)
        fitting = best_fitting(able, found, installed, pins)
        if not fitting:
            none = f"{project} allows none of the Pythons of this machine" if known else _NO_PYTHON
            return Cannot(f"{none}: install one first")
        return fitting[0]

    def _by_lock(self, found: Environment, base: Environment) -> Plan | Cannot:
        """Plan what the project's own tool does, with the former environment set aside."""
        prefix, project = found.prefix, found.project or found.prefix.parent
        command = by_lock(project, prefix, self.machine, self.toolbox)
        if command is None:
            return Cannot(f"no tool keeps {prefix} by a lock of {project}: leave out the tool")
        version = str(base.version) if base.version else None
        wanted = CreateRequest(prefix, base.executable, version, PROJECT_TOOL, (), project)
        made = Creation(wanted, self.workspace, self.machine, self.toolbox).plan()
        if isinstance(made, Cannot):
            return made
        title = f"Recreate {shown(prefix, prefix.parent)} with {command} ({python(base)})"
        return replace(made, title=title, sets_aside=prefix, aside=set_aside.free(prefix))

    def _maker(self, base: Environment, installed: Frozen) -> Maker | Cannot:
        """Choose what makes it: who had pip in it will look for it again, and uv leaves it out."""
        has_own = has_venv(base, self.machine.files)
        ways = [way for way in (Way.UV, Way.VIRTUALENV) if self.toolbox.find(way.value)]
        if has_own and ("pip" in installed.seeds or not ways):
            return Maker(Way.VENV, None)
        if not ways:
            way_out = how_to_get_venv(base, self.machine)
            return Cannot(f"{base.executable} has no venv with pip: {way_out}")
        return Maker(ways[0], self.toolbox.find(ways[0].value))


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
    return found or Cannot(f"no Python {version} was found on this machine: choose another")


def _is_in(interpreter: Environment, prefix: PurePath, machine: Machine) -> bool:
    """Tell whether a Python would be set aside together with the environment around it."""
    executable = interpreter.executable
    inside = machine.files.resolved(prefix)
    return executable is not None and machine.files.resolved(executable).is_relative_to(inside)
