"""Interpreters of the operating system, and those that an administrator installed beside them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from venvlens.core.environment import Kind
from venvlens.system.locators import programs
from venvlens.system.locators.interpreter import describe

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import PurePath

    from venvlens.core.environment import Environment
    from venvlens.core.machine import Machine

_SYSTEM = ("/usr/bin", "/bin", "/usr/local/bin")
_OWN = ".local/bin"
"""Below the user's home; mostly links into what other tools installed."""


def locate(machine: Machine) -> Iterator[Environment]:
    """Find the interpreters where the file system's hierarchy has programs, each once.

    ``PATH`` need not name them all: what an editor inherits may lack folders that a shell has.
    Where it names none of the system's, the system is shut out on purpose, as by
    ``nix-shell --pure``, and is nobody's Python.
    """
    if machine.is_windows or not _is_used(machine):
        return
    seen: set[PurePath] = set()
    for folder, kind in _folders(machine):
        for executable in programs.interpreters_in(folder, machine):
            resolved = machine.files.resolved(executable)
            if resolved in seen:
                continue
            seen.add(resolved)
            if found := describe(executable, kind, f"installed in {folder}", machine):
                yield found


def _is_used(machine: Machine) -> bool:
    return any(folder.as_posix() in _SYSTEM for folder in machine.path)


def _folders(machine: Machine) -> Iterator[tuple[PurePath, Kind]]:
    """Yield folders of programs; ``/bin`` is not looked at again where it is ``/usr/bin``."""
    make = machine.home.__class__
    seen: set[PurePath] = set()
    for folder in map(make, _SYSTEM):
        real = machine.files.resolved(folder)
        if real not in seen:
            seen.add(real)
            yield folder, Kind.SYSTEM
    for outer in (make("/opt"), make("/opt/python")):
        for name in sorted(machine.names(outer)):
            if not machine.files.is_folder(outer / name / "conda-meta"):
                yield outer / name / "bin", Kind.SYSTEM
    yield machine.home / _OWN, Kind.GLOBAL
