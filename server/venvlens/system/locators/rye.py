"""Pythons that rye installed or was told of, and which one its shims start.

Source: ``rye/src/platform.rs`` and ``rye/src/cli/toolchain.rs``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from venvlens.core import toml_text
from venvlens.core.environment import Kind
from venvlens.system.locators import installed
from venvlens.system.locators.interpreter import describe

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import PurePath

    from venvlens.core.environment import Environment
    from venvlens.core.machine import Machine

ORIGIN = "installed by rye"
REGISTERED = "registered with rye"
_NAME = "@"
"""In the name of every toolchain: ``cpython@3.12.1``."""


def locate(machine: Machine) -> Iterator[Environment]:
    """Find the toolchains that rye installed, and then those that it was only told of."""
    folders = installed.folders_in(store(machine), machine)
    yield from installed.described(_inner(folders, machine), Kind.RYE, ORIGIN, machine)
    listing = machine.files.listing(store(machine))
    for name in sorted(listing.files) if listing else ():
        executable = _registered(store(machine) / name, machine)
        found = executable and describe(executable, Kind.RYE, REGISTERED, machine)
        if found:
            yield found


def store(machine: Machine) -> PurePath:
    """Return the folder of toolchains."""
    named = machine.named("RYE_PY_ROOT")
    return named or root(machine) / "py"


def root(machine: Machine) -> PurePath:
    """Return the folder that rye keeps everything in."""
    return machine.named("RYE_HOME") or machine.home / ".rye"


def selected(rye_root: PurePath, machine: Machine) -> PurePath | None:
    """Return the toolchain that shims start outside of rye's projects, None for the system's.

    A shim passes on to the rest of ``PATH`` unless ``global-python`` is set.
    """
    data = toml_text.read(machine.files.text(rye_root / "config.toml") or "")
    behavior = data.get("behavior") if isinstance(data, dict) else None
    default = data.get("default") if isinstance(data, dict) else None
    if not isinstance(behavior, dict) or behavior.get("global-python") is not True:
        return None
    name = default.get("toolchain") if isinstance(default, dict) else None
    if not isinstance(name, str) or "/" in name or name in ("", ".", ".."):
        return None
    folder = store(machine) / name
    executable = _registered(folder, machine)
    if executable is not None:
        return executable.parent if machine.is_windows else executable.parent.parent
    return next(_inner(iter((folder,)), machine)) if machine.files.is_folder(folder) else None


def _registered(place: PurePath, machine: Machine) -> PurePath | None:
    """Return the interpreter of a toolchain that is a link to one, or a file with its path."""
    if _NAME not in place.name or not machine.files.is_file(place):
        return None
    target = machine.files.real(place)
    if target == place:
        text = (machine.files.text(place) or "").strip()
        target = place.__class__(text) if text.isprintable() else place
    usable = target.is_absolute() and target != place and machine.files.is_program(target)
    return target if usable else None


def _inner(folders: Iterator[PurePath], machine: Machine) -> Iterator[PurePath]:
    """Give the installation in each folder: older builds have it in ``install``."""
    for folder in folders:
        inner = folder / "install"
        yield inner if machine.files.is_folder(inner) else folder
