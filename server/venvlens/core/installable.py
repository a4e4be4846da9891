"""What can be installed into a new environment: requirements files, the project, its groups."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from packaging.requirements import InvalidRequirement, Requirement

from venvlens.core.names import distribution_name
from venvlens.core.project_tool import Table, read_toml, table

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import PurePath

    from venvlens.core.tree import Tree

PROJECT = "project"
DEPENDENCIES = "dependencies"
"""What a project needs that is none to be built."""
_EXTRA = "extra:"
_GROUP = "group:"
_REQUIREMENTS = re.compile(r"(?:[\w.-]*[-_.])?requirements(?:[-_.][\w.-]*)?\.txt", re.ASCII)
_NAME = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?")
_REPLACED = re.compile(r"[^A-Za-z0-9.]+")
_SETUPTOOLS = "setuptools"
_MOST_FILES = 20
_MOST_INCLUDES = 50


@dataclass(frozen=True, slots=True)
class Contents:
    """What is to be installed into a new environment."""

    files: tuple[PurePath, ...] = ()
    """Requirements files; absolute."""
    project: bool = False
    """The project itself, so that an edit needs no new installation."""
    extras: tuple[str, ...] = ()
    dependencies: bool = False
    """Only what the project needs."""
    groups: tuple[str, ...] = ()
    requirements: tuple[str, ...] = ()
    """What the dependencies and the groups hold, for tools that do not know them."""

    def __bool__(self) -> bool:
        """Tell whether there is anything to install."""
        return bool(self.files or self.project or self.dependencies or self.groups)


@dataclass(frozen=True, slots=True)
class Installable:
    """What a project offers to install."""

    files: tuple[str, ...] = ()
    """Names of requirements files in its folder, ``requirements.txt`` first."""
    project: bool = False
    """Whether the project can be built and so installed."""
    dependencies: tuple[str, ...] = ()
    """Requirements of ``[project]``, without its extras."""
    extras: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    """Groups of PEP 735 as written."""


def installable(project: PurePath, tree: Tree) -> Installable:
    """Return what a project offers to install."""
    return tree.recall(("installable", project), lambda inner: _installable(project, inner))


def _installable(project: PurePath, tree: Tree) -> Installable:
    listing = tree.listing(project)
    names = listing.files if listing else frozenset()
    data = read_toml(project / "pyproject.toml", names, tree)
    files = sorted(filter(_REQUIREMENTS.fullmatch, names), key=lambda n: (len(n), n))
    declared = table(data, "project")
    return Installable(
        tuple(files[:_MOST_FILES]),
        _can_be_built(data, names, project, tree),
        tuple(filter(_is_requirement, _texts(declared.get("dependencies")))),
        tuple(table(declared, "optional-dependencies")),
        tuple(table(data, "dependency-groups")),
    )


def left_by_build(project: PurePath, tree: Tree) -> tuple[PurePath, ...]:
    """Return the folders that setuptools adds to a project's own when it is installed for edits.

    Only those that are not there yet, and only where the project's name is written down.
    """
    listing = tree.listing(project)
    names = listing.files if listing else frozenset()
    data = read_toml(project / "pyproject.toml", names, tree)
    backend = table(data, "build-system").get("build-backend")
    if not installable(project, tree).project or not str(backend or _SETUPTOOLS).startswith(
        _SETUPTOOLS
    ):
        return ()
    written = table(data, "project").get("name")
    if not isinstance(written, str) or not _NAME.fullmatch(written):
        return ()
    folder = f"{_REPLACED.sub('_', written)}.egg-info"
    places = (project / folder, project / "src" / folder)
    return tuple(p for p in places if tree.exists(p.parent) and not tree.exists(p))


def _can_be_built(data: Table, names: frozenset[str], project: PurePath, tree: Tree) -> bool:
    if "setup.py" in names:
        return True
    if "setup.cfg" in names and "[metadata]" in (tree.text(project / "setup.cfg") or ""):
        return True
    if "build-system" not in data:
        # setuptools would take all that it finds, which need not be what can be packed.
        return False
    poetry = table(data, "tool", "poetry")
    if poetry.get("package-mode") is False:
        return False
    return bool(table(data, "project") or poetry)


def read_contents(words: tuple[str, ...], project: PurePath, tree: Tree) -> Contents | str:
    """Read what a person asks to install, or say in a clause what is not there.

    ``project`` is the project itself, ``dependencies`` what it needs, ``extra:NAME`` and
    ``group:NAME`` one of its lists; any other word names a requirements file.
    """
    offered = installable(project, tree)
    files: list[PurePath] = []
    requirements: list[str] = list(offered.dependencies if DEPENDENCIES in words else ())
    for word in words:
        if word == PROJECT and not offered.project:
            return f"{project} has nothing to build, so it cannot be installed"
        if word in (PROJECT, DEPENDENCIES):
            continue
        if word.startswith(_EXTRA):
            if not _is_among(word.removeprefix(_EXTRA), offered.extras):
                return f"{project / 'pyproject.toml'} has no {word.replace(':', ' ')}"
        elif word.startswith(_GROUP):
            found = requirements_of_group(word.removeprefix(_GROUP), project, tree)
            if isinstance(found, str):
                return found
            requirements += found
        elif "\0" in word or not tree.exists(project / word):
            return f"there is no file {project / word}"
        else:
            files.append(project / word)
    extras = tuple(w.removeprefix(_EXTRA) for w in words if w.startswith(_EXTRA))
    groups = tuple(w.removeprefix(_GROUP) for w in words if w.startswith(_GROUP))
    is_project = PROJECT in words or bool(extras)
    is_needs = DEPENDENCIES in words and bool(offered.dependencies)
    return Contents(
        tuple(files), is_project, extras, is_needs, groups, tuple(dict.fromkeys(requirements))
    )


def _is_among(name: str, known: tuple[str, ...]) -> bool:
    return distribution_name(name) in {distribution_name(one) for one in known}


def requirements_of_group(name: str, project: PurePath, tree: Tree) -> tuple[str, ...] | str:
    """Return the requirements of a group with those that it includes, or why there are none.

    Source: PEP 735; names are compared normalised, and an include may not lead in a circle.
    """
    listing = tree.listing(project)
    names = listing.files if listing else frozenset()
    written = table(read_toml(project / "pyproject.toml", names, tree), "dependency-groups")
    groups = {distribution_name(key): value for key, value in written.items()}
    found: list[str] = []
    waiting = [name]
    seen: set[str] = set()
    while waiting and len(seen) < _MOST_INCLUDES:
        group = distribution_name(waiting.pop(0))
        if group in seen:
            continue
        seen.add(group)
        items = groups.get(group)
        if not isinstance(items, list):
            return f"the group {name!r} needs a group {str(group)!r}, which is not there"
        for item in items:
            if isinstance(item, dict) and isinstance(item.get("include-group"), str):
                waiting.append(item["include-group"])
            elif isinstance(item, str) and _is_requirement(item):
                found.append(item)
            else:
                return f"the group {str(group)!r} holds {item!r}, which is no requirement"
    return tuple(dict.fromkeys(found))


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, list):
        yield from (item for item in value if isinstance(item, str))


def _is_requirement(text: str) -> bool:
    try:
        Requirement(text)
    except InvalidRequirement:
        return False
    return True


def word_of_group(name: str) -> str:
    """Return how a group is asked for."""
    return f"{_GROUP}{name}"


def word_of_extra(name: str) -> str:
    """Return how an extra is asked for."""
    return f"{_EXTRA}{name}"


def usual_contents(offered: Installable) -> Iterator[tuple[str, ...]]:
    """Yield what people install into a new environment, as words, the most of use first."""
    groups = tuple(word_of_group(n) for n in offered.groups if distribution_name(n) == "dev")
    own = (PROJECT,) if offered.project else (DEPENDENCIES,) if offered.dependencies else ()
    if groups:
        yield (*own, *groups)
    if own:
        yield own
    if offered.files:
        yield offered.files[:1]


def said(words: tuple[str, ...]) -> str:
    """Say what is installed, for a title: ``this project and the group dev``."""
    shown = [_said(word) for word in words]
    *first, last = shown or ["nothing"]
    return f"{', '.join(first)} and {last}" if first else last


def _said(word: str) -> str:
    usual = {PROJECT: "this project", DEPENDENCIES: "this project's dependencies"}
    for start in (_EXTRA, _GROUP):
        if word.startswith(start):
            return f"the {start[:-1]} {word.removeprefix(start)}"
    return usual.get(word, word)
