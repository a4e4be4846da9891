"""What we declare is what the project's own tool would declare, and what it reads back."""

import json
import sys
import tomllib
from pathlib import Path, PurePath

import pytest
from interpreters import run
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.version import Version
from tool_world import Install, World

from venvlens.core.declare import Edited, Format, Target, add, apply, targets

pytestmark = pytest.mark.tools

PDM = "pdm[locked]==2.29.3"
POETRY = "poetry==2.5.1"
PIPENV = "pipenv==2026.10.3"
RATTLER = "py-rattler==0.28.0"

PROJECT = """\
[project]
name = "shop"
version = "1"  # by hand
requires-python = ">=3.9"
dependencies = [
    # the web
    "attrs>=23",
    "zope.interface",
]

[project.optional-dependencies]
docs = ["sphinx"]

[dependency-groups]
dev = [
    "pytest>=8",
    {include-group = "types"},
]
types = ["mypy"]
"""
SCRIPT = """\
# /// script
# requires-python = ">=3.9"
# dependencies = ["rich"]
# ///
print()
"""
REQUIREMENTS = (
    "click>=8",
    "Django~=5.0",
    "uvicorn[standard]>=0.30,<1",
    'tomli==2.*; python_version < "3.11"',
    "zzz",
)
VERSIONS = [Version(f"{a}.{b}.{c}") for a in range(12) for b in range(0, 32, 2) for c in (0, 7)]


def edited(text: str, target: Target, requirement: str) -> str:
    made = add(text, target, Requirement(requirement))
    assert isinstance(made, Edited), made
    return apply(text, made.edits)


def named(place: str, files: dict[str, str]) -> Target:
    found = targets({PurePath(name): text for name, text in files.items()})
    return next(one for one in found if one.place == place)


def allowed(specifier: str | SpecifierSet) -> list[Version]:
    """Return the versions that a specifier allows; two ways to say the same allow the same."""
    return list(SpecifierSet(str(specifier)).filter(VERSIONS))


def said(value: object) -> object:
    """Return all requirements of a document in one spelling and order."""
    if isinstance(value, dict):
        return {key: said(one) for key, one in value.items()}
    if isinstance(value, list):
        return sorted(_normal(one) if isinstance(one, str) else str(one) for one in value)
    return value


def _normal(text: str) -> str:
    # uv says the same of a whole version: ``< "3.11"`` leaves out 3.11.0 either way.
    requirement = Requirement(text.replace("python_full_version", "python_version"))
    requirement.name = requirement.name.lower()
    return str(requirement)


@pytest.mark.parametrize("requirement", REQUIREMENTS)
@pytest.mark.parametrize(
    ("place", "options"),
    [
        ("pyproject.toml", ()),
        ("the group dev", ("--group", "dev")),
        ("the extra docs", ("--optional", "docs")),
    ],
)
def test_uv_declares_the_same(world: World, place: str, options: tuple[str, ...], requirement: str):
    world.write("pyproject.toml", PROJECT)
    uv = Path(sys.executable).with_name("uv")
    world.run(uv, "add", "--frozen", "--offline", "-q", *options, requirement)
    theirs = (world.project / "pyproject.toml").read_text()
    ours = edited(PROJECT, named(place, {"pyproject.toml": PROJECT}), requirement)
    assert said(tomllib.loads(ours)) == said(tomllib.loads(theirs))


@pytest.mark.parametrize("requirement", REQUIREMENTS)
def test_uv_declares_the_same_in_a_script(world: World, requirement: str):
    world.write("fetch.py", SCRIPT)
    uv = Path(sys.executable).with_name("uv")
    world.run(uv, "add", "--frozen", "--offline", "-q", "--script", "fetch.py", requirement)
    theirs = (world.project / "fetch.py").read_text()
    ours = edited(SCRIPT, named("the script fetch.py", {"fetch.py": SCRIPT}), requirement)
    read = [
        tomllib.loads("\n".join(line[2:] for line in text.split("# ///")[1].splitlines()[1:]))
        for text in (ours, theirs)
    ]
    assert said(read[0]) == said(read[1])


@pytest.fixture
def pdm(install: Install) -> Path:
    return install(PDM) / "pdm"


@pytest.mark.parametrize("requirement", REQUIREMENTS)
@pytest.mark.parametrize(
    ("place", "options"), [("pyproject.toml", ()), ("the group dev", ("-dG", "dev"))]
)
def test_pdm_declares_the_same(
    pdm: Path, world: World, place: str, options: tuple[str, ...], requirement: str
):
    world.write("pyproject.toml", PROJECT)
    world.environ = {"PDM_CHECK_UPDATE": "0"}
    world.run(pdm, "add", "-q", "--frozen-lockfile", "--no-sync", *options, requirement)
    theirs = (world.project / "pyproject.toml").read_text()
    ours = edited(PROJECT, named(place, {"pyproject.toml": PROJECT}), requirement)
    assert said(tomllib.loads(ours)) == said(tomllib.loads(theirs))


CONSTRAINTS = (
    "a>=2.1,<3",
    "a>=0.3,<0.4",
    "a~=5.2",
    "a==5.0",
    "a==5.*",
    "a!=4",
    "a>1,<=7.2",
    "a",
    'a[x,y]>=1; sys_platform == "win32"',
    "a @ https://example.org/a.zip",
)

_READ_POETRY = """
import json, pathlib
from poetry.core.factory import Factory
package = Factory().create_poetry(pathlib.Path()).package
print(json.dumps([one.to_pep_508() for one in package.all_requires]))
"""


@pytest.mark.parametrize("neighbour", ["^1.0", "*"])
def test_poetry_reads_what_was_meant(install: Install, world: World, neighbour: str):
    text = f"""\
[tool.poetry]
name = "shop"
version = "1"
description = ""
authors = []

[tool.poetry.dependencies]
python = "^3.9"
other = "{neighbour}"
"""
    python = install(POETRY) / "python"
    for constraint in CONSTRAINTS:
        world.write(
            "pyproject.toml",
            edited(text, named("pyproject.toml", {"pyproject.toml": text}), constraint),
        )
        read = map(Requirement, json.loads(world.run(python, "-c", _READ_POETRY)))
        _same(next(one for one in read if one.name == "a"), Requirement(constraint))


def test_pipenv_reads_what_was_meant(install: Install, world: World):
    python = install(PIPENV) / "python"
    for constraint in CONSTRAINTS:
        text = edited("[packages]\n", named("Pipfile", {"Pipfile": ""}), constraint)
        code = (
            "import json, sys, tomllib\n"
            "from pipenv.utils.dependencies import convert_deps_to_pip\n"
            "read = tomllib.loads(sys.argv[1])['packages']\n"
            "print(json.dumps(convert_deps_to_pip(read)))"
        )
        read = json.loads(world.run(python, "-c", code, text))
        _same(Requirement(read["a"]), Requirement(constraint))


def test_conda_reads_what_was_meant(install: Install, world: World):
    python = install(RATTLER) / "python"
    target = Target(PurePath("environment.yml"), Format.CONDA)
    code = (
        "import json, sys\n"
        "from rattler import MatchSpec, VersionSpec, Version\n"
        "spec = MatchSpec(sys.argv[1])\n"
        "found = [v for v in sys.argv[2:] if spec.version is None"
        " or VersionSpec(str(spec.version)).matches(Version(v))]\n"
        "print(json.dumps([spec.name.normalized, found]))"
    )
    for constraint in CONSTRAINTS[:-2]:
        text = edited("dependencies:\n", target, constraint)
        spec = text.splitlines()[1].removeprefix("  - ")
        versions = map(str, VERSIONS)
        name, found = json.loads(run(python, "-c", code, spec, *versions))
        wanted = allowed(Requirement(constraint).specifier)
        assert (name, found) == ("a", [str(one) for one in wanted]), spec


def _same(one: Requirement, other: Requirement) -> None:
    assert (one.name, one.extras, one.marker, one.url) == (
        other.name,
        other.extras,
        other.marker,
        other.url,
    )
    assert allowed(one.specifier) == allowed(other.specifier)
