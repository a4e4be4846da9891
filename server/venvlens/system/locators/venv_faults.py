"""How a virtual environment is broken, told from its files and those of its base."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from venvlens.core import layout
from venvlens.core.environment import Fault, FaultCode
from venvlens.core.implementation import GRAALPY, PYPY
from venvlens.core.shares import may_be_asked
from venvlens.system.installations import above

if TYPE_CHECKING:
    from pathlib import PurePath

    from venvlens.core.machine import Machine
    from venvlens.core.python_version import PythonVersion
    from venvlens.core.pyvenv_cfg import PyvenvCfg


def base_executable(
    prefix: PurePath, cfg: PyvenvCfg, version: PythonVersion | None, platform: str, made: str
) -> PurePath | None:
    """Return the interpreter that an environment was made from, by what it wrote down."""
    if cfg.executable:
        return prefix.__class__(cfg.executable)
    if not cfg.home:
        return None
    home = prefix.__class__(cfg.home)
    if platform == "win32":
        return home / "python.exe"
    if made == GRAALPY:
        # Before 24.1 ``home`` is the prefix itself.
        return (home if home.name == "bin" else home / "bin") / "graalpy"
    stem = "pypy" if made == PYPY else "python"
    series = f"{version.major}.{version.minor}" if version else "3"
    return home / f"{stem}{series}"


def looked_at(
    prefix: PurePath, cfg: PyvenvCfg, machine: Machine
) -> tuple[PyvenvCfg, tuple[Fault, ...]]:
    """Return what may be looked at of a ``pyvenv.cfg``, and a fault if its base may not be.

    A project may bring the file with it, and so name any machine as its base.
    """
    trusted = (prefix, machine.home, *machine.path)

    def is_far(text: str | None) -> bool:
        return text is not None and not may_be_asked(prefix.__class__(text), trusted)

    far = next((text for text in (cfg.home, cfg.executable) if text and is_far(text)), None)
    extends = None if is_far(cfg.extends) else cfg.extends
    if far is None:
        return (cfg if extends == cfg.extends else replace(cfg, extends=extends)), ()
    fault = Fault(FaultCode.BASE_ON_SHARE, prefix.__class__(far))
    return replace(cfg, home=None, executable=None, extends=extends), (fault,)


def faults(
    prefix: PurePath, cfg: PyvenvCfg, version: PythonVersion | None, machine: Machine, made: str
) -> tuple[Fault, ...]:
    """Return why an environment with a readable ``pyvenv.cfg`` cannot run."""
    base = base_executable(prefix, cfg, version, machine.platform, made)
    if cfg.home is None or base is None:
        return (Fault(FaultCode.NO_HOME, prefix / "pyvenv.cfg"),)
    is_there = _base_is_there(prefix.__class__(cfg.home), base, version, machine, made)
    candidates = layout.executables(prefix, machine.platform, made)
    if not any(machine.files.exists(candidate) for candidate in candidates):
        gone = _first_missing_target(candidates, prefix, machine)
        if gone is None and is_there:
            return (Fault(FaultCode.NO_EXECUTABLE, candidates[0]),)
        return (Fault(FaultCode.BASE_GONE, gone or base),)
    return () if is_there else (Fault(FaultCode.BASE_GONE, base),)


def _base_is_there(
    home: PurePath, base: PurePath, version: PythonVersion | None, machine: Machine, made: str
) -> bool:
    """Tell whether ``home`` leads to an interpreter or, for a copy of one, to a library."""
    files = machine.files
    own = {PYPY: ("pypy3", "pypy"), GRAALPY: ("graalpy",)}.get(made, ())
    end = ".exe" if machine.is_windows else ""
    names = [f"{name}{end}" for name in (*own, "python3", "python")]
    if not files.is_folder(home):
        return False
    if any(files.exists(path) for path in (base, *(home / name for name in names))):
        return True
    return version is not None and above(home, version, machine, made) is not None


def _first_missing_target(
    candidates: tuple[PurePath, ...], prefix: PurePath, machine: Machine
) -> PurePath | None:
    """Return what the environment's links should lead to, as a person would write it."""
    for candidate in candidates:
        last = machine.files.real(candidate)
        if last != candidate and not last.is_relative_to(prefix):
            return last
    return None
