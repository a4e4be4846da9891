"""From a fresh clone without an environment to no findings, by quick fixes only.

At most two choices; what is installed comes from wheels that the tests make.
"""

from __future__ import annotations

import subprocess

import pytest
from wheels import make_wheel

from .conftest import UV, VERSION, site_packages

PROJECT = """\
    [project]
    name = "shop"
    version = "1"
    requires-python = ">=3.8"
    dependencies = ["humanize", "python-slugify"]

    [dependency-groups]
    dev = ["beautifulsoup4"]
"""
SOURCE = "import json\n\nimport bs4\nimport humanize, slugify\n"
HERE = f"Create .venv here (Python {VERSION})"


@pytest.fixture(params=["uv", "venv"])
def clone(machine, request):
    """A machine with uv or without, where three well-known distributions can be had."""
    if request.param == "uv":
        machine.uv()
    make_wheel(machine.wheels, "humanize", "4.13.0")
    make_wheel(machine.wheels, "python_slugify", "8.0.4", module="slugify")
    make_wheel(machine.wheels, "beautifulsoup4", "4.14.2", module="bs4")
    machine.write("app.py", SOURCE)
    return machine


async def mend(editor, machine, create: str, install: str | None = None, lacking: int = 1) -> None:
    """Make one choice, or two: the environment first, then what is ``lacking`` yet."""
    uri = editor.open(machine.project / "app.py")
    found = await editor.shows(uri, "environment-missing")
    offered = await editor.actions(uri, found)
    assert [offered[0].title, offered[0].is_preferred] == [create, True]
    assert (await editor.choose(create, uri))["status"] == "done"
    if install is not None:
        await editor.shows(uri, *["import-missing"] * lacking)
        assert (await editor.choose(install, uri))["status"] == "done"
    await editor.shows(uri)
    assert editor.messages == []


def has(machine, *modules: str) -> bool:
    site = site_packages(machine.project / ".venv")
    return all((site / f"{name}.py").exists() for name in modules)


async def test_requirements(clone, start):
    clone.write("requirements.txt", "humanize>=2\nPython-Slugify\nbeautifulsoup4\n")
    editor = await start()
    await mend(editor, clone, "Create .venv here and install requirements.txt")
    assert has(clone, "humanize", "slugify", "bs4")


async def test_requirements_in_several_files(clone, start):
    clone.write("requirements.txt", "humanize>=2\nPython-Slugify\n")
    clone.write("requirements-dev.txt", "-r requirements.txt\nbeautifulsoup4\n")
    editor = await start()
    filled = "Create .venv here and install requirements.txt"
    await mend(editor, clone, filled, "Install beautifulsoup4 into .venv")
    assert has(clone, "humanize", "slugify", "bs4")


async def test_a_project_with_a_group_for_its_developers(clone, start):
    clone.write("pyproject.toml", PROJECT)
    editor = await start("neovim-0.11")
    titled = "Create .venv here and install this project's dependencies and the group dev"
    await mend(editor, clone, titled)
    assert has(clone, "humanize", "slugify", "bs4")


async def test_no_declaration_at_all(clone, start):
    editor = await start("vscode-1.139")
    together = "Install what this file lacks: beautifulsoup4, humanize, python-slugify"
    await mend(editor, clone, HERE, together, lacking=3)
    assert has(clone, "humanize", "slugify", "bs4")


ELSEWHERE_DECLARED = {
    "requirements": {
        "requirements/base.txt": "humanize\nPython-Slugify\n",
        "requirements/dev.txt": "-r base.txt\nbeautifulsoup4\n",
    },
    "pipenv": {"Pipfile": '[packages]\nhumanize = "*"\npython-slugify = "*"\n'},
    "poetry": {"pyproject.toml": '[tool.poetry.dependencies]\nhumanize = "*"\n'},
    "conda": {"environment.yml": "dependencies:\n  - humanize\n  - python-slugify\n"},
}


@pytest.mark.parametrize("clone", ["uv"], indirect=True)
@pytest.mark.parametrize("declared", ELSEWHERE_DECLARED)
async def test_what_no_tool_here_installs_as_a_whole(clone, start, declared):
    for name, text in ELSEWHERE_DECLARED[declared].items():
        clone.write(name, text)
    editor = await start()
    without = "" if declared == "requirements" else f", without {declared}, which was not found"
    together = "Install what this file lacks: beautifulsoup4, humanize, python-slugify"
    await mend(editor, clone, HERE + without, together, lacking=3)
    assert has(clone, "humanize", "slugify", "bs4")


async def test_a_lock_of_uv(clone, start):
    file = clone.write("pyproject.toml", PROJECT)
    subprocess.run([UV, "lock"], cwd=clone.project, env=clone.environ, check=True)
    lock = (clone.project / "uv.lock").read_bytes()
    assert not (clone.project / ".venv").exists()
    editor = await start()
    uv_is_here = (clone.bin / "uv").exists()
    own = f"Create the environment with uv sync (Python {VERSION})"
    plain = "Create .venv here and install this project's dependencies and the group dev"
    await mend(editor, clone, own if uv_is_here else f"{plain}, without uv, which was not found")
    assert has(clone, "humanize", "slugify", "bs4")
    assert (clone.project / "uv.lock").read_bytes() == lock
    assert file.read_text().endswith('dev = ["beautifulsoup4"]\n')


BACKEND = """\
import pathlib, zipfile


def build_editable(folder, settings=None, metadata=None):
    name = "shop-1-py3-none-any.whl"
    said = "Metadata-Version: 2.1\\nName: shop\\nVersion: 1\\nRequires-Dist: humanize\\n"
    said += "Provides-Extra: dev\\n"
    kind = "Wheel-Version: 1.0\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n"
    with zipfile.ZipFile(pathlib.Path(folder, name), "w") as wheel:
        wheel.writestr("shop.pth", str(pathlib.Path("src").absolute()) + "\\n")
        wheel.writestr("shop-1.dist-info/METADATA", said)
        wheel.writestr("shop-1.dist-info/WHEEL", kind)
        wheel.writestr("shop-1.dist-info/RECORD", "")
    return name
"""
PACKAGE = """\
    [build-system]
    requires = []
    build-backend = "own"
    backend-path = ["."]

    [project]
    name = "shop"
    version = "1"
    dependencies = ["humanize"]

    [project.optional-dependencies]
    dev = ["python-slugify", "beautifulsoup4"]
"""


async def test_a_package_with_an_extra_for_its_developers(clone, start):
    clone.write("own.py", BACKEND)
    clone.write("pyproject.toml", PACKAGE)
    clone.write("src/shop/__init__.py", "import humanize\n")
    clone.write("app.py", "import shop\n" + SOURCE)
    editor = await start("vscode-1.139")
    rest = "Install what this file lacks: beautifulsoup4, python-slugify"
    await mend(editor, clone, "Create .venv here and install this project", rest, lacking=2)
    assert has(clone, "humanize", "slugify", "bs4")
