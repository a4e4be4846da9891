"""The real tools make environments by our plans; when that fails, nothing of them is left."""

import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from interpreters import host, run
from local_index import served
from machine_here import machine_here
from tool_world import Install, World

from venvlens.core.plans import Plan
from venvlens.core.requests import CreateRequest
from venvlens.system import process
from venvlens.system.host import Host
from venvlens.system.locators import projects, venv
from venvlens.system.mending.creating import Creation
from venvlens.system.process import Done, Failed
from venvlens.system.toolbox import Toolbox

pytestmark = pytest.mark.tools

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


@pytest.fixture
def index(tmp_path: Path) -> Iterator[str]:
    with served(tmp_path / "index", "tiny_lens") as address:
        yield address


@pytest.fixture
def shop(world: World, index: str, install: Install, request: pytest.FixtureRequest) -> Shop:
    tool = request.getfixturevalue("tool")
    uv = Path(sys.executable).parent
    needs_uv = tool == "uv"
    tools = (uv,) if needs_uv else (install(REQUIREMENTS[tool]),) if tool in REQUIREMENTS else ()
    return Shop(world, index, tools)


def fill(shop: Shop, tool: str, name: str) -> None:
    for file, text in FILES[tool].items():
        shop.world.write(file, text.format(name=name, index=shop.index))


@pytest.mark.parametrize("tool", FILES)
async def test_the_projects_own_tool_makes_and_fills_it(shop: Shop, tool: str) -> None:
    fill(shop, tool, "tiny-lens")
    outcome = await shop.run(tool="project")
    assert isinstance(outcome, Done), outcome
    assert run(shop.python(), "-c", "import tiny_lens; print(tiny_lens.answer)") == "42\n"


@pytest.mark.parametrize("tool", FILES)
async def test_nothing_is_left_of_what_it_could_not_fill(shop: Shop, tool: str) -> None:
    fill(shop, tool, "no-such-lens")
    before = shop.everything()
    outcome = await shop.run(tool="project")
    assert isinstance(outcome, Failed), outcome
    assert shop.everything() == before


@pytest.mark.parametrize("in_project", ["true", "false"])
@pytest.mark.parametrize("tool", ["poetry", "pdm", "pipenv"])
async def test_where_the_user_wants_environments_is_known_before(
    shop: Shop, tool: str, in_project: str
) -> None:
    for name in ("POETRY_VIRTUALENVS_IN_PROJECT", "PDM_VENV_IN_PROJECT", "PIPENV_VENV_IN_PROJECT"):
        shop.world.environ[name] = in_project
    fill(shop, tool, "tiny-lens")
    plan = shop.creation(tool="project").plan()
    assert isinstance(plan, Plan)
    outcome = await shop.run(tool="project")
    assert isinstance(outcome, Done), outcome
    assert shop.python().parent.parent == plan.environment
    assert (plan.environment.parent == shop.world.project) == (in_project == "true")


CONTENTS = ("requirements.txt", "project", "group:dev", "dependencies")


@pytest.mark.parametrize("word", CONTENTS)
@pytest.mark.parametrize("tool", ["uv", "virtualenv", "venv"])
async def test_any_project_is_installed_from_what_it_says(shop: Shop, tool: str, word: str) -> None:
    text = '[project]\nname = "shop"\nversion = "1"\ndependencies = ["tiny-lens"]\n'
    text += '[dependency-groups]\ndev = ["tiny-lens"]\n'
    shop.world.write("requirements.txt", "tiny-lens==1.0\n")
    if word == "project":
        # A backend in the tree needs nothing from an index.
        text += '[build-system]\nrequires = []\nbuild-backend = "own"\nbackend-path = ["."]\n'
        shop.world.write("own.py", BACKEND)
    shop.world.write("pyproject.toml", text)
    outcome = await shop.run(tool=tool, contents=(word,))
    assert isinstance(outcome, Done), outcome
    assert run(shop.python(), "-c", "import tiny_lens; print(tiny_lens.answer)") == "42\n"
    ignored = shop.world.project / ".venv" / ".gitignore"
    assert ignored.read_text().splitlines()[-1] == "*"


BACKEND = """
import pathlib, zipfile

def get_requires_for_build_editable(settings=None):
    return []

def build_editable(folder, settings=None, metadata=None):
    name = "shop-1-py3-none-any.whl"
    said = "Metadata-Version: 2.1\\nName: shop\\nVersion: 1\\nRequires-Dist: tiny-lens\\n"
    kind = "Wheel-Version: 1.0\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n"
    with zipfile.ZipFile(pathlib.Path(folder, name), "w") as wheel:
        wheel.writestr("shop.pth", str(pathlib.Path().absolute()) + "\\n")
        wheel.writestr("shop-1.dist-info/METADATA", said)
        wheel.writestr("shop-1.dist-info/WHEEL", kind)
        wheel.writestr("shop-1.dist-info/RECORD", "")
    return name
"""


@pytest.mark.parametrize("tool", ["uv", "virtualenv", "venv"])
async def test_nothing_is_left_where_the_installation_fails(shop: Shop, tool: str) -> None:
    shop.world.write("requirements.txt", "no-such-lens\n")
    before = shop.everything()
    outcome = await shop.run(tool=tool, contents=("requirements.txt",))
    assert isinstance(outcome, Failed), outcome
    assert shop.everything() == before
