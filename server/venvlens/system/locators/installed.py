"""Pythons that a tool installs, each in a folder of one store."""

from __future__ import annotations

from typing import TYPE_CHECKING

from venvlens.system.locators.interpreter import describe

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import PurePath

    from venvlens.core.environment import Environment, Kind
    from venvlens.core.machine import Machine

_STEMS = ("python3", "python", "pypy3", "graalpy")


def interpreter_of(installation: PurePath, machine: Machine) -> PurePath | None:
    """Return what starts the Python in a folder; Windows has it there, others in ``bin``."""
    # GraalPy has a ``bin`` on Windows too.
    places = (installation, installation / "bin") if machine.is_windows else (installation / "bin",)
    end = ".exe" if machine.is_windows else ""
    for place in places:
        for path in (place / f"{stem}{end}" for stem in _STEMS):
            if machine.files.is_program(path):
                return path
    return None


def folders_in(store: PurePath, machine: Machine) -> Iterator[PurePath]:
    """Yield the folders of a store by name; links to others in it are the same Pythons.

    A link out of it is a Python that its tool was told of; of several to one the most exact counts:
    ``3.12.1`` rather than ``3.12`` or ``latest``.
    """
    listing = machine.files.listing(store)
    links: dict[PurePath, str] = {}
    for name in sorted(listing.folders) if listing else ():
        target = machine.files.real(store / name)
        if target == store / name:
            yield store / name
        elif target.parent != store:
            links[target] = max(links.get(target, name), name, key=_exactness)
    if links:
        resolved = machine.files.resolved(store)
        outside = (name for target, name in links.items() if target.parent != resolved)
        yield from (store / name for name in sorted(outside))


def _exactness(name: str) -> tuple[int, int]:
    return name.count("."), len(name)


def described(
    installations: Iterator[PurePath], kind: Kind, origin: str, machine: Machine
) -> Iterator[Environment]:
    """Describe the Python in each folder; what is none, or a virtual environment, is left out."""
    for folder in installations:
        executable = interpreter_of(folder, machine)
        if executable is None or machine.files.is_file(folder / "pyvenv.cfg"):
            continue
        found = describe(executable, kind, origin, machine)
        if found is not None:
            yield found
