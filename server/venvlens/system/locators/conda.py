"""Environments of conda, mamba and micromamba: named ones, those elsewhere, and the bases."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from venvlens.core import conda_text, layout
from venvlens.system.locators import conda_places, conda_prefix, prefix, venv

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import PurePath

    from venvlens.core.environment import Environment
    from venvlens.core.machine import Machine
    from venvlens.core.tree import Tree

_FILES = ("environment.yml", "environment.yaml")
_USUAL_NAME = ".conda"


def locate(machine: Machine) -> Iterator[Environment]:
    """Find every environment of conda's, with and without a Python; the bases are interpreters."""
    seen: set[PurePath] = set()
    for folder, origin in _prefixes(machine):
        if folder in seen:
            continue
        seen.add(folder)
        files = machine.files
        if conda_prefix.is_prefix(folder, files) and not conda_prefix.is_base(folder, files):
            yield conda_prefix.describe(folder, machine, origin)


def locate_bases(machine: Machine) -> Iterator[Environment]:
    """Find the Pythons that conda itself runs on; micromamba's root needs none."""
    files = machine.files
    for folder in dict.fromkeys((*conda_places.roots(machine), *conda_places.listed(machine))):
        if conda_prefix.is_prefix(folder, files) and conda_prefix.is_base(folder, files):
            found = conda_prefix.describe(folder, machine, "conda is installed there")
            if found.runs:
                yield found


def of_project(project: PurePath, machine: Machine) -> Iterator[Environment]:
    """Find the environment that a project's ``environment.yml`` names, or says the prefix of."""
    listing = machine.files.listing(project)
    file = next((name for name in _FILES if listing and name in listing.files), None)
    if file is None:
        return
    text = machine.files.text(project / file) or ""
    origin = f"{file} of {project} names it"
    for folder in _meant(text, machine):
        if conda_prefix.is_prefix(folder, machine.files):
            found = conda_prefix.describe(folder, machine, origin)
            yield replace(found, project=project)
            return


def below(folder: PurePath, machine: Machine) -> Iterator[Environment]:
    """Find the prefixes directly in a folder: ``.conda`` first, then by name."""
    for child in machine.files.recall(("conda in", folder), lambda tree: _children(folder, tree)):
        found = prefix.describe(child, machine, f"found in {folder}")
        if found is not None:
            yield found


def _children(folder: PurePath, tree: Tree) -> tuple[PurePath, ...]:
    # Only whether it is there is asked of most: what is asked is asked again at every check.
    names = venv.children(folder, tree)
    recorded = (folder / n for n in names if tree.exists(folder.joinpath(n, "conda-meta")))
    found = [child for child in recorded if conda_prefix.is_prefix(child, tree)]
    return tuple(sorted(found, key=lambda child: (child.name != _USUAL_NAME, child.name)))


def _prefixes(machine: Machine) -> Iterator[tuple[PurePath, str]]:
    """Yield where environments may be, with the reason; names come before plain lists."""
    for folder in conda_places.environment_folders(machine):
        listing = machine.files.listing(folder)
        for name in sorted(listing.folders) if listing else ():
            yield folder / name, f"conda keeps it in {folder}"
    for path in conda_places.listed(machine):
        yield path, "conda lists it in environments.txt"
    if active := machine.named("CONDA_PREFIX"):
        yield active, "it is activated (CONDA_PREFIX)"


def _meant(text: str, machine: Machine) -> Iterator[PurePath]:
    """Yield what a file's ``name`` may stand for, then its ``prefix``, as ``conda env`` does."""
    name = conda_text.environment_name(text)
    if name == conda_prefix.BASE:
        yield from conda_places.roots(machine)
    elif name is not None:
        yield from (folder / name for folder in conda_places.environment_folders(machine))
    for written in conda_text.values(text, "prefix")[:1]:
        path = machine.home.__class__(written)
        if path.is_absolute():
            yield layout.normalised(path)
