"""Prefixes that conda fills: installations without a ``pyvenv.cfg``, with or without a Python."""

from __future__ import annotations

from typing import TYPE_CHECKING

from venvlens.core import layout

if TYPE_CHECKING:
    from pathlib import PurePath

    from venvlens.core.machine import Machine
    from venvlens.core.tree import Tree

_RECORDS = "conda-meta"


def is_prefix(folder: PurePath, tree: Tree) -> bool:
    """Tell whether a folder is a prefix of conda, mamba or micromamba; pixi's are its own."""
    listing = tree.listing(folder / _RECORDS)
    return listing is not None and "pixi" not in listing.files


def interpreter(prefix: PurePath, machine: Machine) -> PurePath | None:
    """Return the Python of a prefix, None where none is installed.

    On Windows it is in the prefix itself, as an installation has it.
    """
    if machine.is_windows:
        candidates: tuple[PurePath, ...] = (prefix / "python.exe",)
    else:
        candidates = layout.executables(prefix, machine.platform)
    return next((path for path in candidates if machine.files.exists(path)), None)
