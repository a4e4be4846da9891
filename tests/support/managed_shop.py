"""A project that a real tool manages, with an index on the loopback, for the tests of tools."""

import os
from dataclasses import dataclass
from pathlib import Path

from interpreters import host
from machine_here import machine_here
from tool_world import World

from venvlens.core.plans import Plan
from venvlens.core.requests import CreateRequest
from venvlens.system import process
from venvlens.system.host import Host
from venvlens.system.locators import projects, venv
from venvlens.system.mending.creating import Creation
from venvlens.system.toolbox import Toolbox

PROJECT = """\
[project]
name = "shop"
version = "1"
requires-python = ">=3.9"
dependencies = ["{name}"]
"""
REQUIREMENTS = {
    "poetry": "poetry==2.5.1",
    "pipenv": "pipenv==2026.10.3",
    "pdm": "pdm[locked]==2.29.3",
    "hatch": "hatch==1.18.2",
    "virtualenv": "virtualenv==20.36.1",
}
FILES = {
    "uv": {
        "pyproject.toml": PROJECT + '[[tool.uv.index]]\nurl = "{index}"\ndefault = true\n',
    },
    "poetry": {
        "pyproject.toml": PROJECT
        + "[tool.poetry]\npackage-mode = false\n"
        + '[[tool.poetry.source]]\nname = "local"\nurl = "{index}"\n',
    },
    "pdm": {
        "pyproject.toml": PROJECT
        + "[tool.pdm]\ndistribution = false\n"
        + '[[tool.pdm.source]]\nname = "pypi"\nurl = "{index}"\nverify_ssl = false\n',
    },
    "pipenv": {
        "Pipfile": '[[source]]\nname = "local"\nurl = "{index}"\nverify_ssl = false\n'
        '[packages]\n"{name}" = "*"\n',
    },
    "hatch": {
        "pyproject.toml": PROJECT
        + '[tool.hatch.envs.default]\nskip-install = true\ndependencies = ["{name}"]\n',
    },
}


@dataclass
class Shop:
    """A project, and the user who has some tools and an index."""

    world: World
    index: str
    tools: tuple[Path, ...]

    @property
    def host(self) -> Host:
        kept = ("PATH", "LANG", "LC_ALL", "SSL_CERT_FILE")
        environ = {name: os.environ[name] for name in kept if name in os.environ}
        environ |= {"HOME": str(self.world.home), "NO_PROXY": "127.0.0.1", **self.world.environ}
        environ |= {"PIP_INDEX_URL": self.index, "UV_INDEX_URL": self.index}
        here = host()
        return Host(environ, (*self.tools, *here.path), self.world.home, here.platform)

    def creation(self, **more: object) -> Creation:
        project = self.world.project
        request = CreateRequest(project / ".venv", None, None, **more)
        machine = machine_here(self.host)
        return Creation(request, project, machine, Toolbox(self.host, lambda: [project]))

    async def run(self, **more: object) -> process.Outcome:
        plan = self.creation(**more).plan()
        assert isinstance(plan, Plan), plan
        return await process.run(plan, self.host.environ, lambda _: None)

    def python(self) -> Path:
        """The interpreter of the environment that we would take for the project."""
        project, machine = self.world.project, machine_here(self.host)
        own = venv.describe(project / ".venv", machine, "")
        found = own or next(projects.of_project(project, machine))
        assert found.executable is not None
        return Path(found.executable)

    def everything(self) -> dict[str, bytes | None]:
        """All that is in the project, and the folders of environments that tools keep."""
        kept = {str(p): None for p in self.world.home.rglob("pyvenv.cfg")}
        inside = self.world.project.rglob("*")
        return kept | {str(p): p.read_bytes() if p.is_file() else None for p in inside}


def fill(shop: Shop, tool: str, name: str) -> None:
    """Write the files of a project that needs a distribution."""
    for file, text in FILES[tool].items():
        shop.world.write(file, text.format(name=name, index=shop.index))
