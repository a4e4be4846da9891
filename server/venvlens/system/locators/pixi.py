"""Environments of pixi: in ``.pixi/envs`` of a project, or kept apart as its settings say.

Sources: pixi's reference of its configuration, and ``conda-meta/pixi``, a file in JSON that pixi
writes into each environment with the path of the project's manifest.
"""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from venvlens.core import toml_text
from venvlens.core.environment import Kind
from venvlens.system.locators import conda_prefix

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import PurePath

    from venvlens.core.environment import Environment
    from venvlens.core.machine import Machine

_FOLDER = ".pixi"
_ENVIRONMENTS = "envs"
_USUAL_NAME = "default"
_MANIFESTS = ("pixi.toml", "mojoproject.toml")
_RECORD = ("conda-meta", "pixi")
_SETTINGS = "config.toml"


def locate(machine: Machine) -> Iterator[Environment]:
    """Find what ``pixi global`` made, and the environments that are kept apart from projects."""
    for prefix in _prefixes(_home(machine) / _ENVIRONMENTS, machine):
        yield _describe(prefix, machine, "pixi global made it")
    for store in _stores(machine, None):
        for folder in _folders(store, machine):
            for prefix in _prefixes(store / folder / _ENVIRONMENTS, machine):
                project = _project(prefix, machine)
                origin = f"pixi keeps it for {project}" if project else f"pixi keeps it in {store}"
                yield _describe(prefix, machine, origin, project)


def of_project(project: PurePath, machine: Machine) -> Iterator[Environment]:
    """Find the environments that pixi keeps elsewhere for a project that has a manifest of its."""
    if not _is_project(project, machine):
        return
    for store in _stores(machine, project):
        # pixi adds a hash of the project's path to its name; the record inside has the path.
        for folder in _folders(store, machine):
            prefixes = _prefixes(store / folder / _ENVIRONMENTS, machine)
            for prefix in (p for p in prefixes if _is_for(project, p, machine)):
                yield _describe(prefix, machine, f"pixi keeps it for {project}", project)


def below(folder: PurePath, machine: Machine) -> Iterator[Environment]:
    """Find the environments in ``.pixi/envs`` of a project, the default one first."""
    listing = machine.files.listing(folder)
    if listing is None or _FOLDER not in listing.folders:
        return
    place = folder / _FOLDER
    if place == _home(machine) and not _is_project(folder, machine):
        return  # these are what `pixi global` made, of no project
    for prefix in _prefixes(place / _ENVIRONMENTS, machine):
        yield _describe(prefix, machine, f"found in {place / _ENVIRONMENTS}", folder)


def _describe(
    prefix: PurePath, machine: Machine, origin: str, project: PurePath | None = None
) -> Environment:
    found = conda_prefix.describe(prefix, machine, origin)
    # An environment of an early pixi has no record of it.
    return replace(found, kind=Kind.PIXI, name=None, project=project, externally_managed=None)


def _prefixes(folder: PurePath, machine: Machine) -> list[PurePath]:
    """Return the environments in a folder, the default one first."""
    names = sorted(_folders(folder, machine), key=lambda name: (name != _USUAL_NAME, name))
    return [folder / n for n in names if machine.files.is_folder(folder / n / _RECORD[0])]


def _folders(folder: PurePath, machine: Machine) -> list[str]:
    listing = machine.files.listing(folder)
    return sorted(listing.folders) if listing else []


def _is_project(folder: PurePath, machine: Machine) -> bool:
    listing = machine.files.listing(folder)
    if listing is None:
        return False
    if not listing.files.isdisjoint(_MANIFESTS):
        return True
    if "pyproject.toml" not in listing.files:
        return False
    tool = _table(folder / "pyproject.toml", machine).get("tool")
    return isinstance(tool, dict) and isinstance(tool.get("pixi"), dict)


def _project(prefix: PurePath, machine: Machine) -> PurePath | None:
    """Return the folder of the manifest that an environment was made from."""
    text = machine.files.text(prefix.joinpath(*_RECORD)) or ""
    try:
        record: Any = json.loads(text)
    except (ValueError, RecursionError):
        return None
    written = record.get("manifest_path") if isinstance(record, dict) else None
    path = prefix.__class__(written) if isinstance(written, str) else None
    return path.parent if path is not None and path.is_absolute() else None


def _is_for(project: PurePath, prefix: PurePath, machine: Machine) -> bool:
    kept_for = _project(prefix, machine)
    if kept_for is None:
        return False
    return kept_for == project or machine.files.resolved(kept_for) == machine.files.resolved(
        project
    )


def _stores(machine: Machine, project: PurePath | None) -> Iterator[PurePath]:
    """Yield the folder that ``detached-environments`` says, if the last word on it is not no."""
    found: object = False
    for file in _settings_files(machine, project):
        if machine.files.exists(file):
            found = _table(file, machine).get("detached-environments", found)
    if found is True:
        yield _cache(machine) / _ENVIRONMENTS
    elif isinstance(found, str) and machine.home.__class__(found).is_absolute():
        yield machine.home.__class__(found)


def _settings_files(machine: Machine, project: PurePath | None) -> Iterator[PurePath]:
    """Yield the files of settings, the weakest first."""
    if machine.is_windows:
        yield machine.home.__class__("C:\\ProgramData\\pixi") / _SETTINGS
        yield machine.roaming / "pixi" / _SETTINGS
    else:
        yield machine.home.__class__("/etc/pixi") / _SETTINGS
        yield machine.home / ".config" / "pixi" / _SETTINGS
        if config := machine.named("XDG_CONFIG_HOME"):
            yield config / "pixi" / _SETTINGS
        if machine.platform == "darwin":
            yield machine.config / "pixi" / _SETTINGS
    yield machine.home / _FOLDER / _SETTINGS
    yield _home(machine) / _SETTINGS
    if project is not None:
        yield project / _FOLDER / _SETTINGS


def _home(machine: Machine) -> PurePath:
    return machine.named("PIXI_HOME") or machine.home / _FOLDER


def _cache(machine: Machine) -> PurePath:
    named = machine.named("PIXI_CACHE_DIR") or machine.named("RATTLER_CACHE_DIR")
    if named is not None:
        return named
    own = machine.named("XDG_CACHE_HOME")
    if own is not None and machine.files.is_folder(own / "pixi"):
        return own / "pixi"
    return machine.cache / "rattler" / "cache"


def _table(file: PurePath, machine: Machine) -> dict[str, object]:
    read = toml_text.read(machine.files.text(file) or "")
    return {} if isinstance(read, str) else read
