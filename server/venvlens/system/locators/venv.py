"""Virtual environments: a folder with a ``pyvenv.cfg`` (PEP 405), by whatever tool made it."""

from __future__ import annotations

import os
from pathlib import PurePath
from typing import TYPE_CHECKING

from venvlens.core import implementation, layout, pyvenv_cfg
from venvlens.core.environment import Environment, Fault, FaultCode
from venvlens.core.implementation import CPYTHON
from venvlens.system import installations
from venvlens.system.interpreter_version import series_in_name
from venvlens.system.locators.venv_faults import base_executable, faults

if TYPE_CHECKING:
    from collections.abc import Iterator

    from venvlens.core.python_version import PythonVersion
    from venvlens.core.pyvenv_cfg import PyvenvCfg
    from venvlens.core.tree import Listing
    from venvlens.system.disk import Looks

USUAL_NAMES = (".venv", "venv", "env")
"""Names that people and tools give to a project's environment, in order of preference."""
SET_ASIDE = (".old", ".bak")
"""Ends of the names of environments that somebody put away."""
_CFG = "pyvenv.cfg"
_MOST_CHILDREN = 60
"""Child folders that are all looked into; among more, only those that are named like one."""
_NEVER = frozenset(
    {"__pycache__", "node_modules", "site-packages", "__pypackages__", "bin", "Scripts"}
    | {".git", ".hg", ".svn", ".github", ".idea", ".vscode", ".eggs", ".tox", ".nox", ".cache"}
    | {".mypy_cache", ".pytest_cache", ".ruff_cache", ".hypothesis", ".ipynb_checkpoints"}
)
"""Folders that hold other things, or environments of their own that belong to no project."""


def prefixes_in(folder: PurePath, looks: Looks) -> tuple[PurePath, ...]:
    """Return the environments directly below a folder: the usual names first, then by name."""
    return looks.recall(("environments in", folder), lambda inner: tuple(_find(folder, inner)))


def _find(folder: PurePath, looks: Looks) -> Iterator[PurePath]:
    listing = looks.listing(folder)
    if listing is None:
        return
    for name in (*USUAL_NAMES, *sorted(_candidates(listing))):
        if name in listing.folders and looks.exists(folder / name / _CFG):
            yield folder / name


def _candidates(listing: Listing) -> Iterator[str]:
    """Yield the child folders to look into: each one costs a question at every check."""
    others = listing.folders.difference(USUAL_NAMES, _NEVER)
    by_name = len(others) > _MOST_CHILDREN or "__init__.py" in listing.files
    return (name for name in others if not by_name or "env" in name.lower())


def describe(prefix: PurePath, looks: Looks, platform: str, origin: str) -> Environment | None:
    """Read what an environment's files say; None if the folder is not an environment."""
    if not looks.exists(prefix / _CFG):
        return None
    text = looks.text(prefix / _CFG)
    cfg = pyvenv_cfg.parse(text or "")
    made = _implementation(prefix, cfg, looks, platform)
    executable = _executable(prefix, looks, platform, made)
    version = _version(prefix, cfg, executable, looks)
    unreadable = (Fault(FaultCode.UNREADABLE, prefix / _CFG),)
    return Environment(
        prefix=prefix,
        kind=cfg.kind,
        origin=origin,
        executable=executable,
        version=version,
        base_prefix=_base_prefix(prefix, cfg, version, looks, platform, made),
        base_executable=base_executable(cfg, version, platform, made),
        system_site=cfg.system_site,
        faults=unreadable if text is None else faults(prefix, cfg, version, looks, platform, made),
        implementation=made,
        extends=PurePath(cfg.extends) if cfg.extends else None,
    )


def _implementation(prefix: PurePath, cfg: PyvenvCfg, looks: Looks, platform: str) -> str:
    """Tell which implementation would run: what a link leads to knows best."""
    executable = _executable(prefix, looks, platform, CPYTHON)
    running = PurePath(os.path.realpath(executable)).name if executable else ""
    if found := implementation.in_name(running):
        return found
    if implementation.is_exact(running):
        return CPYTHON
    if cfg.implementation:
        return cfg.implementation
    # ``venv`` writes none; on Windows, and for GraalPy, there are no links that would tell.
    folders = (layout.bin_folder(prefix, platform), prefix / "lib")
    beside, lib = (_names(folder, looks) for folder in folders)
    return implementation.of_environment(beside, lib) or CPYTHON


def _names(folder: PurePath, looks: Looks) -> frozenset[str]:
    listing = looks.listing(folder)
    return listing.files | listing.folders if listing else frozenset()


def _executable(prefix: PurePath, looks: Looks, platform: str, made: str) -> PurePath | None:
    candidates = layout.executables(prefix, platform, made)
    return next((path for path in candidates if looks.exists(path)), None)


def _version(
    prefix: PurePath, cfg: PyvenvCfg, executable: PurePath | None, looks: Looks
) -> PythonVersion | None:
    """Return the version that would run: a link may lead to a newer one than it was made with."""
    written = cfg.version or _version_by_folder(prefix, looks)
    running = series_in_name(PurePath(os.path.realpath(executable)).name) if executable else None
    if running is None or (written and written.series == running.series):
        return written
    return running


def _version_by_folder(prefix: PurePath, looks: Looks) -> PythonVersion | None:
    listing = looks.listing(prefix / "lib")
    names = sorted(listing.folders) if listing else []
    found = (series_in_name(name) for name in names)
    return next((version for version in found if version), None)


def _base_prefix(
    prefix: PurePath,
    cfg: PyvenvCfg,
    version: PythonVersion | None,
    looks: Looks,
    platform: str,
    made: str,
) -> PurePath | None:
    """Return the installation that ``home`` belongs to; a link there may lead to another."""
    if cfg.home is None or version is None:
        return None
    candidates = layout.executables(prefix, platform, made)
    executable = _executable(prefix, looks, platform, made) or candidates[0]
    home = PurePath(cfg.home)
    usual = home if platform == "win32" else home.parent
    found = installations.at(executable, version, platform, looks, usual, made).prefix
    return found if found.is_absolute() else None  # else it would be what we run in
