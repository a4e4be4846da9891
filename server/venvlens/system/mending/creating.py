"""From what a user asks for to the plan of a new environment, for every client and command line."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from venvlens.core.display import python
from venvlens.core.installable import PROJECT, Contents, left_by_build, read_contents, said
from venvlens.core.plans.by_tool import CHOOSE_PYTHON, by_tool
from venvlens.core.plans.failure import Hindrance
from venvlens.core.plans.making import Base, Maker, Way, make
from venvlens.core.plans.plan import Cannot, Plan
from venvlens.core.requests import PROJECT_TOOL
from venvlens.system.locators.interpreters import interpreters
from venvlens.system.mending.bases import allowed, has_venv, how_to_get_venv
from venvlens.system.mending.placing import managed, placement

if TYPE_CHECKING:
    from pathlib import PurePath

    from venvlens.core.environment import Environment
    from venvlens.core.machine import Machine
    from venvlens.core.requests import CreateRequest
    from venvlens.system.toolbox import Toolbox

_NO_PYTHON = "no Python was found on this machine: install one first"
_WAYS = {way.value: way for way in Way}


@dataclass(frozen=True, slots=True)
class Creation:
    """A request for an environment, and what there is to fulfil it with."""

    request: CreateRequest
    workspace: PurePath
    machine: Machine
    toolbox: Toolbox
    prefer: str = "auto"
    """What the settings say of the way: one of :data:`venvlens.core.settings.CREATE_WITH`."""

    @property
    def project(self) -> PurePath:
        """The folder of the project."""
        return self.request.project or self.request.prefix.parent

    @property
    def is_by_tool(self) -> bool:
        """Whether the project's own tool is to make it."""
        return self.request.tool is not None and self.request.tool not in _WAYS

    @property
    def needs_python(self) -> bool:
        """Whether somebody has to say which Python it is made from."""
        own = managed(self.project, self.machine) if self.is_by_tool else None
        return own is None or own.tool not in CHOOSE_PYTHON

    def plan(self) -> Plan | Cannot:
        """Return the plan; without a Python in the request it is the best that is allowed."""
        plan = self._plan()
        if isinstance(plan, Cannot):
            return plan
        return replace(plan, appears=(*plan.appears, *self._left_by_build()))

    def _left_by_build(self) -> tuple[PurePath, ...]:
        """Return what appears in the project's own folder where it is installed."""
        if not self.is_by_tool and PROJECT not in self.request.contents:
            return ()
        return left_by_build(self.project, self.machine.files)

    def _plan(self) -> Plan | Cannot:
        base = self._base() if self.needs_python else None
        if isinstance(base, Cannot):
            return base
        if self.is_by_tool:
            return self._by_tool(base)
        return _NO_BASE if base is None else self._by_maker(base)

    def _base(self) -> Environment | Cannot:
        known = interpreters(self.machine)
        wanted = self.request.interpreter
        if wanted is not None:
            found = next((one for one in known if one.executable == wanted), None)
            unknown = f"{wanted} is not a Python of this machine: choose another one"
            return found or Cannot(unknown, Hindrance.PYTHON)
        able = allowed(known, self.project, self.workspace, self.machine.files)
        if known and not able:
            none = f"{self.project} allows none of the Pythons of this machine: install one"
            return Cannot(none, Hindrance.NO_PYTHON)
        if not self._needs_venv:
            return able[0] if able else _NO_BASE
        with_venv = (one for one in able if has_venv(one, self.machine.files))
        return next(with_venv, able[0] if able else _NO_BASE)

    @property
    def _needs_venv(self) -> bool:
        """Whether the Python itself has to make it."""
        asked = self.request.tool or (self.prefer if self.prefer in _WAYS else None)
        if self.is_by_tool or asked not in (None, Way.VENV.value):
            return False
        return asked is not None or not any(map(self.toolbox.find, ("uv", "virtualenv")))

    def _by_tool(self, base: Environment | None) -> Plan | Cannot:
        """Plan what the project's own tool does."""
        own, asked = managed(self.project, self.machine), self.request.tool
        if own is None or asked not in (PROJECT_TOOL, own.tool.value):
            by = "no tool" if own is None else own.tool.value
            return Cannot(f"{self.project} is managed by {by}: leave out what is to make it")
        program, name = self.toolbox.find(own.tool.value), own.tool.value
        if program is None:
            absent = f"{name} was not found: install {name}, or create .venv without it"
            return Cannot(absent, Hindrance.NO_TOOL)
        if self.request.contents:
            return Cannot(f"{name} installs what the project declares: leave out what to install")
        series = "{}.{}".format(*base.version.series) if base and base.version else ""
        place = placement(own, self.project, series, program, self.machine)
        if place is None:
            return Cannot(f"it is not known where {own.tool.value} puts the environment: run it")
        plan = by_tool(own.tool, program, _based(base), place)
        return replace(plan, remarks=(f"{own.tool.value} manages it: {own.reason}.", *plan.remarks))

    def _by_maker(self, base: Environment) -> Plan | Cannot:
        """Plan a new environment by a tool for any project."""
        maker = self._maker(base)
        if isinstance(maker, Cannot):
            return maker
        words = self.request.contents
        contents = read_contents(words, self.project, self.machine.files)
        if isinstance(contents, str):
            return Cannot(contents)
        made_from = _based(base)
        if made_from is None:
            return _NO_BASE
        where = self.request.prefix, made_from, self.project
        plan = make(*where, maker, contents, said(words), self.machine.platform)
        return replace(plan, remarks=tuple(self._remarks(contents)))

    def _maker(self, base: Environment) -> Maker | Cannot:
        """Choose what makes it: as asked, else as the settings prefer, else what is fastest."""
        asked = self.request.tool
        preferred = (self.prefer,) if self.prefer in _WAYS else ()
        for name in (asked,) if asked else (*preferred, *_WAYS):
            way = _WAYS[name]
            program = None if way is Way.VENV else self.toolbox.find(way.value)
            if program is not None:
                return Maker(way, program)
            if way is Way.VENV and has_venv(base, self.machine.files):
                return Maker(way, None)
        lacks = f"{base.executable} has no venv with pip"
        if asked and asked != Way.VENV.value:
            absent = f"{asked} was not found: install it, or leave out what is to make it"
            return Cannot(absent, Hindrance.NO_TOOL)
        return Cannot(f"{lacks}: {how_to_get_venv(base, self.machine)}", Hindrance.NO_VENV)

    def _remarks(self, contents: Contents) -> list[str]:
        own = managed(self.project, self.machine)
        remarks = []
        if own is not None and self.toolbox.find(own.tool.value) is None:
            name = own.tool.value
            remarks.append(f"{name} manages this project ({own.reason}), but was not found.")
        if contents.project:
            remarks.append("The project is installed so that edits of it count at once.")
        return remarks


_NO_BASE = Cannot(_NO_PYTHON, Hindrance.NO_PYTHON)


def _based(base: Environment | None) -> Base | None:
    if base is None or base.executable is None:
        return None
    return Base(base.executable, python(base), base.implementation)
