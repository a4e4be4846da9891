"""The real tools make environments by our plans; when that fails, nothing of them is left."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from interpreters import run
from local_index import served
from managed_shop import FILES, REQUIREMENTS, Shop, fill
from tool_world import Install, World

from venvlens.core.plans import Plan
from venvlens.system.process import Done, Failed

pytestmark = pytest.mark.tools


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
