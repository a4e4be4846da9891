"""Virtual environments: a folder with a ``pyvenv.cfg`` (PEP 405), by whatever tool made it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, cast

from venvlens.core import implementation, layout, pyvenv_cfg
from venvlens.core.environment import Environment, Fault, FaultCode
from venvlens.core.implementation import CPYTHON
from venvlens.system import installations
from venvlens.system.interpreter_version import read_version, series_in_name
from venvlens.system.locators.venv_faults import base_executable, faults, looked_at

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import PurePath

    from venvlens.core.machine import Files, Machine
    from venvlens.core.python_version import PythonVersion
    from venvlens.core.pyvenv_cfg import PyvenvCfg
    from venvlens.core.tree import Listing, Tree

USUAL_NAMES = (".venv", "venv", "env")
"""Names that people and tools give to a project's environment, in order of preference."""
SET_ASIDE = (".old", ".bak")
"""Ends of the names of environments that somebody put away."""
_CFG = "pyvenv.cfg"
_SCRIPT = "activate_this.py"
_MOST_CHILDREN = 60
"""Child folders that are all looked into; among more, only those that are named like one."""
_NEVER = frozenset(
    {"__pycache__", "node_modules", "site-packages", "__pypackages__", "bin", "Scripts"}
    | {".git", ".hg", ".svn", ".github", ".idea", ".vscode", ".eggs", ".tox", ".nox", ".cache"}
    | {".mypy_cache", ".pytest_cache", ".ruff_cache", ".hypothesis", ".ipynb_checkpoints"}
)
"""Folders that hold other things, or environments of their own that belong to no project."""


def prefixes_in(folder: PurePath, files: Tree) -> tuple[PurePath, ...]:
    """Return the environments directly below a folder: the usual names first, then by name."""
    return files.recall(("environments in", folder), lambda inner: tuple(_find(folder, inner)))


def _find(folder: PurePath, files: Tree) -> Iterator[PurePath]:
    listing = files.listing(folder)
    if listing is None:
        return
    for name in (*USUAL_NAMES, *sorted(_candidates(listing))):
        if name in listing.folders and _is_made(folder, name, files):
            yield folder / name


def _is_made(folder: PurePath, name: str, files: Tree) -> bool:
    """Tell an environment by its file; virtualenv before 20 wrote none, and is known by a script.

    The script is looked for where the name speaks for an environment.
    """
    if files.exists(folder.joinpath(name, _CFG)):
        return True
    if "env" not in name.lower():
        return False
    return any(files.exists(folder.joinpath(name, place, _SCRIPT)) for place in ("bin", "Scripts"))


def _candidates(listing: Listing) -> Iterator[str]:
    """Yield the child folders to look into: each one costs a question at every check."""
    others = listing.folders.difference(USUAL_NAMES, _NEVER)
    by_name = len(others) > _MOST_CHILDREN or "__init__.py" in listing.files
    return (name for name in others if not by_name or "env" in name.lower())


def children(folder: PurePath, files: Tree) -> tuple[str, ...]:
    """Return the child folders that an environment may be, by names and bounds alone."""
    listing = files.listing(folder)
    if listing is None:
        return ()
    usual = listing.folders.intersection(USUAL_NAMES)
    return (*sorted(usual), *sorted(_candidates(listing)))


def describe(prefix: PurePath, machine: Machine, origin: str) -> Environment | None:
    """Read what an environment's files say; None if the folder is not an environment.

    What was read is remembered for as long as the files are as they were.
    """
    if not machine.files.exists(prefix / _CFG):
        return None
    if machine.files.text(prefix / _CFG) is None:
        return _read(prefix, machine, origin)  # permissions change without a trace in stamps
    # Stamps tell that a link leads to another file, but not that it leads to another nowhere.
    leads_to = machine.files.real(layout.executables(prefix, machine.platform)[0])
    key = ("virtual environment", prefix, origin, machine.platform, leads_to)
    return machine.files.recall(
        key, lambda inner: _read(prefix, replace(machine, files=cast("Files", inner)), origin)
    )


def _read(prefix: PurePath, machine: Machine, origin: str) -> Environment:
    text = machine.files.text(prefix / _CFG)
    cfg, far = looked_at(prefix, pyvenv_cfg.parse(text or ""), machine)
    made = _implementation(prefix, cfg, machine)
    executable = _executable(prefix, machine, made)
    version = _version(prefix, cfg, executable, machine)
    unreadable = (Fault(FaultCode.UNREADABLE, prefix / _CFG),)
    return Environment(
        prefix=prefix,
        kind=cfg.kind,
        origin=origin,
        executable=executable,
        version=version,
        base_prefix=_base_prefix(prefix, cfg, version, machine, made),
        base_executable=base_executable(prefix, cfg, version, machine.platform, made),
        system_site=cfg.system_site,
        faults=unreadable if text is None else far or faults(prefix, cfg, version, machine, made),
        implementation=made,
        extends=prefix.__class__(cfg.extends) if cfg.extends else None,
    )


def _implementation(prefix: PurePath, cfg: PyvenvCfg, machine: Machine) -> str:
    """Tell which implementation would run: what a link leads to knows best."""
    executable = _executable(prefix, machine, CPYTHON)
    running = machine.files.resolved(executable).name if executable else ""
    if found := implementation.in_name(running):
        return found
    if implementation.is_exact(running):
        return CPYTHON
    if cfg.implementation:
        return cfg.implementation
    # ``venv`` writes none; on Windows, and for GraalPy, there are no links that would tell.
    folders = (layout.bin_folder(prefix, machine.platform), prefix / "lib")
    beside, lib = (machine.names(folder) for folder in folders)
    return implementation.of_environment(beside, lib) or CPYTHON


def _executable(prefix: PurePath, machine: Machine, made: str) -> PurePath | None:
    candidates = layout.executables(prefix, machine.platform, made)
    return next((path for path in candidates if machine.files.exists(path)), None)


def _version(
    prefix: PurePath, cfg: PyvenvCfg, executable: PurePath | None, machine: Machine
) -> PythonVersion | None:
    """Return the version that would run: a link may lead to a newer one than it was made with."""
    written = cfg.version or _version_by_folder(prefix, machine)
    running = series_in_name(machine.files.resolved(executable).name) if executable else None
    if running is None or (written and written.series == running.series):
        running = written
    if running is None or running.micro >= 0 or executable is None:
        return running
    # uv writes the series alone: the link that it makes the environment with follows the series.
    exact = read_version(executable, machine)
    return exact if exact and exact.series == running.series else running


def _version_by_folder(prefix: PurePath, machine: Machine) -> PythonVersion | None:
    found = (series_in_name(name) for name in sorted(machine.names(prefix / "lib")))
    return next((version for version in found if version), None)


def _base_prefix(
    prefix: PurePath, cfg: PyvenvCfg, version: PythonVersion | None, machine: Machine, made: str
) -> PurePath | None:
    """Return the installation that ``home`` belongs to; a link there may lead to another."""
    if cfg.home is None or version is None:
        return None
    candidates = layout.executables(prefix, machine.platform, made)
    executable = _executable(prefix, machine, made) or candidates[0]
    home = prefix.__class__(cfg.home)
    usual = home if machine.is_windows else home.parent
    found = installations.at(executable, version, machine, usual, made).prefix
    return found if found.is_absolute() else None  # else it would be what we run in
