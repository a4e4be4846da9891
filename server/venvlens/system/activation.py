"""What the files of an environment say about activating it; its scripts are read, never run."""

from __future__ import annotations

from typing import TYPE_CHECKING

from venvlens.core import layout, pyvenv_cfg
from venvlens.core.activation import Activatable
from venvlens.core.environment import Kind
from venvlens.system.locators import conda_prefix

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import PurePath

    from venvlens.core.environment import Environment
    from venvlens.core.machine import Machine

_HOOKS = ("etc", "conda", "activate.d")
_STATE = ("conda-meta", "state")
"""Holds the variables that ``conda env config vars set`` keeps for an environment."""
_ENVIRONMENTS = "envs"
_ASKS_WHERE_IT_IS = "activate.ps1"
"""Every tool's script for PowerShell has no path in it: it goes by its own."""


def activatable(environment: Environment, machine: Machine) -> Activatable:
    """Read what tells how an environment is activated."""
    prefix = environment.prefix
    if environment.is_condas:
        program, name = _conda(environment, machine)
        hooks = tuple(_hooks(prefix, machine))
        return Activatable(
            environment, machine.platform, conda=program, conda_name=name, hooks=hooks
        )
    cfg = pyvenv_cfg.parse(machine.files.text(prefix / "pyvenv.cfg") or "")
    scripts = frozenset(_scripts(prefix, machine))
    return Activatable(environment, machine.platform, prompt=cfg.prompt, scripts=scripts)


def _scripts(prefix: PurePath, machine: Machine) -> Iterator[str]:
    """Yield the scripts that lead to the folder that they are in."""
    folder = layout.bin_folder(prefix, machine.platform)
    # A link to the environment, or to a folder above it, is the same place.
    names = {str(prefix), str(machine.files.resolved(prefix))}
    for name in sorted(machine.names(folder)):
        if name.lower() == _ASKS_WHERE_IT_IS:
            yield name
        elif name.partition(".")[0] == "activate":
            text = machine.files.text(folder / name) or ""
            if any(one in text for one in names):
                yield name


def _hooks(prefix: PurePath, machine: Machine) -> Iterator[PurePath]:
    if machine.names(prefix.joinpath(*_HOOKS)):
        yield prefix.joinpath(*_HOOKS)
    if machine.files.is_file(prefix.joinpath(*_STATE)):
        yield prefix.joinpath(*_STATE)


def _conda(environment: Environment, machine: Machine) -> tuple[str, str | None]:
    """Return the program that activates an environment of conda's, and the name that it knows.

    A name is one of the root that the shell's program belongs to; a folder is always right.
    """
    prefix = environment.prefix
    root = prefix if environment.kind is Kind.CONDA_BASE else prefix.parent.parent
    if root != prefix and prefix.parent.name != _ENVIRONMENTS:
        return _program(None, machine), None
    exe = machine.named("CONDA_EXE") or machine.named("MAMBA_EXE")
    roots = {machine.named("MAMBA_ROOT_PREFIX"), *(exe.parents if exe else ())}
    name = conda_prefix.BASE if root == prefix else prefix.name
    return _program(root, machine), name if root in roots and not name.startswith("-") else None


def _program(root: PurePath | None, machine: Machine) -> str:
    if root is not None and machine.names(root / "condabin"):
        return "conda"
    if "CONDA_EXE" not in machine.environ and (mamba := machine.named("MAMBA_EXE")):
        return "micromamba" if mamba.stem == "micromamba" else "mamba"
    return "conda"
