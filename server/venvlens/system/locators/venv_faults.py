"""How a virtual environment is broken, told from its files and those of its base."""

from __future__ import annotations

from pathlib import PurePath
from typing import TYPE_CHECKING

from venvlens.core import layout
from venvlens.core.environment import Fault, FaultCode
from venvlens.core.implementation import GRAALPY, PYPY
from venvlens.system.installations import above, followed

if TYPE_CHECKING:
    from venvlens.core.python_version import PythonVersion
    from venvlens.core.pyvenv_cfg import PyvenvCfg
    from venvlens.system.disk import Looks


def base_executable(
    cfg: PyvenvCfg, version: PythonVersion | None, platform: str, made: str
) -> PurePath | None:
    """Return the interpreter that an environment was made from, by what it wrote down."""
    if cfg.executable:
        return PurePath(cfg.executable)
    if not cfg.home:
        return None
    if platform == "win32":
        return PurePath(cfg.home) / "python.exe"
    if made == GRAALPY:
        # Before 24.1 ``home`` is the prefix itself.
        home = PurePath(cfg.home)
        return (home if home.name == "bin" else home / "bin") / "graalpy"
    stem = "pypy" if made == PYPY else "python"
    series = f"{version.major}.{version.minor}" if version else "3"
    return PurePath(cfg.home) / f"{stem}{series}"


def faults(
    prefix: PurePath,
    cfg: PyvenvCfg,
    version: PythonVersion | None,
    looks: Looks,
    platform: str,
    made: str,
) -> tuple[Fault, ...]:
    """Return why an environment with a readable ``pyvenv.cfg`` cannot run."""
    base = base_executable(cfg, version, platform, made)
    if cfg.home is None or base is None:
        return (Fault(FaultCode.NO_HOME, prefix / "pyvenv.cfg"),)
    candidates = layout.executables(prefix, platform, made)
    if not any(looks.exists(candidate) for candidate in candidates):
        gone = _first_missing_target(candidates, prefix)
        if gone is None and _base_is_there(cfg, base, version, looks, platform, made):
            return (Fault(FaultCode.NO_EXECUTABLE, candidates[0]),)
        return (Fault(FaultCode.BASE_GONE, gone or base),)
    if not _base_is_there(cfg, base, version, looks, platform, made):
        return (Fault(FaultCode.BASE_GONE, base),)
    return ()


def _base_is_there(
    cfg: PyvenvCfg,
    base: PurePath,
    version: PythonVersion | None,
    looks: Looks,
    platform: str,
    made: str,
) -> bool:
    """Tell whether ``home`` leads to an interpreter or, for a copy of one, to a library."""
    home = PurePath(cfg.home or "")
    own = {PYPY: ("pypy3", "pypy"), GRAALPY: ("graalpy",)}.get(made, ())
    end = ".exe" if platform == "win32" else ""
    names = [f"{name}{end}" for name in (*own, "python3", "python")]
    if not home.is_absolute() or not looks.is_folder(home):
        return False
    if any(looks.exists(path) for path in (base, *(home / name for name in names))):
        return True
    return version is not None and above(home, version, platform, looks, made) is not None


def _first_missing_target(candidates: tuple[PurePath, ...], prefix: PurePath) -> PurePath | None:
    """Return what the environment's links should lead to, as a person would write it."""
    for candidate in candidates:
        *_, last = followed(candidate)
        if last != candidate and not last.is_relative_to(prefix):
            return last
    return None
