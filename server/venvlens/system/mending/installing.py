"""From what a user asks for to the plan of an installation, for every client and command line."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from venvlens.core import plans
from venvlens.core.plans import Cannot, Hindrance, Manager, Plan
from venvlens.core.plans.adding import group_of
from venvlens.core.project_tool import tools_of
from venvlens.system.locators import prefix, projects
from venvlens.system.workspace import way_up

if TYPE_CHECKING:
    from pathlib import PurePath

    from venvlens.core.environment import Environment
    from venvlens.core.machine import Machine
    from venvlens.core.requests import InstallRequest
    from venvlens.system.toolbox import Toolbox

_LOCKS = {"uv": "uv.lock", "poetry": "poetry.lock", "pdm": "pdm.lock", "pipenv": "Pipfile.lock"}


@dataclass(frozen=True, slots=True)
class Installation:
    """A request to install something, and what there is to fulfil it with."""

    request: InstallRequest
    machine: Machine
    toolbox: Toolbox

    def plan(self) -> Plan | Cannot:
        """Return the plan, or why there is none."""
        place = self.request.environment
        environment = prefix.describe(place, self.machine, "named by the user")
        if environment is None:
            return Cannot(
                f"{place} is not an environment: create it first", Hindrance.NO_ENVIRONMENT
            )
        if environment.executable is None or not environment.runs:
            return Cannot(f"{place} cannot run: recreate it first", Hindrance.BROKEN)
        if environment.externally_managed is not None or environment.kind.is_global:
            return Cannot(f"{place} is not for pip: make an environment first", Hindrance.MANAGED)
        if self.request.tool is None:
            return self._install(environment)
        return self._add(environment)

    def _install(self, environment: Environment) -> Plan | Cannot:
        executable = environment.executable or environment.prefix
        has_pip = self.machine.files.exists(executable.with_name("pip" + executable.suffix))
        folder = self.request.project or environment.prefix.parent
        names, uv = self.request.distributions, self.toolbox.find("uv")
        return plans.install(environment.prefix, executable, names, folder, uv, has_pip)

    def _add(self, environment: Environment) -> Plan | Cannot:
        project = self.request.project
        if project is None:
            return Cannot("it is not said which project the tool is to add it to")
        found = manager(project, environment, self.machine, self.toolbox)
        if found is None or found.name != self.request.tool:
            return Cannot(f"{self.request.tool} does not keep {environment.prefix} for {project}")
        into = self.request.declare
        return plans.add(found, self.request.distributions, group_of(into.keys) if into else None)


def manager(
    project: PurePath, environment: Environment, machine: Machine, toolbox: Toolbox
) -> Manager | None:
    """Return the tool that declares and installs for a project, if it is there.

    It works on the environment that it keeps for the project: that has to be the one in use.
    """
    for managed in tools_of(project, machine.files):
        name = managed.tool.value
        if not plans.can_add(name):
            continue
        program = toolbox.find(name)
        if program is None or not _keeps(project, environment, machine):
            return None
        return Manager(name, program, project, environment.prefix, _locked(project, name, machine))
    return None


def _keeps(project: PurePath, environment: Environment, machine: Machine) -> bool:
    """Tell whether an environment is the one that the tool of a project works on."""
    usual = (place / ".venv" for place in way_up(project, project.parent))
    if environment.prefix in usual:
        return True
    return any(one.prefix == environment.prefix for one in projects.of_project(project, machine))


def _locked(project: PurePath, name: str, machine: Machine) -> PurePath:
    """Return the folder of the lock file: for a member of a workspace it is above."""
    lock = _LOCKS.get(name)
    if lock is None:
        return project
    above = (place for place in (project, *project.parents) if place != machine.home)
    return next((p for p in above if machine.files.exists(p / lock)), project)
