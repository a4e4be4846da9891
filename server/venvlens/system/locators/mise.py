"""Pythons that mise installed, and which of them its shims start."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from venvlens.core import tool_versions
from venvlens.core.environment import Kind
from venvlens.system.locators import installed
from venvlens.system.locators.asdf import SYSTEM, is_name, store

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import PurePath

    from venvlens.core.environment import Environment
    from venvlens.core.machine import Machine

ORIGIN = "installed by mise"

_CONFIGS = (
    "mise.local.toml",
    ".mise.local.toml",
    "mise.toml",
    ".mise.toml",
    "mise/config.toml",
    ".mise/config.toml",
    ".config/mise.toml",
    ".config/mise/config.toml",
)
"""Files of one folder, the first that names Python decides."""
_RELEASE = re.compile(r"\d+(?:\.\d+)*")


def locate(machine: Machine) -> Iterator[Environment]:
    """Find the Pythons that mise installed; ``3.12`` and ``latest`` are links to others."""
    folders = installed.folders_in(store(root(machine)), machine)
    yield from installed.described(folders, Kind.MISE, ORIGIN, machine)


def root(machine: Machine) -> PurePath:
    """Return the folder that mise keeps its tools in: XDG's on macOS too."""
    named = machine.named("MISE_DATA_DIR")
    if named is not None or machine.is_windows:
        return named or machine.data / "mise"
    return (machine.named("XDG_DATA_HOME") or machine.home / ".local" / "share") / "mise"


def selected(mise_root: PurePath, machine: Machine, folder: PurePath) -> Iterator[PurePath | None]:
    """Give the installations that shims would start in a folder; None is ``system``.

    Without a version for the folder, a shim starts what the rest of ``PATH`` holds.
    """
    for wanted in _wanted(machine, folder) or (SYSTEM,):
        kind, _, rest = wanted.partition(":")
        if wanted == SYSTEM:
            yield None
        elif kind == "path" and rest:
            yield folder / rest
        elif (found := _installed(mise_root, wanted, machine)) is not None:
            yield found


def _wanted(machine: Machine, folder: PurePath) -> tuple[str, ...] | None:
    from_environment = machine.environ.get("MISE_PYTHON_VERSION", "").split()
    if from_environment:
        return tuple(from_environment)
    shared = machine.files.text(_shared(machine)) or ""
    also = tool_versions.mise_reads_python_version(shared)
    for place in (folder, *folder.parents):
        found = _wanted_in(place, machine, also)
        if found is not None:
            return found
    return tool_versions.in_mise(shared)


def _wanted_in(place: PurePath, machine: Machine, also: bool) -> tuple[str, ...] | None:
    names = machine.names(place)
    for name in _CONFIGS:
        if name.partition("/")[0] not in names:
            continue
        found = tool_versions.in_mise(machine.files.text(place / name) or "")
        if found is not None:
            return found
    found = tool_versions.in_tool_versions(machine.files.text(place / ".tool-versions") or "")
    if found is None and also:
        text = machine.files.text(place / ".python-version") or ""
        return tool_versions.in_python_version(text)
    return found


def _shared(machine: Machine) -> PurePath:
    """Return the user's settings."""
    named = machine.named("MISE_CONFIG_DIR")
    usual = machine.named("XDG_CONFIG_HOME") or machine.home / ".config"
    return (named or usual / "mise") / "config.toml"


def _installed(mise_root: PurePath, wanted: str, machine: Machine) -> PurePath | None:
    """Find what a version means: its own folder, or the newest release that starts with it."""
    name = wanted.removeprefix("prefix:").replace("ref:", "ref-")
    if not is_name(name):
        return None
    folder = store(mise_root) / name
    if machine.files.is_folder(folder):
        return folder
    start = "" if name == "latest" else f"{name}."
    releases = [
        one
        for one in installed.folders_in(store(mise_root), machine)
        if one.name.startswith(start) and _RELEASE.fullmatch(one.name)
    ]
    return max(releases, key=_numbers, default=None)


def _numbers(folder: PurePath) -> tuple[int, ...]:
    return tuple(int(number) for number in folder.name.split("."))
