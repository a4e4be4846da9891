"""Install distributions into an environment."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from venvlens.core import plans
from venvlens.lsp import arguments
from venvlens.lsp.choosing import described
from venvlens.lsp.settings import plain
from venvlens.system.disk import Looks

if TYPE_CHECKING:
    from venvlens.core.environment import Environment
    from venvlens.core.plans import Cannot, Plan
    from venvlens.core.requests import InstallRequest
    from venvlens.lsp.commands.running import Answer, Running
    from venvlens.lsp.commands.tools import Tools


@dataclass(frozen=True, slots=True)
class Installing:
    """The command ``install``."""

    running: Running
    tools: Tools

    async def install(self, *sent: object) -> Answer:
        """Install distributions into an environment."""
        value = plain(arguments.only(sent))
        wanted = arguments.install_arguments(value)
        prefix, refuse = wanted.environment, self.running.refuse
        environment = described(self.running.session, prefix)
        if environment is None:
            return refuse(f"{prefix} is not an environment: create it first.")
        if environment.executable is None or not environment.runs:
            return refuse(f"{prefix} cannot run: recreate it first.")
        if environment.externally_managed is not None:
            return refuse(f"{prefix} is not for pip: make an environment first.")
        plan = self._plan(wanted, environment)
        return await self.running.answer(plan, dry=arguments.is_dry(value))

    def _plan(self, wanted: InstallRequest, environment: Environment) -> Plan | Cannot:
        executable = environment.executable or environment.prefix
        looks = Looks(self.running.session.inspector.disk)
        has_pip = looks.exists(executable.with_name("pip" + executable.suffix))
        folder, names = environment.prefix.parent, wanted.distributions
        uv = self.tools.uv()
        return plans.install(environment.prefix, executable, names, folder, uv, has_pip)
