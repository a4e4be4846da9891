"""What a project's files declare and lock, from its folder up to the workspace folder."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from venvlens.core import layout
from venvlens.core.declarations import requirements_file
from venvlens.core.declarations.environment_file import in_environment_file
from venvlens.core.declarations.lock_files import LOCK_FILES, in_lock_file, in_pipfile_lock
from venvlens.core.declarations.pipfile import in_pipfile
from venvlens.core.declarations.pyproject import in_pyproject
from venvlens.core.declarations.script_block import in_script
from venvlens.core.declarations.setup_cfg import in_setup_cfg
from venvlens.core.display import short
from venvlens.system.workspace import way_up

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import PurePath

    from venvlens.core.declarations.declared import Declared
    from venvlens.core.tree import Listing, Tree

_MOST_FILES = 50
"""Requirements files that are read for one folder, those they include counted too."""
_READERS = {
    "pyproject.toml": in_pyproject,
    "setup.cfg": in_setup_cfg,
    "Pipfile": in_pipfile,
    "environment.yml": in_environment_file,
    "environment.yaml": in_environment_file,
}
_FOLDER = "requirements"
"""A folder in which every text file is a requirements file."""


@dataclass(frozen=True, slots=True)
class Requirements:
    """What the files of a project name, each as people would look for it: the nearest first."""

    declared: tuple[Declared, ...] = ()
    locked: tuple[Declared, ...] = ()
    """From lock files and constraints; what else is installed through them is among it."""


def requirements(
    project: PurePath, workspace: PurePath, tree: Tree, script: PurePath | None = None
) -> Requirements:
    """Gather what a project declares and locks; nothing outside of the workspace is read.

    A script that says in itself what it needs (PEP 723) has nothing from its project.
    """
    own = in_script(tree.text(script) or "", short(script, project)) if script else None
    if own is not None:
        return Requirements(own)
    declared: dict[Declared, None] = {}
    locked: dict[Declared, None] = {}
    for folder in way_up(project, workspace):
        found = tree.recall(
            ("requirements", folder, project, workspace),
            partial(_read_folder, folder, project, workspace),
        )
        declared.update(dict.fromkeys(found.declared))
        locked.update(dict.fromkeys(found.locked))
    return Requirements(tuple(declared), tuple(locked))


def _read_folder(
    folder: PurePath, project: PurePath, workspace: PurePath, tree: Tree
) -> Requirements:
    listing = tree.listing(folder)
    if listing is None:
        return Requirements()
    shown = partial(short, folder=project)
    declared: list[Declared] = []
    locked: list[Declared] = []
    for name, read in _READERS.items():
        if name in listing.files:
            declared += read(tree.text(folder / name) or "", shown(folder / name))
    for name in sorted(listing.files):
        if name in LOCK_FILES or (name.startswith("pylock.") and name.endswith(".toml")):
            locked += in_lock_file(tree.text(folder / name) or "", shown(folder / name))
    if "Pipfile.lock" in listing.files:
        path = folder / "Pipfile.lock"
        locked += in_pipfile_lock(tree.text(path) or "", shown(path))
    for path, is_constraint in _requirements_files(folder, listing, workspace, tree):
        read_one = requirements_file.read(tree.text(path) or "", shown(path))
        (locked if is_constraint else declared).extend(read_one.declared)
    return Requirements(tuple(declared), tuple(locked))


def _requirements_files(
    folder: PurePath, listing: Listing, workspace: PurePath, tree: Tree
) -> Iterator[tuple[PurePath, bool]]:
    """Yield requirements files with whether they only constrain, those that they include too."""
    waiting = deque((path, False) for path in _beginnings(folder, listing, tree))
    seen: set[PurePath] = set()
    while waiting and len(seen) < _MOST_FILES:
        path, is_constraint = waiting.popleft()
        if path in seen:
            continue
        seen.add(path)
        yield path, is_constraint
        included = requirements_file.read(tree.text(path) or "", "")
        for names, constrain in ((included.includes, False), (included.constraints, True)):
            for target in _inside(path.parent, names, workspace):
                waiting.append((target, is_constraint or constrain))


def _beginnings(folder: PurePath, listing: Listing, tree: Tree) -> Iterator[PurePath]:
    for name in sorted(listing.files):
        if "requirements" in name and name.endswith((".txt", ".in")):
            yield folder / name
    below = tree.listing(folder / _FOLDER) if _FOLDER in listing.folders else None
    for name in sorted(below.files) if below else ():
        if name.endswith((".txt", ".in")):
            yield folder / _FOLDER / name


def _inside(folder: PurePath, names: Iterable[str], workspace: PurePath) -> Iterator[PurePath]:
    for name in names:
        if "://" not in name and "\0" not in name:
            path = layout.normalised(folder / name)
            if path.is_relative_to(workspace):
                yield path
