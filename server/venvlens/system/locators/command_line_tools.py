"""The interpreter of Apple's Command Line Tools, and the stub in ``/usr/bin`` that starts it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from venvlens.core.environment import Kind
from venvlens.system.locators.interpreter import describe

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import PurePath

    from venvlens.core.environment import Environment
    from venvlens.core.machine import Machine

ORIGIN = "part of Apple's Command Line Tools"
_TOOLS = "/Library/Developer/CommandLineTools"
_XCODE = "/Applications/Xcode.app/Contents/Developer"
_SELECTED = "/var/db/xcode_select_link"
"""What ``xcode-select --switch`` writes: a link to a developer folder."""
_STUBS = frozenset({"python", "python3"})


def locate(machine: Machine) -> Iterator[Environment]:
    """Find the interpreters of the Command Line Tools: the linked one, then other versions."""
    if machine.platform == "darwin":
        yield from in_developer_folder(
            machine.home.__class__(_TOOLS), Kind.COMMAND_LINE_TOOLS, ORIGIN, machine
        )


def in_developer_folder(
    developer: PurePath, kind: Kind, origin: str, machine: Machine
) -> Iterator[Environment]:
    """Find what a developer folder has in ``usr/bin`` and in ``Python3.framework``, each once."""
    versions = developer / "Library/Frameworks/Python3.framework/Versions"
    names = sorted(name for name in machine.names(versions) if name != "Current")
    paths = (developer / "usr/bin/python3", *(versions / n / "bin" / "python3" for n in names))
    seen: set[PurePath] = set()
    for path in filter(machine.files.is_program, paths):
        resolved = machine.files.resolved(path)
        if resolved not in seen and (found := describe(path, kind, origin, machine)):
            seen.add(resolved)
            yield found


def is_stub(path: PurePath, machine: Machine) -> bool:
    """Tell whether a program of macOS only looks for another one, as ``xcrun`` does.

    Before macOS 12.3 ``/usr/bin/python`` was a Python 2.7, which had its exact name too.
    """
    folder = machine.home.__class__("/usr/bin")
    return machine.platform == "darwin" and path.parent == folder and path.name in _STUBS


def behind_stub(path: PurePath, machine: Machine) -> PurePath:
    """Return what a stub starts, the stub itself if nothing; another program as it is."""
    if not is_stub(path, machine):
        return path
    found = (developer / "usr/bin/python3" for developer in _developer_folders(machine))
    return next(filter(machine.files.is_program, found), path)


def _developer_folders(machine: Machine) -> Iterator[PurePath]:
    """Yield where ``xcode-select`` looks, in its order."""
    make = machine.home.__class__
    if (named := machine.named("DEVELOPER_DIR")) is not None:
        yield named
    elif machine.files.exists(make(_SELECTED)):
        yield machine.files.resolved(make(_SELECTED))
    else:
        yield from (make(_XCODE), make(_TOOLS))
