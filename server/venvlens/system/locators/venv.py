"""Virtual environments: a folder with a ``pyvenv.cfg`` (PEP 405), by whatever tool made it."""

from __future__ import annotations

import os
from pathlib import PurePath
from typing import TYPE_CHECKING

from venvlens.core import layout, python_version, pyvenv_cfg
from venvlens.core.environment import Environment, Fault, FaultCode

if TYPE_CHECKING:
    from collections.abc import Iterator

    from venvlens.core.python_version import PythonVersion
    from venvlens.core.pyvenv_cfg import PyvenvCfg
    from venvlens.system.disk import Looks

USUAL_NAMES = (".venv", "venv", "env")
"""Names that people and tools give to a project's environment, in order of preference."""
SET_ASIDE = (".old", ".bak")
"""Ends of the names of environments that somebody put away."""
_CFG = "pyvenv.cfg"


def prefixes_in(folder: PurePath, looks: Looks) -> tuple[PurePath, ...]:
    """Return the environments directly below a folder: the usual names first, then by name."""
    return looks.recall(("environments in", folder), lambda inner: tuple(_find(folder, inner)))


def _find(folder: PurePath, looks: Looks) -> Iterator[PurePath]:
    listing = looks.listing(folder)
    if listing is None:
        return
    others = sorted(listing.folders.difference(USUAL_NAMES))
    for name in (*USUAL_NAMES, *others):
        if name in listing.folders and looks.exists(folder / name / _CFG):
            yield folder / name


def describe(prefix: PurePath, looks: Looks, platform: str, origin: str) -> Environment | None:
    """Read what an environment's files say; None if the folder is not an environment."""
    if not looks.exists(prefix / _CFG):
        return None
    text = looks.text(prefix / _CFG)
    cfg = pyvenv_cfg.parse(text or "")
    executable = _executable(prefix, looks, platform)
    version = cfg.version or _version_by_folder(prefix, looks)
    if text is None:
        faults: tuple[Fault, ...] = (Fault(FaultCode.UNREADABLE, prefix / _CFG),)
    else:
        faults = _faults(prefix, cfg, executable, looks, platform)
    return Environment(
        prefix=prefix,
        kind=cfg.kind,
        origin=origin,
        executable=executable,
        version=version,
        base_prefix=_base_prefix(cfg, version, looks, platform),
        base_executable=_base_executable(cfg, version, platform),
        system_site=cfg.system_site,
        faults=faults,
    )


def _executable(prefix: PurePath, looks: Looks, platform: str) -> PurePath | None:
    return next((e for e in layout.executables(prefix, platform) if looks.exists(e)), None)


def _faults(
    prefix: PurePath, cfg: PyvenvCfg, executable: PurePath | None, looks: Looks, platform: str
) -> tuple[Fault, ...]:
    if cfg.home is None:
        return (Fault(FaultCode.NO_HOME, prefix / _CFG),)
    if executable is None:
        return (_why_no_executable(layout.executables(prefix, platform)[0], cfg),)
    if not looks.is_folder(PurePath(cfg.home)):
        return (Fault(FaultCode.BASE_GONE, PurePath(cfg.executable or cfg.home)),)
    return ()


def _why_no_executable(usual: PurePath, cfg: PyvenvCfg) -> Fault:
    """Tell an interpreter that was never there from a link whose target is gone."""
    if not os.path.islink(usual):  # noqa: PTH114 - a PurePath cannot ask
        return Fault(FaultCode.NO_EXECUTABLE, usual)
    target = PurePath(os.path.realpath(usual))
    outside = not target.is_relative_to(usual.parent)
    gone = target if outside else PurePath(cfg.executable or cfg.home or usual)
    return Fault(FaultCode.BASE_GONE, gone)


def _version_by_folder(prefix: PurePath, looks: Looks) -> PythonVersion | None:
    listing = looks.listing(prefix / "lib")
    names = sorted(listing.folders) if listing else []
    found = (python_version.parse(n.removeprefix("python")) for n in names if n[:6] == "python")
    return next((version for version in found if version), None)


def _base_prefix(
    cfg: PyvenvCfg, version: PythonVersion | None, looks: Looks, platform: str
) -> PurePath | None:
    """Return the installation: the first folder from ``home`` upward that has a library.

    Like ``search_up`` in CPython's ``getpath.py``, with ``os.py`` as the landmark.
    """
    if cfg.home is None or version is None:
        return None
    home = PurePath(cfg.home)
    for folder in (home, *home.parents):
        for lib in ("lib", "lib64"):
            if looks.exists(layout.library(folder, version, platform, lib) / "os.py"):
                return folder
    return home if platform == "win32" else home.parent


def _base_executable(
    cfg: PyvenvCfg, version: PythonVersion | None, platform: str
) -> PurePath | None:
    if cfg.executable:
        return PurePath(cfg.executable)
    if not cfg.home or not version:
        return None
    name = "python.exe" if platform == "win32" else f"python{version.major}.{version.minor}"
    return PurePath(cfg.home) / name
