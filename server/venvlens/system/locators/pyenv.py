"""Interpreters that pyenv installed, and which of them its shims start."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from venvlens.core.environment import Kind
from venvlens.system.locators.interpreter import describe, is_program

if TYPE_CHECKING:
    from collections.abc import Iterator

    from venvlens.core.environment import Environment
    from venvlens.system.host import Host

ORIGIN = "installed by pyenv"
SYSTEM = "system"
"""pyenv's name for whatever ``PATH`` holds besides its shims."""

_NOT_FOR_PREFIX = re.compile(r"-(?:dev|src|latest)$|(?:a|b|rc)\d+t?$")
_LARGEST_VERSION_FILE = 16 * 1024


def locate(host: Host) -> Iterator[Environment]:
    """Find the interpreters in pyenv's ``versions`` folder, each executable once."""
    seen: set[Path] = set()
    for folder in sorted(_folders(root(host)), key=lambda path: (path.is_symlink(), path.name)):
        executable = interpreter(folder, "python.exe" if host.is_windows else "python")
        if executable is None or executable.resolve() in seen:
            continue
        seen.add(executable.resolve())
        environment = describe(executable, Kind.PYENV, ORIGIN, host.platform)
        if environment is not None:
            yield environment


def root(host: Host) -> Path:
    """Return the folder that pyenv keeps everything in."""
    named = host.environ.get("PYENV_ROOT") or host.environ.get("PYENV")
    if named and Path(named).is_absolute():
        return Path(named)
    return host.home / ".pyenv" / ("pyenv-win" if host.is_windows else "")


def interpreter(folder: Path, name: str) -> Path | None:
    """Return the interpreter of one folder of ``versions``, unless it is a virtualenv."""
    # pyenv-virtualenv links its environments into the same folder.
    executable = folder / name if name.endswith(".exe") else folder / "bin" / name
    usable = is_program(executable) and not (folder / "pyvenv.cfg").is_file()
    return executable if usable else None


def selected(pyenv_root: Path, host: Host, folder: Path) -> Iterator[Path | None]:
    """Give the version folders that shims would try in ``folder``; None is ``system``.

    As in ``pyenv-which``: what is not installed is passed over, ``system`` comes last.
    """
    for name in _selected_names(pyenv_root, host, folder):
        if name == SYSTEM:
            yield None
        elif (version := _installed(pyenv_root, name)) is not None:
            yield version
    yield None


def _selected_names(pyenv_root: Path, host: Host, folder: Path) -> tuple[str, ...]:
    """Apply pyenv's order: PYENV_VERSION, nearest ``.python-version``, global file."""
    from_environment = host.environ.get("PYENV_VERSION")
    if from_environment:
        return tuple(from_environment.split(":"))
    local = (place / ".python-version" for place in (folder, *folder.parents))
    nearest = next((path for path in local if path.is_file()), pyenv_root / "version")
    return _parse_version_file(_text(nearest))


def _parse_version_file(text: str) -> tuple[str, ...]:
    """Read the first word of each line that is neither empty nor a comment."""
    words = (line.split()[0] for line in text.splitlines() if line.strip())
    return tuple(word for word in words if not word.startswith("#"))


def _installed(pyenv_root: Path, name: str) -> Path | None:
    """Find the folder that a name such as ``3.12.1``, ``3.12`` or ``python-3.12`` means."""
    names = [name for name in (name, name.removeprefix("python-")) if _is_safe(name)]
    for exact in names:
        if (pyenv_root / "versions" / exact).is_dir():
            return pyenv_root / "versions" / exact
    found = (_newest(pyenv_root, prefix) for prefix in names)
    return next((folder for folder in found if folder is not None), None)


def _newest(pyenv_root: Path, prefix: str) -> Path | None:
    """Find the newest installed version that a prefix means, as ``pyenv-latest`` does."""
    threading = "t" if re.fullmatch(r".*\d+t", prefix) else ""
    start = prefix.removesuffix("t") if threading else prefix
    matches = [
        folder
        for folder in _folders(pyenv_root)
        if folder.name.startswith((f"{start}.", f"{start}-"))
        and not _NOT_FOR_PREFIX.search(folder.name)
        and bool(re.search(r"\dt$", folder.name)) == bool(threading)
    ]
    return max(matches, key=_numbers, default=None)


def _numbers(folder: Path) -> tuple[int, ...]:
    return tuple(int(number) for number in re.findall(r"\d+", folder.name))


def _is_safe(name: str) -> bool:
    # CVE-2022-35861: a name with a path in it leads out of the versions folder.
    return bool(name) and "/" not in name and name not in (".", "..")


def _folders(pyenv_root: Path) -> list[Path]:
    try:
        return [path for path in (pyenv_root / "versions").iterdir() if path.is_dir()]
    except OSError:
        return []


def _text(path: Path) -> str:
    try:
        with path.open(encoding="utf-8", errors="replace") as file:
            return file.read(_LARGEST_VERSION_FILE)
    except OSError:
        return ""
