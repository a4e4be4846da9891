"""What a folder of a project holds: environments that may be taken, and what is passed over."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from venvlens.core.environment import Kind
from venvlens.system.locators import prefix, projects, venv
from venvlens.system.locators.dot_venv import NAME, dot_venv

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import PurePath

    from venvlens.core.environment import Environment
    from venvlens.core.machine import Machine

_FOR_TOOLS = {Kind.TOX: "tox keeps it for its runs", Kind.NOX: "nox keeps it for its sessions"}
_NOTHING = "no environment is in it, and no tool keeps one for it"
_FOLDERS_OF_TOOLS = {".tox": Kind.TOX, ".nox": Kind.NOX}


@dataclass(frozen=True, slots=True)
class InFolder:
    """The environments of one folder."""

    candidates: tuple[Environment, ...]
    """``.venv`` first, then the other usual names, then by name."""
    refused: tuple[tuple[PurePath, str], ...] = ()
    """What is never taken, with the reason."""
    by_file: bool = False
    """Whether ``.venv`` is a file that names the first of them."""


def look_into(place: PurePath, machine: Machine) -> InFolder:
    """Find what a folder holds."""
    named, refused = _named_by_file(place, machine)
    candidates = []
    for one in _described(place, named, machine):
        why = never(one)
        if why is None:
            candidates.append(one)
        else:
            refused.append((one.prefix, why))
    by_file = bool(candidates) and candidates[0].prefix == named
    return InFolder(tuple(candidates), tuple(refused), by_file)


def never(environment: Environment) -> str | None:
    """Tell why an environment is never taken for a project; None if it may be."""
    place = environment.prefix
    if place.suffix in venv.SET_ASIDE:
        return "its name says that it was set aside"
    return _FOR_TOOLS.get(_FOLDERS_OF_TOOLS.get(place.parent.name, environment.kind))


def around(place: PurePath, machine: Machine) -> Environment | None:
    """Describe a folder that is an environment itself, as ``python -m venv .`` makes it."""
    listing = machine.files.listing(place)
    if listing and ("pyvenv.cfg" in listing.files or "conda-meta" in listing.folders):
        return prefix.describe(place, machine, f"files of {place} are in it")
    return None


def why_none(place: PurePath, machine: Machine) -> str:
    """Tell why nothing was found in a folder, as a clause."""
    files, path = machine.files, place / NAME
    if not _holds_one(place, machine):
        return _NOTHING
    if files.is_file(path) or files.real(path) != path:
        return str(dot_venv(place, machine)).removesuffix(".")
    return f"its {NAME} has no pyvenv.cfg, so it is not an environment"


def _holds_one(place: PurePath, machine: Machine) -> bool:
    """Tell whether ``.venv`` is in a folder: a listing that is known anyway costs no question."""
    listing = machine.files.listing(place)
    return listing is not None and listing.holds(NAME)


def _named_by_file(
    place: PurePath, machine: Machine
) -> tuple[PurePath | None, list[tuple[PurePath, str]]]:
    """Return the prefix that a file ``.venv`` names, or why it or a link leads to nothing."""
    if not _holds_one(place, machine):
        return None, []
    path, files = place / NAME, machine.files
    if files.is_file(path):
        found = dot_venv(place, machine)
        if not isinstance(found, str):
            return found, []
        return None, [(path, _of_itself(found, path))]
    if not files.exists(path) and files.real(path) != path:
        return None, [(path, _of_itself(str(dot_venv(place, machine)), path))]
    return None, []


def _of_itself(sentence: str, path: PurePath) -> str:
    return sentence.removesuffix(".").replace(str(path), "it", 1)


def _described(place: PurePath, named: PurePath | None, machine: Machine) -> Iterator[Environment]:
    first = () if named is None else (named,)
    prefixes = dict.fromkeys((*first, *venv.prefixes_in(place, machine.files)))
    described = [prefix.describe(one, machine, f"found in {place}") for one in prefixes]
    known = {one.prefix: one for one in described if one}
    for one in projects.below(place, machine):
        known[one.prefix] = one  # the tool's own layout says more than the files
    yield from known.values()
