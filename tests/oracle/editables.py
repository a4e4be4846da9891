"""Tiny projects, installed editable by the real backends, and the names to ask about them."""

import os
import shutil
import sysconfig
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePath

from interpreters import environ, run


@dataclass(frozen=True)
class Project:
    """One project: what is in it, how it is installed, what to ask."""

    name: str
    pyproject: str
    files: tuple[str, ...]
    asked: tuple[str, ...]
    options: tuple[str, ...] = ()


def _metadata(name: str, backend: str, requires: str, more: str = "") -> str:
    return (
        f'[project]\nname = "{name}"\nversion = "1.0"\n'
        f'[build-system]\nrequires = [{requires}]\nbuild-backend = "{backend}"\n{more}'
    )


def _setuptools(name: str, more: str = "") -> str:
    return _metadata(name, "setuptools.build_meta", '"setuptools>=68"', more)


def _package(root: str, name: str) -> tuple[str, ...]:
    return (f"{root}{name}/__init__.py", f"{root}{name}/inner.py", f"{root}{name}/deep/leaf.py")


def _asked(*names: str) -> tuple[str, ...]:
    inner = ("", ".inner", ".deep", ".deep.leaf", ".absent", ".inner.absent")
    return tuple(name + end for name in names for end in inner)


def projects() -> Iterator[Project]:
    yield from _setuptools_projects()
    yield from _other_projects()


def _setuptools_projects() -> Iterator[Project]:
    src = '[tool.setuptools.packages.find]\nwhere = ["src"]\n'
    yield Project(
        "st-src", _setuptools("st-src", src), _package("src/", "st_src"), _asked("st_src")
    )
    flat = '[tool.setuptools]\npackages = ["st_flat"]\n'
    files = (*_package("", "st_flat"), "docs/st_hidden.py")
    yield Project("st-flat", _setuptools("st-flat", flat), files, (*_asked("st_flat"), "st_hidden"))
    for mode in ("strict", "compat"):
        name = f"st-{mode}"
        package = name.replace("-", "_")
        flat = f'[tool.setuptools]\npackages = ["{package}", "{package}.deep"]\n'
        options = (f"--config-setting=editable_mode={mode}",)
        text = _setuptools(name, flat)
        yield Project(name, text, _package("", package), _asked(package), options)
    renamed = (
        '[tool.setuptools]\npackages = ["st_renamed", "st_renamed.deep"]\n'
        'py-modules = ["st_single"]\n'
        '[tool.setuptools.package-dir]\nst_renamed = "lib/other"\n'
    )
    files = (*_package("lib/", "other"), "st_single.py")
    asked = (*_asked("st_renamed", "other"), "st_single", "st_single.absent")
    yield Project("st-renamed", _setuptools("st-renamed", renamed), files, asked)
    spaces = (
        '[tool.setuptools]\npackages = ["st_space.part", "st_space.sub.leaf"]\n'
        '[tool.setuptools.package-dir]\n"st_space.part" = "code/part"\n'
        '"st_space.sub.leaf" = "leaf"\n'
    )
    files = (*_package("code/", "part"), *_package("", "leaf"))
    asked = ("st_space", "st_space.sub", "st_space.absent", "st_space.sub.absent")
    asked += (*_asked("st_space.part", "st_space.sub.leaf"), "part", "leaf")
    yield Project("st-space", _setuptools("st-space", spaces), files, asked)
    more = '[tool.setuptools.packages.find]\nwhere = ["src"]\n'
    files = tuple(f"src/st_space/{name}" for name in ("second/__init__.py", "second/inner.py"))
    asked = ("st_space.second", "st_space.second.inner", "st_space.second.absent")
    yield Project("st-second", _setuptools("st-second", more), files, asked)


def _other_projects() -> Iterator[Project]:
    hatch = ("hatchling.build", '"hatchling"')
    yield Project(
        "by-hatch",
        _metadata("by-hatch", *hatch),
        _package("src/", "by_hatch"),
        _asked("by_hatch"),
    )
    exact = "[tool.hatch.build]\ndev-mode-exact = true\n[tool.hatch.build.targets.wheel]\n"
    exact += 'packages = ["hatch_exact"]\n'
    files = (*_package("", "hatch_exact"), "hatch_neighbour.py")
    asked = (*_asked("hatch_exact"), "hatch_neighbour")
    yield Project("hatch-exact", _metadata("hatch-exact", *hatch, exact), files, asked)
    flit = _metadata("by-flit", "flit_core.buildapi", '"flit_core"').replace(
        'version = "1.0"', 'version = "1.0"\ndescription = "x"'
    )
    yield Project("by-flit", flit, _package("", "by_flit"), _asked("by_flit"))
    poetry = _metadata("by-poetry", "poetry.core.masonry.api", '"poetry-core"')
    yield Project("by-poetry", poetry, _package("src/", "by_poetry"), _asked("by_poetry"))
    pdm = ("pdm.backend", '"pdm-backend"')
    yield Project("by-pdm", _metadata("by-pdm", *pdm), _package("src/", "by_pdm"), _asked("by_pdm"))
    hook = '[tool.pdm.build]\neditable-backend = "editables"\n'
    yield Project(
        "pdm-hook",
        _metadata("pdm-hook", *pdm, hook),
        _package("src/", "pdm_hook"),
        _asked("pdm_hook"),
    )
    uv = _metadata("by-uv", "uv_build", '"uv_build"')
    yield Project("by-uv", uv, _package("src/", "by_uv"), _asked("by_uv"))
    skbc = "[tool.scikit-build]\nwheel.cmake = false\n"
    yield Project(
        "by-skbc",
        _metadata("by-skbc", "scikit_build_core.build", '"scikit-build-core"', skbc),
        _package("src/", "by_skbc"),
        _asked("by_skbc"),
    )


def _meson_project() -> Project:
    """One that is installed without isolation: its finder runs the build at each start."""
    text = _metadata("by-meson", "mesonpy", '"meson-python"')
    files = ("by_meson/__init__.py", "by_meson/inner.py", "by_meson/deep/leaf.py", "more/a.py")
    asked = (*_asked("by_meson"), "meson_more", "meson_more.a", "meson_more.absent", "meson_one")
    return Project("by-meson", text, files, asked, ("--no-build-isolation",))


_MESON_BUILD = """
project('by-meson', version: '1.0')
py = import('python').find_installation(pure: true)
py.install_sources('by_meson/__init__.py', 'by_meson/inner.py', subdir: 'by_meson')
py.install_sources('by_meson/deep/leaf.py', subdir: 'by_meson/deep')
install_subdir('more', install_dir: py.get_install_dir() / 'meson_more', strip_directory: true)
py.install_sources('by_meson/inner.py', subdir: '')
"""


def install_meson(root: Path, python: PurePath) -> set[str]:
    """Install a project whose editable finder reads the plan of a build."""
    project = _meson_project()
    _write(root / project.name, project)
    (root / project.name / "meson.build").write_text(_MESON_BUILD)
    uv("pip", "install", "--python", python, "meson-python", "ninja")
    tools = str(python.parent)
    environment = environ(PATH=f"{tools}{os.pathsep}{os.environ.get('PATH', os.defpath)}")
    command = ("pip", "install", "--python", python, *project.options, "--editable")
    uv(*command, root / project.name, env=environment)
    return {*project.asked, "inner", "inner.absent"}


def install(root: Path, python: PurePath) -> set[str]:
    """Write the projects below a folder and install them all; return what to ask."""
    made = tuple(projects())
    for project in made:
        _write(root / project.name, project)
    # One command for all that need no options of their own: uv builds them side by side.
    for options in dict.fromkeys(project.options for project in made):
        folders = [root / project.name for project in made if project.options == options]
        editable = [part for folder in folders for part in ("--editable", folder)]
        uv("pip", "install", "--python", python, *options, *editable)
    return {name for project in made for name in project.asked}


def _write(folder: Path, project: Project) -> None:
    for file in project.files:
        (folder / file).parent.mkdir(parents=True, exist_ok=True)
        (folder / file).write_text('"""A module."""\n')
    (folder / "pyproject.toml").write_text(project.pyproject)


def uv(*arguments: str | PurePath, env: dict[str, str] | None = None) -> None:
    """Run the ``uv`` of the environment that runs the tests."""
    program = shutil.which("uv", path=sysconfig.get_path("scripts")) or shutil.which("uv")
    assert program is not None
    run(program, "--quiet", *arguments, env=env)
