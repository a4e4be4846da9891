"""Interpreters that pyenv installed, and which of them its shims start."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from venvlens.core.environment import Kind
from venvlens.system.locators import prefix as prefix_
from venvlens.system.locators.interpreter import describe

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import PurePath

    from venvlens.core.environment import Environment
    from venvlens.core.machine import Machine

ORIGIN = "installed by pyenv"
SYSTEM = "system"
"""pyenv's name for whatever ``PATH`` holds besides its shims."""

_NOT_FOR_PREFIX = re.compile(r"-(?:dev|src|latest)$|(?:a|b|rc)\d+t?$")


def locate(machine: Machine) -> Iterator[Environment]:
    """Find the interpreters in pyenv's ``versions`` folder, each executable once."""
    seen: set[PurePath] = set()
    for folder in _folders_by_links(root(machine), machine):
        name = "python.exe" if machine.is_windows else "python"
        executable = interpreter(folder, name, machine)
        if executable is None or (resolved := machine.files.resolved(executable)) in seen:
            continue
        seen.add(resolved)
        if environment := _describe(folder, executable, machine):
            yield environment


def root(machine: Machine) -> PurePath:
    """Return the folder that pyenv keeps everything in."""
    found = machine.named("PYENV_ROOT") or machine.named("PYENV") or machine.home / ".pyenv"
    # pyenv for Windows is cloned into .pyenv and keeps everything one folder below.
    below = found / "pyenv-win"
    return below if machine.is_windows and machine.files.is_folder(below) else found


def version_folders(machine: Machine) -> list[PurePath]:
    """Return the folders of ``versions``, sorted, links to others last."""
    return _folders_by_links(root(machine), machine)


def local_names(project: PurePath, machine: Machine) -> tuple[str, ...]:
    """Return what a project's own ``.python-version`` names."""
    text = machine.files.text(project / ".python-version")
    return _parse_version_file(text) if text else ()


def _describe(folder: PurePath, executable: PurePath, machine: Machine) -> Environment | None:
    """Describe a version; ``miniconda3-24.1`` is one too, and is conda's."""
    if machine.files.is_folder(folder / "conda-meta"):
        return prefix_.describe(folder, machine, ORIGIN)
    found = describe(executable, Kind.PYENV, ORIGIN, machine)
    # What it is called tells builds of one version apart: "3.12.1-win32".
    return replace(found, name=folder.name) if found and machine.is_windows else found


def interpreter(folder: PurePath, name: str, machine: Machine) -> PurePath | None:
    """Return the interpreter of one folder of ``versions``, unless it is a virtualenv."""
    # pyenv-virtualenv links its environments into the same folder.
    executable = folder / name if name.endswith(".exe") else folder / "bin" / name
    usable = machine.files.is_program(executable)
    usable = usable and not machine.files.is_file(folder / "pyvenv.cfg")
    return executable if usable else None


def selected(pyenv_root: PurePath, machine: Machine, folder: PurePath) -> Iterator[PurePath | None]:
    """Give the version folders that shims would try in ``folder``; None is ``system``.

    As in ``pyenv-which``: what is not installed is passed over, ``system`` comes last.
    """
    for name in _selected_names(pyenv_root, machine, folder):
        if name == SYSTEM:
            yield None
        elif (version := _installed(pyenv_root, name, machine)) is not None:
            yield version
    yield None


def _selected_names(pyenv_root: PurePath, machine: Machine, folder: PurePath) -> tuple[str, ...]:
    """Apply pyenv's order: PYENV_VERSION, nearest ``.python-version``, global file."""
    from_environment = machine.environ.get("PYENV_VERSION")
    if from_environment:
        return tuple(from_environment.split(":"))
    local = (place / ".python-version" for place in (folder, *folder.parents))
    nearest = next((path for path in local if machine.files.is_file(path)), pyenv_root / "version")
    return _parse_version_file(machine.files.text(nearest) or "")


def _parse_version_file(text: str) -> tuple[str, ...]:
    """Read the first word of each line that is neither empty nor a comment."""
    words = (line.split()[0] for line in text.splitlines() if line.strip())
    return tuple(word for word in words if not word.startswith("#"))


def _installed(pyenv_root: PurePath, name: str, machine: Machine) -> PurePath | None:
    """Find the folder that a name such as ``3.12.1``, ``3.12`` or ``python-3.12`` means."""
    names = [name for name in (name, name.removeprefix("python-")) if is_safe(name)]
    for exact in names:
        if machine.files.is_folder(pyenv_root / "versions" / exact):
            return pyenv_root / "versions" / exact
    found = (_newest(pyenv_root, prefix, machine) for prefix in names)
    return next((folder for folder in found if folder is not None), None)


def _newest(pyenv_root: PurePath, prefix: str, machine: Machine) -> PurePath | None:
    """Find the newest installed version that a prefix means, as ``pyenv-latest`` does."""
    threading = "t" if re.fullmatch(r".*\d+t", prefix) else ""
    start = prefix.removesuffix("t") if threading else prefix
    matches = [
        folder
        for folder in _folders(pyenv_root, machine)
        if folder.name.startswith((f"{start}.", f"{start}-"))
        and not _NOT_FOR_PREFIX.search(folder.name)
        and bool(re.search(r"\dt$", folder.name)) == bool(threading)
    ]
    return max(matches, key=_numbers, default=None)


def _numbers(folder: PurePath) -> tuple[int, ...]:
    return tuple(int(number) for number in re.findall(r"\d+", folder.name))


def is_safe(name: str) -> bool:
    """Tell whether a name means a folder of ``versions``.

    CVE-2022-35861: one with a path in it leads out of there.
    """
    return bool(name) and not set(name) & set("/\\:") and name not in (".", "..")


def _folders(pyenv_root: PurePath, machine: Machine) -> list[PurePath]:
    listing = machine.files.listing(pyenv_root / "versions")
    return [pyenv_root / "versions" / name for name in sorted(listing.folders)] if listing else []


def _folders_by_links(pyenv_root: PurePath, machine: Machine) -> list[PurePath]:
    """Return the folders of versions, links to others last."""
    folders = _folders(pyenv_root, machine)
    return sorted(folders, key=lambda folder: (machine.files.real(folder) != folder, folder.name))
