"""Where a project's files can declare a requirement, and the edits that do it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from packaging.requirements import InvalidRequirement, Requirement

from venvlens.core import declare
from venvlens.core.declare import Cannot, Edited, LineEdit, Target
from venvlens.core.declare.apply import difference, plain
from venvlens.core.declare.requirements import is_requirements_file

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import PurePath

    from venvlens.core.requests import Declare
    from venvlens.core.tree import Tree

    Read = Callable[[PurePath], str | None]

_NAMES = frozenset(
    {"pyproject.toml", "Pipfile", "pixi.toml", "setup.cfg", "setup.py"}
    | {"environment.yml", "environment.yaml", "conda.yml", "conda.yaml"}
)
_FOLDER = "requirements"
_MOST_FILES = 20
"""Requirements files of one project that are offered."""
_TESTS = frozenset({"test", "tests", "testing"})


@dataclass(frozen=True, slots=True)
class Declaration:
    """Edits of one file that declare some requirements."""

    target: Target
    text: str
    """Of the file, before."""
    edits: tuple[LineEdit, ...]
    """Empty if everything is declared already."""


def targets(
    project: PurePath, tree: Tree, file: PurePath | None = None, *, in_conda: bool = False
) -> tuple[Target, ...]:
    """Return the lists of a project that can take a requirement, the best for a file first.

    What only tests need is for development; a script with a block of its own has its own list.
    """
    texts = {path: tree.text(path) or "" for path in _files(project, tree)}
    found = tuple(one for one in declare.targets(texts, in_conda=in_conda) if one.cannot is None)
    if file is None or not _is_test(file, project):
        return found
    return tuple(sorted(found, key=lambda one: one.is_main))


def declaration(wanted: Declare, requirements: Iterable[str], read: Read) -> Declaration | Cannot:
    """Return the edits that declare requirements in a list, by the file's text as it is now."""
    text = read(wanted.file)
    if text is None:
        return Cannot(f"{wanted.file} cannot be read.")
    target = next((one for one in _lists(wanted.file, text, read) if _is(one, wanted)), None)
    if target is None:
        return Cannot(f"{wanted.file} has no such list any more.")
    after = text
    for written in requirements:
        outcome = _add(after, target, written)
        if isinstance(outcome, Cannot):
            return outcome
        if isinstance(outcome, Edited):
            after = declare.apply(after, outcome.edits)
    return Declaration(target, text, difference(text, plain(after)))


def wire_format(target: Target) -> str:
    """Return the name of a list's format, as requests have it."""
    return target.format.name.lower()


def _add(text: str, target: Target, written: str) -> declare.Outcome:
    try:
        requirement = Requirement(written)
    except InvalidRequirement:
        return Cannot(f"{written!r} is not a requirement.")
    return declare.add(text, target, requirement)


def _lists(file: PurePath, text: str, read: Read) -> tuple[Target, ...]:
    """Return the lists of a file; one that takes them from another file needs that one's text."""
    texts = {file: text}
    if file.name != "pyproject.toml":
        beside = read(file.parent / "pyproject.toml")
        if beside is not None:
            texts[file.parent / "pyproject.toml"] = beside
    return declare.targets(texts)


def _is(target: Target, wanted: Declare) -> bool:
    same_list = target.file == wanted.file and target.keys == wanted.keys
    return same_list and wire_format(target) == wanted.format


def _files(project: PurePath, tree: Tree) -> Iterator[PurePath]:
    listing = tree.listing(project)
    if listing is None:
        return
    for name in sorted(listing.files & _NAMES):
        yield project / name
    lists = [project / name for name in listing.files if is_requirements_file(name, project.name)]
    below = tree.listing(project / _FOLDER) if _FOLDER in listing.folders else None
    for name in below.files if below else ():
        if is_requirements_file(name, _FOLDER):
            lists.append(project / _FOLDER / name)
    yield from sorted(lists)[:_MOST_FILES]


def _is_test(file: PurePath, project: PurePath) -> bool:
    inside = file.relative_to(project) if file.is_relative_to(project) else file
    name = file.name
    return (
        not _TESTS.isdisjoint(inside.parts[:-1])
        or name == "conftest.py"
        or name.startswith("test_")
        or name.endswith("_test.py")
    )
