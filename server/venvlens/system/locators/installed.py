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
    """Yield the folders of a store by name; links to others in it are the same Pythons."""
    listing = machine.files.listing(store)
    for name in sorted(listing.folders) if listing else ():
        if machine.files.real(store / name) == store / name:
            yield store / name


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
