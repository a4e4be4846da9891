"""Environments in uv's cache: of scripts (PEP 723), and of projects that centralise theirs."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from venvlens.core import uv_names
from venvlens.core.environment import Kind
from venvlens.system.locators import prefix
from venvlens.system.locators.uv_folders import caches

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import PurePath

    from venvlens.core.environment import Environment
    from venvlens.core.machine import Machine
    from venvlens.core.script_metadata import ScriptMetadata

_BUCKET = "environments-v2"
# shop-cp3.12.1-6cad8522d8f08963 is a project's; the name of a script's has no version in it.
_OF_PROJECT = re.compile(r"(?P<name>.+)-[a-z]+\d+\.\d+[\w.+]*-[0-9a-f]{16}")
_OF_SCRIPT = re.compile(r"(?:(?P<name>.+)-)?[0-9a-f]{16}")


def locate(machine: Machine) -> Iterator[Environment]:
    """Find every environment in uv's cache, named for its script or project as far as is told."""
    for cache in dict.fromkeys(caches(machine, machine.home)):
        listing = machine.files.listing(cache / _BUCKET)
        for folder in sorted(listing.folders) if listing else ():
            project, script = _OF_PROJECT.fullmatch(folder), _OF_SCRIPT.fullmatch(folder)
            match, kind = (project, Kind.UV) if project else (script, Kind.UV_SCRIPT)
            if match is None:
                continue
            place, origin = cache / _BUCKET / folder, "kept in the cache of uv"
            found = prefix.describe(place, machine, origin, kind, name=match["name"])
            if found is not None:
                yield found


def of_script(file: PurePath, metadata: ScriptMetadata, machine: Machine) -> Environment | str:
    """Find the environment of a script, by what its block of metadata says.

    A sentence says why it has none: the metadata are malformed, or uv has not made it yet.
    """
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
