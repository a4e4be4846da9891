"""From a request, a project's files and a user's tools to a plan, or to why there is none."""

from dataclasses import replace
from pathlib import Path, PurePosixPath

import pytest
from interpreters import host, interpreters
from machine_here import machine_here
from table_tree import TableTree

from venvlens.core.environment import Environment
from venvlens.core.machine import Machine
from venvlens.core.plans import Cannot, Plan
from venvlens.core.requests import CreateRequest
from venvlens.system.mending.bases import how_to_get_venv
from venvlens.system.mending.creating import Creation

PROJECT = '[project]\nname = "shop"\nversion = "1"\n'


class Tools:
    """A user's tools as a test says them."""

    def __init__(self, *names: str) -> None:
        self.names = names

    def find(self, name: str) -> Path | None:
        return Path("/opt", name) if name in self.names else None


@pytest.fixture
def project(tmp_path: Path) -> Path:
    folder = tmp_path.resolve() / "a shop"
    folder.mkdir()
    return folder


@pytest.fixture(autouse=True)
def known(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever home is said, the interpreters are those of the machine that runs the tests."""
    module = "venvlens.system.mending.creating.interpreters"
    monkeypatch.setattr(module, lambda _: interpreters())


def newest() -> Environment:
    return interpreters()[0]


def creation(project: Path, *tools: str, prefer: str = "auto", **more: object) -> Creation:
    request = replace(CreateRequest(project / ".venv", None, None), **more)
    home = project.parent / "home"
    machine = machine_here(replace(host(), home=home, environ={}))
    return Creation(request, project, machine, Tools(*tools), prefer)


def plan(project: Path, *tools: str, **more: object) -> Plan:
    found = creation(project, *tools, **more).plan()
    assert isinstance(found, Plan), found
    return found


def why_not(project: Path, *tools: str, **more: object) -> str:
    found = creation(project, *tools, **more).plan()
    assert isinstance(found, Cannot)
    return found.reason


def programs(found: Plan) -> list[str]:
    return [step.argv[0] for step in found.steps]


def test_the_newest_allowed_python_is_taken(project):
    low, *_ = (one for one in reversed(interpreters()) if one.implementation == "cpython")
    assert low.version is not None
    series = f"{low.version.major}.{low.version.minor}"
    assert str(newest().executable) in plan(project, "uv").steps[0].argv
    (project / "pyproject.toml").write_text(f'{PROJECT}requires-python = "=={series}.*"\n')
    assert str(low.executable) in plan(project, "uv").steps[0].argv
    (project / "pyproject.toml").write_text(f'{PROJECT}requires-python = ">=4"\n')
    assert "allows none of the Pythons" in why_not(project, "uv")
    (project / "pyproject.toml").write_text(PROJECT)
    (project / ".python-version").write_text(series)
    assert str(low.executable) in plan(project, "uv").steps[0].argv


@pytest.mark.parametrize(
    ("tools", "prefer", "asked", "program"),
    [
        (["uv", "virtualenv"], "auto", None, "/opt/uv"),
        (["virtualenv"], "auto", None, "/opt/virtualenv"),
        ([], "auto", None, None),
        (["uv", "virtualenv"], "virtualenv", None, "/opt/virtualenv"),
        (["uv"], "venv", None, None),
        (["uv"], "virtualenv", None, "/opt/uv"),  # what is preferred is not there
        (["uv", "virtualenv"], "uv", "virtualenv", "/opt/virtualenv"),
        (["uv", "poetry"], "project", None, "/opt/uv"),
    ],
)
def test_what_makes_it(project, tools, prefer, asked, program):
    found = plan(project, *tools, prefer=prefer, tool=asked)
    assert programs(found)[0] == (program or str(newest().executable))


def test_a_tool_that_was_asked_for_and_is_not_there_is_said(project):
    assert "virtualenv was not found" in why_not(project, "uv", tool="virtualenv")


def test_the_projects_own_tool_says_why(project):
    (project / "uv.lock").touch()
    found = plan(project, "uv", tool="project")
    assert found.steps[0].argv[1] == "sync"
    assert (found.creates, found.writes) == (project / ".venv", (project / "uv.lock",))
    assert found.remarks[0] == "uv manages it: uv.lock is there."


@pytest.mark.parametrize(
    ("files", "tools", "asked", "said"),
    [
        ({}, ["poetry"], "project", "managed by no tool"),
        ({"poetry.lock": ""}, [], "project", "poetry was not found: install poetry"),
        ({"poetry.lock": ""}, ["pdm", "poetry"], "pdm", "managed by poetry"),
        ({"poetry.lock": ""}, ["uv"], "nonsense", "managed by poetry"),
    ],
)
def test_another_tool_is_not_forced_on_a_project(project, files, tools, asked, said):
    for name, text in files.items():
        (project / name).write_text(text)
    assert said in why_not(project, *tools, tool=asked)


def test_a_projects_tool_is_not_told_what_to_install(project):
    (project / "poetry.lock").touch()
    words = ("requirements.txt",)
    assert "installs what the project declares" in why_not(
        project, "poetry", tool="project", contents=words
    )


def test_what_manages_a_project_and_is_not_there_is_remarked(project):
    (project / "poetry.lock").touch()
    assert plan(project, "uv").remarks == (
        "poetry manages this project (poetry.lock is there), but was not found.",
    )


def test_a_member_of_a_workspace_gets_the_environment_of_its_root(project):
    (project / "pyproject.toml").write_text('[tool.uv.workspace]\nmembers = ["*"]\n')
    member = project / "api"
    member.mkdir()
    (member / "pyproject.toml").write_text(PROJECT)
    found = plan(member, "uv", tool="project")
    assert found.creates == project / ".venv"
    assert "--all-packages" in found.steps[0].argv
    assert found.steps[0].folder == project


CASES = {
    "poetry": ("poetry.lock", PROJECT, "home/.cache/pypoetry/virtualenvs/shop-"),
    "pipenv": ("Pipfile", "", "home/.local/share/virtualenvs/a_shop-"),
    "hatch": ("hatch.toml", PROJECT, "home/.local/share/hatch/env/virtual/shop/"),
    "pdm": ("pdm.lock", PROJECT, "a shop/.venv"),
    "pixi": ("pixi.toml", "", "a shop/.pixi"),
    "conda": ("environment.yml", "", "home/.conda/envs/lens"),
}


TEXTS = {"hatch": "[envs.default]\n", "conda": "name: lens\n"}


@pytest.mark.parametrize("tool", CASES)
def test_what_a_tool_makes_elsewhere_is_known_before(project, tool):
    name, pyproject, place = CASES[tool]
    (project / name).write_text(TEXTS.get(tool, ""))
    if pyproject:
        (project / "pyproject.toml").write_text(pyproject)
    found = plan(project, tool, tool="project")
    (made,) = found.appears or (found.creates,)
    assert str(made).startswith(str(project.parent / place))


def test_contents_that_are_not_there_are_said(project):
    assert "there is no file" in why_not(project, "uv", contents=("none.txt",))
    (project / "requirements.txt").touch()
    found = plan(project, "uv", contents=("requirements.txt",))
    assert found.title.endswith("and install requirements.txt")


def test_what_a_build_leaves_in_the_project_goes_when_it_fails(project):
    (project / "setup.py").touch()
    (project / "pyproject.toml").write_text(PROJECT)
    assert plan(project, "uv").appears == ()
    found = plan(project, "uv", contents=("project",))
    assert found.appears == (project / "shop.egg-info",)


def test_an_unknown_python_is_refused(project):
    assert "is not a Python of this machine" in why_not(project, interpreter=Path("/x/python"))


def python_without_venv(prefix: str) -> Environment:
    version = newest().version
    assert version is not None
    return replace(newest(), base_prefix=PurePosixPath(prefix), version=replace(version, minor=99))


@pytest.mark.parametrize(
    ("prefix", "files", "said"),
    [
        ("/usr", {"/etc/debian_version": "13"}, "sudo apt install python3.99-venv; or install uv"),
        ("/opt/python", {"/etc/debian_version": "13"}, "install uv, or choose another Python"),
        ("/usr", {}, "install uv, or choose another Python"),
    ],
)
def test_what_debian_lacks_is_said_with_the_command(prefix, files, said):
    home = PurePosixPath("/home/me")
    machine = Machine("linux", {}, home, (), TableTree(files))
    assert said in how_to_get_venv(python_without_venv(prefix), machine)


def test_a_python_without_venv_makes_nothing_by_itself(project, monkeypatch):
    module = "venvlens.system.mending.creating.interpreters"
    monkeypatch.setattr(module, lambda _: (python_without_venv("/nowhere"),))
    assert "has no venv with pip" in why_not(project)
    assert programs(plan(project, "uv")) == ["/opt/uv"]
    assert "has no venv with pip" in why_not(project, "uv", tool="venv")
