"""What a shim starts: a command that a version manager put on ``PATH`` for another one.

They are told by what lies beside the folder of shims, not by variables: a shim belongs to the
root that made it. Sources: ``pyenv-which``; asdf's ``shims`` and ``resolve``; mise's ``shims.rs``;
rye's ``cli/shim.rs``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from venvlens.core.environment import Kind
from venvlens.system.locators import asdf, mise, pyenv, rye

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import PurePath

    from venvlens.core.machine import Machine

Started = tuple["PurePath", Kind, str]
"""An executable, the kind of its installation, and where we know it from."""


def behind(shim: PurePath, machine: Machine, folder: PurePath) -> Iterator[Started | None]:
    """Give what a shim would try to start in a folder, in order; None is the rest of ``PATH``."""
    root = shim.parent.parent
    if machine.files.is_folder(root / "versions"):
        yield from _pyenv(root, shim.name, machine, folder)
    elif machine.files.is_folder(asdf.store(root)):
        # mise's shims are links to its program, or copies of it on Windows.
        if machine.files.is_script(shim):
            chosen, kind, origin = asdf.selected(root, machine, folder), Kind.ASDF, asdf.ORIGIN
        else:
            chosen, kind, origin = mise.selected(root, machine, folder), Kind.MISE, mise.ORIGIN
        yield from _started(chosen, shim.name, kind, origin, machine)
    elif machine.files.is_folder(root / "py"):
        chosen = iter((rye.selected(root, machine),))
        yield from _started(chosen, shim.name, Kind.RYE, rye.ORIGIN, machine)


def _pyenv(
    root: PurePath, name: str, machine: Machine, folder: PurePath
) -> Iterator[Started | None]:
    for version in pyenv.selected(root, machine, folder):
        if version is None:
            yield None
        elif (executable := pyenv.interpreter(version, name, machine)) is not None:
            yield executable, Kind.PYENV, pyenv.ORIGIN


def _started(
    chosen: Iterator[PurePath | None], name: str, kind: Kind, origin: str, machine: Machine
) -> Iterator[Started | None]:
    for installation in chosen:
        if installation is None:
            yield None
            continue
        executable = installation / ("" if machine.is_windows else "bin") / name
        if machine.files.is_program(executable):
            yield executable, kind, origin
