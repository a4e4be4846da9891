"""The Pythons that a project's new environment can be made from, and what they lack for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from venvlens.core import layout
from venvlens.core.fixes import best_first
from venvlens.core.project_python import pinned_python, requires_python
from venvlens.system.locators.interpreters import interpreters
from venvlens.system.workspace import way_up

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import PurePath

    from venvlens.core.environment import Environment
    from venvlens.core.machine import Machine
    from venvlens.core.tree import Tree


def bases(project: PurePath, workspace: PurePath, machine: Machine) -> tuple[Environment, ...]:
    """Return the Pythons of a machine that a project allows, the best first."""
    return allowed(interpreters(machine), project, workspace, machine.files)


def allowed(
    known: Iterable[Environment], project: PurePath, workspace: PurePath, tree: Tree
) -> tuple[Environment, ...]:
    """Return which of some Pythons, the newest first, a project allows: the best first."""
    places = tuple(way_up(project, workspace))
    return best_first(tuple(known), requires_python(places, tree), pinned_python(places, tree))


def pinned(project: PurePath, workspace: PurePath, tree: Tree) -> str | None:
    """Return the version that a project pins, or its beginning."""
    return pinned_python(way_up(project, workspace), tree)


def has_venv(interpreter: Environment, tree: Tree) -> bool:
    """Tell whether an interpreter has ``venv`` with pip: Debian's has only with python3-venv."""
    if interpreter.base_prefix is None or interpreter.version is None:
        return False
    platform = "win32" if interpreter.base_prefix.drive else "posix"
    for lib in ("lib", "lib64"):
        library = layout.library(
            interpreter.base_prefix, interpreter.version, platform, lib, interpreter.implementation
        )
        if all(tree.exists(library / name / "__init__.py") for name in ("venv", "ensurepip")):
            return True
    return False


def how_to_get_venv(interpreter: Environment, machine: Machine) -> str:
    """Return what a person does about a Python without ``venv``, as a clause."""
    version = interpreter.version
    is_debians = machine.files.exists(machine.home.__class__("/etc/debian_version"))
    if is_debians and version and str(interpreter.base_prefix) == "/usr":
        series = f"{version.major}.{version.minor}"
        return f"install it with: sudo apt install python{series}-venv; or install uv"
    return "install uv, or choose another Python"
