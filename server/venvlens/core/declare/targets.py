"""Where a project may declare a requirement, by what its files say."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from venvlens.core import script_metadata
from venvlens.core.declare import pyproject
from venvlens.core.declare.apply import plain
from venvlens.core.declare.requirements import is_requirements_file, source_of
from venvlens.core.declare.values import Format, Target

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import PurePath

_CONDA = re.compile(r"(?:conda[-_.])?environment(?:[-_.].*)?\.ya?ml|conda\.ya?ml", re.IGNORECASE)
_LISTS = re.compile(r"^dependencies[ ]*:", re.MULTILINE)
_OPTIONS = re.compile(r"^\[options\]", re.MULTILINE)
_MAIN_FILE = re.compile(
    r"(?:requirements?|reqs?)?[-_.]?(?:base|main|prod|production|common|core|runtime|app)?",
    re.IGNORECASE,
)


def targets(files: Mapping[PurePath, str], *, in_conda: bool = False) -> tuple[Target, ...]:
    """Return the lists that can take a requirement, best first, by the texts of a project's files.

    A script's own block comes first. Then what the project needs to run: ``pyproject.toml`` by
    the project's tool, ``Pipfile``, requirements files, ``environment.yml``, ``setup.cfg``; with
    ``in_conda``, when the environment is conda's, ``environment.yml`` before all of them. Then
    groups, extras and other files for development. Lists that cannot be edited come last, with
    the reason.
    """
    folder = min((file.parent for file in files), key=lambda path: len(path.parts), default=None)
    if folder is None:
        return ()
    texts = {file: plain(text) for file, text in files.items()}
    found = [one for file, text in texts.items() for one in _of_file(file, text, texts, folder)]
    if any(one.format is Format.TOML_ARRAY and one.keys[0] == "project" for one in found):
        # setuptools passes over [options] for a project whose [project] lists requirements.
        found = [one for one in found if one.format is not Format.SETUP_CFG]
    found.sort(key=lambda one: _rank(one, in_conda=in_conda))
    first: dict[tuple[object, ...], Target] = {}
    for one in found:
        first.setdefault((one.file, one.format, one.keys), one)
    return tuple(first.values())


def may_declare(file: PurePath) -> bool:
    """Tell by its name whether ``targets`` wants the text of a file; scripts come besides."""
    name = file.name
    return (
        name in ("pyproject.toml", "Pipfile", "pixi.toml", "setup.cfg", "setup.py")
        or is_requirements_file(name, file.parent.name)
        or _CONDA.fullmatch(name) is not None
    )


def title(target: Target, name: str) -> str:
    """Return the words of a menu for adding a requirement of this name."""
    return f"Add {name} to {target.place}"


_ORDER = (
    Format.SCRIPT,
    Format.TOML_ARRAY,
    Format.POETRY,
    Format.PIXI,
    Format.PIPFILE,
    Format.REQUIREMENTS,
    Format.CONDA,
    Format.CONDA_PIP,
    Format.SETUP_CFG,
    Format.CODE,
)


def _rank(target: Target, *, in_conda: bool) -> tuple[object, ...]:
    conda = target.format in (Format.CONDA, Format.CONDA_PIP)
    script = target.format is Format.SCRIPT
    name = target.file.name
    return (
        target.cannot is not None,
        not target.is_main,
        not script,
        not (conda and in_conda),
        name != "pyproject.toml",
        _ORDER.index(target.format),
        not name.endswith(".in"),
        len(target.file.parts),
        len(name),
        name,
    )


def _of_file(
    file: PurePath, text: str, files: Mapping[PurePath, str], folder: PurePath
) -> Iterator[Target]:
    name = file.name
    shown = file.relative_to(folder).as_posix() if file.is_relative_to(folder) else name
    if name == "pyproject.toml":
        yield from pyproject.targets(file, text, files)
    elif name == "Pipfile":
        yield Target(file, Format.PIPFILE, ("packages",), "Pipfile")
        place = "the development packages of Pipfile"
        yield Target(file, Format.PIPFILE, ("dev-packages",), place, is_main=False)
    elif name == "pixi.toml":
        yield Target(file, Format.PIXI, ("pypi-dependencies",), "pixi.toml")
    elif name == "setup.cfg" and _OPTIONS.search(text):
        yield Target(file, Format.SETUP_CFG, (), "setup.cfg")
    elif name == "setup.py":
        if "install_requires" in text:
            why = (
                "setup.py is code, which only a person can edit: add the requirement there by hand."
            )
            yield Target(file, Format.CODE, (), "setup.py", cannot=why)
    elif name.endswith(".py") and script_metadata.read(text) is not None:
        yield Target(file, Format.SCRIPT, (), f"the script {name}")
    elif is_requirements_file(name, file.parent.name):
        yield _of_requirements(file, text, shown)
    elif _CONDA.fullmatch(name) and _LISTS.search(text):
        main = name.lower().partition(".")[0] in ("environment", "conda", "conda-environment")
        yield Target(file, Format.CONDA, (), shown, is_main=main)
        yield Target(file, Format.CONDA_PIP, (), f"pip's list in {shown}", is_main=main)


def _of_requirements(file: PurePath, text: str, shown: str) -> Target:
    source = source_of(text, file.name)
    cannot = f"{shown} is made from {source}: add the requirement there." if source else None
    main = _MAIN_FILE.fullmatch(file.stem) is not None
    return Target(file, Format.REQUIREMENTS, (), shown, is_main=main, cannot=cannot)
