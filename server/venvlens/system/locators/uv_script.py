"""The environment that uv keeps for one script (PEP 723)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from venvlens.core import script_metadata, uv_names
from venvlens.core.environment import Kind
from venvlens.system.locators import prefix
from venvlens.system.locators.uv_folders import caches

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import PurePath

    from venvlens.core.environment import Environment
    from venvlens.core.machine import Machine

_BUCKET = "environments-v2"


def of_script(file: PurePath, text: str, machine: Machine) -> Environment | str | None:
    """Find the environment of a script; None if its text has no metadata.

    A sentence says why a script that has some has no environment: they are malformed, or
    uv has not made it yet.
    """
    metadata = script_metadata.read(text)
    if metadata is None:
        return None
    if metadata.problem is not None:
        return f"The metadata of {file.name} cannot be read: {metadata.problem}."
    if not file.is_absolute():
        return f"{file.name} has not been saved yet."
    for place in _places(file, metadata.cache_dir, machine):
        origin = f"uv keeps it for {file.name}"
        found = prefix.describe(place, machine, origin, Kind.UV_SCRIPT, name=file.name)
        if found is not None:
            return found
    return f"uv has made no environment for {file.name} yet: `uv sync --script {file.name}` does."


def _places(file: PurePath, cache_dir: str | None, machine: Machine) -> Iterator[PurePath]:
    """Yield where uv may keep the environment.

    uv hashes the path as it was given one. A relative one is below the folder that the
    kernel says it is in, which has no links; the file itself may still be one.
    """
    paths = dict.fromkeys((file, machine.files.resolved(file.parent) / file.name))
    for cache in dict.fromkeys(caches(machine, file.parent, cache_dir)):
        for path in paths:
            for entry in uv_names.script_entries(path):
                yield cache / _BUCKET / entry
