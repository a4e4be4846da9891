"""Interpreters in the folders of ``PATH``."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING

from venvlens.core.environment import Kind
from venvlens.system.locators.interpreter import describe, is_program

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from venvlens.core.environment import Environment
    from venvlens.system.host import Host

ORIGIN = "found on PATH"

_NAME = re.compile(r"(?:python|pypy|graalpy)(?:3(?:\.\d+t?)?)?(?P<suffix>\.exe)?")
_STARTS = ("python", "pypy", "graalpy")


def locate(host: Host) -> Iterator[Environment]:
    """Find the interpreters on ``PATH``, each executable once, first folder first."""
    seen: set[Path] = set()
    for executable in _programs(host):
        resolved = executable.resolve()
        if resolved not in seen:
            seen.add(resolved)
            environment = describe(executable, Kind.GLOBAL, ORIGIN, host.platform)
            if environment is not None:
                yield environment


def commands(host: Host, name: str) -> Iterator[Path]:
    """Find what ``name`` would start, first folder first.

    Scripts in the folder of a version manager are among them; interpreters of
    virtual environments are not.
    """
    file_name = f"{name}.exe" if host.is_windows else name
    for folder in host.path:
        path = folder / file_name
        found = os.access(path, os.X_OK) if holds_shims(folder) else is_program(path)
        if found and not _is_store(folder) and not _is_in_virtual_environment(folder):
            yield path


def holds_shims(folder: Path) -> bool:
    """Tell whether a folder on ``PATH`` is one that pyenv or asdf fills with scripts."""
    return folder.name == "shims"


def _programs(host: Host) -> Iterator[Path]:
    for folder in host.path:
        if holds_shims(folder) or _is_store(folder):
            continue
        found = [folder / name for name in _interpreter_names(folder, host)]
        if found and not _is_in_virtual_environment(folder):
            yield from filter(is_program, found)


def _interpreter_names(folder: Path, host: Host) -> list[str]:
    """List the names that interpreters have, the most exact first."""
    try:
        with os.scandir(folder) as entries:
            names = [entry.name for entry in entries if entry.name.startswith(_STARTS)]
    except OSError:  # absent, unreadable or not a folder
        return []
    matches = ((name, _NAME.fullmatch(name)) for name in names)
    return sorted(
        (name for name, match in matches if match and bool(match["suffix"]) == host.is_windows),
        reverse=True,
    )


def _is_store(folder: Path) -> bool:
    """Tell whether a folder holds the stubs that open the store of Windows."""
    return folder.name.lower() == "windowsapps"


def _is_in_virtual_environment(folder: Path) -> bool:
    # PEP 405: the file is beside the executable or one folder above it.
    return any((place / "pyvenv.cfg").is_file() for place in (folder, folder.parent))
