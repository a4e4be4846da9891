"""The real tools add a requirement by our plans: declared, locked, installed; or all as before."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from interpreters import run
from local_index import served
from machine_here import machine_here
from managed_shop import FILES, REQUIREMENTS, Shop, fill
from tool_world import Install, World

from venvlens.core.plans import Plan
from venvlens.core.requests import Declare, InstallRequest
from venvlens.system import process
from venvlens.system.locators import projects, venv
from venvlens.system.mending.declaring import targets, wire_format
from venvlens.system.mending.installing import Installation, manager
from venvlens.system.process import Done, Failed
from venvlens.system.toolbox import Toolbox

pytestmark = pytest.mark.tools
TOOLS = [tool for tool in FILES if tool != "hatch"]  # hatch has no command for it


@pytest.fixture
def index(tmp_path: Path) -> Iterator[str]:
    with served(tmp_path / "index", "tiny_lens", "wide_lens") as address:
        yield address


@pytest.fixture
async def shop(world: World, index: str, install: Install, tool: str) -> Shop:
    """A project with an environment that its tool has made."""
    folder = Path(sys.executable).parent if tool == "uv" else install(REQUIREMENTS[tool])
    made = Shop(world, index, (folder,))
    fill(made, tool, "tiny-lens")
    outcome = await made.run(tool="project")
    assert isinstance(outcome, Done), outcome
    return made


def asked(shop: Shop, tool: str, name: str) -> Plan:
    """Plan what a quick fix asks for: to add a name where the project declares what it needs."""
    project, machine = shop.world.project, machine_here(shop.host)
    toolbox = Toolbox(shop.host, lambda: [project])
    own = venv.describe(project / ".venv", machine, "")
    environment = own or next(projects.of_project(project, machine))
    found = manager(project, environment, machine, toolbox)
    assert found is not None
    assert found.name == tool
    into = next(one for one in targets(project, machine.files) if one.is_main)
    declare = Declare(into.file, wire_format(into), into.keys)
    request = InstallRequest(environment.prefix, (name,), project, declare, tool)
    plan = Installation(request, machine, toolbox).plan()
    assert isinstance(plan, Plan), plan
    return plan


@pytest.mark.parametrize("tool", TOOLS)
async def test_it_is_declared_locked_and_can_be_imported(shop: Shop, tool: str) -> None:
    plan = asked(shop, tool, "wide-lens")
    outcome = await process.run(plan, shop.host.environ, lambda _: None)
    assert isinstance(outcome, Done), outcome
    assert run(shop.python(), "-c", "import wide_lens; print(wide_lens.answer)") == "42\n"
    declaring, *_, lock = plan.writes
    assert "wide-lens" in Path(declaring).read_text()
    assert "wide-lens" in Path(lock).read_text()


@pytest.mark.parametrize("tool", TOOLS)
async def test_nothing_changes_when_there_is_no_such_thing(shop: Shop, tool: str) -> None:
    plan = asked(shop, tool, "no-such-lens")
    before = {file: Path(file).read_bytes() for file in plan.writes if Path(file).exists()}
    outcome = await process.run(plan, shop.host.environ, lambda _: None)
    assert isinstance(outcome, Failed), outcome
    assert {f: Path(f).read_bytes() for f in plan.writes if Path(f).exists()} == before
    assert run(shop.python(), "-c", "import tiny_lens; print(tiny_lens.answer)") == "42\n"
