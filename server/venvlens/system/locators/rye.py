"""Pythons that rye installed, and which one its shims start."""

from __future__ import annotations

from typing import TYPE_CHECKING

from venvlens.core import toml_text
from venvlens.core.environment import Kind
from venvlens.system.locators import installed

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import PurePath

    from venvlens.core.environment import Environment
    from venvlens.core.machine import Machine

ORIGIN = "installed by rye"


def locate(machine: Machine) -> Iterator[Environment]:
    """Find the toolchains that rye installed; those that it was only told of are links."""
    folders = installed.folders_in(store(machine), machine)
    yield from installed.described(_inner(folders, machine), Kind.RYE, ORIGIN, machine)


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
    return next(_inner(iter((folder,)), machine)) if machine.files.is_folder(folder) else None


def _inner(folders: Iterator[PurePath], machine: Machine) -> Iterator[PurePath]:
    """Give the installation in each folder: older builds have it in ``install``."""
    for folder in folders:
        inner = folder / "install"
        yield inner if machine.files.is_folder(inner) else folder
