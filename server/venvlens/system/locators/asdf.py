"""Pythons that asdf installed, and which of them its shims start."""

from __future__ import annotations

from typing import TYPE_CHECKING

from venvlens.core import tool_versions
from venvlens.core.environment import Kind
from venvlens.system.locators import installed

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import PurePath

    from venvlens.core.environment import Environment
    from venvlens.core.machine import Machine

ORIGIN = "installed by asdf"
SYSTEM = "system"
"""asdf's name for whatever ``PATH`` holds besides its shims."""


def locate(machine: Machine) -> Iterator[Environment]:
    """Find the Pythons that asdf installed."""
    folders = installed.folders_in(store(root(machine)), machine)
    yield from installed.described(folders, Kind.ASDF, ORIGIN, machine)


def root(machine: Machine) -> PurePath:
    """Return the folder that asdf keeps everything in."""
    return machine.named("ASDF_DATA_DIR") or machine.home / ".asdf"


def store(asdf_root: PurePath) -> PurePath:
    """Return the folder of installed Pythons."""
    return asdf_root / "installs" / "python"


def selected(asdf_root: PurePath, machine: Machine, folder: PurePath) -> Iterator[PurePath | None]:
    """Give the installations that shims would try in a folder; None is ``system``."""
    for wanted in _wanted(machine, folder) or ():
        kind, _, rest = wanted.partition(":")
        if wanted == SYSTEM:
            yield None
        elif kind == "path" and rest:
            yield folder / rest
        elif is_name(name := wanted.replace("ref:", "ref-")):
            yield store(asdf_root) / name


def is_name(version: str) -> bool:
    """Tell whether a version is the name of a folder, and no way out of its store."""
    return (
        bool(version) and not {"/", "\\", "\0"}.intersection(version) and version.strip(".") != ""
    )


def _wanted(machine: Machine, folder: PurePath) -> tuple[str, ...] | None:
    """Apply asdf's order: its variable, the nearest file that names Python, the one at home."""
    from_environment = machine.environ.get("ASDF_PYTHON_VERSION", "").split()
    if from_environment:
        return tuple(from_environment)
    rc = machine.named("ASDF_CONFIG_FILE") or machine.home / ".asdfrc"
    also = tool_versions.asdf_reads_python_version(machine.files.text(rc) or "")
    name = machine.environ.get("ASDF_TOOL_VERSIONS_FILENAME") or machine.environ.get(
        "ASDF_DEFAULT_TOOL_VERSIONS_FILENAME", ".tool-versions"
    )
    for place in (folder, *folder.parents, machine.home):
        found = tool_versions.in_tool_versions(machine.files.text(place / name) or "")
        if found is None and also:
            text = machine.files.text(place / ".python-version") or ""
            found = tool_versions.in_python_version(text)
        if found is not None:
            return found
    return None
