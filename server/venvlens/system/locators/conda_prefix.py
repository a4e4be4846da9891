"""Prefixes that conda fills: installations without a ``pyvenv.cfg``, with or without a Python."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from venvlens.core import layout
from venvlens.core.environment import Environment, Fault, FaultCode, Kind
from venvlens.system.locators import interpreter as interpreter_

if TYPE_CHECKING:
    from pathlib import PurePath

    from venvlens.core.machine import Machine
    from venvlens.core.tree import Tree

BASE = "base"
"""conda's name for the environment that it is installed in itself."""

_RECORDS = "conda-meta"
_ENVIRONMENTS = "envs"
_OF_AN_INSTALLATION = ("condabin", _ENVIRONMENTS)
_FOR_CONDA = "conda itself runs in it: make an environment of its own for what you install"


def is_prefix(folder: PurePath, tree: Tree) -> bool:
    """Tell whether a folder is a prefix of conda, mamba or micromamba; pixi's are its own."""
    listing = tree.listing(folder / _RECORDS)
    return listing is not None and "pixi" not in listing.files


def is_base(prefix: PurePath, tree: Tree) -> bool:
    """Tell whether a prefix is an installation of conda, and no environment of one."""
    return is_installation(prefix, tree) and not (
        prefix.parent.name == _ENVIRONMENTS and is_installation(prefix.parent.parent, tree)
    )


def is_installation(folder: PurePath, tree: Tree) -> bool:
    """Tell whether a prefix holds what only an installation of conda does, or environments."""
    listing = tree.listing(folder)
    if listing is None or _RECORDS not in listing.folders:
        return False
    return any(name in listing.folders for name in _OF_AN_INSTALLATION)


def is_environment(folder: PurePath, tree: Tree) -> bool:
    """Tell whether a prefix is an environment of conda or pixi that is no global interpreter."""
    return tree.exists(folder / _RECORDS) and not (
        is_prefix(folder, tree) and is_base(folder, tree)
    )


def interpreter(prefix: PurePath, machine: Machine) -> PurePath | None:
    """Return the Python of a prefix, None where none is installed.

    On Windows it is in the prefix itself, as an installation has it.
    """
    return next((path for path in _places(prefix, machine) if machine.files.exists(path)), None)


def describe(prefix: PurePath, machine: Machine, origin: str) -> Environment:
    """Describe a prefix, of conda or of pixi.

    The base is a global interpreter: conda breaks when something else changes what it runs on.
    """
    kind = Kind.CONDA if is_prefix(prefix, machine.files) else Kind.PIXI
    if kind is Kind.CONDA and is_base(prefix, machine.files):
        kind = Kind.CONDA_BASE
    executable = interpreter(prefix, machine)
    found = interpreter_.describe(executable, kind, origin, machine) if executable else None
    if found is None:
        missing = Fault(FaultCode.NO_PYTHON, _places(prefix, machine)[0])
        found = Environment(prefix, kind, origin, faults=(missing,))
    else:
        found = replace(found, prefix=prefix, executable=executable)
    if kind is Kind.CONDA_BASE:
        return replace(found, name=BASE, externally_managed=found.externally_managed or _FOR_CONDA)
    return found


def _places(prefix: PurePath, machine: Machine) -> tuple[PurePath, ...]:
    if machine.is_windows:
        return (prefix / "python.exe",)
    return layout.executables(prefix, machine.platform)
