"""The version of a base interpreter, read from its files: nothing is started."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from venvlens.core.implementation import PYPY
from venvlens.core.python_version import PythonVersion, parse
from venvlens.system.interpreter_files import implementation_of, usual_prefix

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import PurePath

    from venvlens.core.machine import Machine

_EXECUTABLE_NAME = re.compile(r"(?:python|pypy|graalpy)(?P<version>3\.\d+t?|2\.7)(?:\.exe)?")
_LIBRARY_FOLDER = re.compile(r"(?P<stem>python|pypy)(?P<version>\d+\.\d+t?)")
_DLL = re.compile(r"python(?P<major>\d)(?P<minor>\d+t?)\.dll", re.IGNORECASE)
_PY_VERSION = re.compile(r'^#define\s+PY_VERSION\s+"(?P<version>[^"]+)"', re.MULTILINE)
_CONDA_RECORD = re.compile(r"python-(?P<version>\d+\.\d+\.\d+(?:(?:a|b|rc)\d+)?)-[^-]+\.json")
# "3.12.1" (pyenv, asdf), "3.12.1_1" (Homebrew), "3.14.0rc2",
# "cpython-3.13.0+freethreaded-linux-x86_64-gnu" (uv).
# pyenv's "graalpy-24.1.1" and "pypy3.10-7.3.15" count the versions of the implementation.
_INSTALLATION_FOLDER = re.compile(
    r"(?:cpython-|(?:pypy|graalpy)-(?=3\.))?(?P<version>\d+\.\d+\.\d+(?:(?:a|b|rc)\d+)?t?)(?:[-+_].*)?"
)
_LEVELS = {"alpha": "a", "beta": "b", "candidate": "rc"}


@dataclass(frozen=True, slots=True)
class _Installation:
    """An interpreter's place on the disk."""

    executable: PurePath
    """With all links followed."""
    prefix: PurePath
    named: PythonVersion | None
    """The series that the executable's name or the library folder tells."""
    implementation: str
    machine: Machine

    def text(self, path: PurePath) -> str:
        """Return a file's text, empty if it cannot be read."""
        return self.machine.files.text(path) or ""


def read_version(executable: PurePath, machine: Machine) -> PythonVersion | None:
    """Read the version of a base interpreter from the files around it.

    The most exact source comes first. A source that contradicts the name of the
    executable belongs to another interpreter in the same prefix and is passed over.
    """
    resolved = machine.files.resolved(executable)
    prefix = usual_prefix(resolved)
    made = implementation_of(resolved, machine)
    named = series_in_name(resolved.name) or _only_series(prefix, made, machine)
    installation = _Installation(resolved, prefix, named, made, machine)
    for read in (_build_details, _headers, _conda_record, _folder_name, _binaries):
        version = read(installation)
        if version is not None and (named is None or version.series == named.series):
            return version
    return named


def series_in_name(name: str) -> PythonVersion | None:
    """Read ``python3.12``, ``python3.13t`` or ``pypy3.10``; ``python3`` tells nothing."""
    match = _EXECUTABLE_NAME.fullmatch(name)
    return None if match is None else parse(match["version"])


def _only_series(prefix: PurePath, made: str, machine: Machine) -> PythonVersion | None:
    """Read the series from the library folder, or the DLL of Windows, if there is just one."""
    stem = PYPY if made == PYPY else "python"
    found = [_LIBRARY_FOLDER.fullmatch(name) for name in machine.names(prefix / "lib")]
    versions = {match["version"] for match in found if match and match["stem"] == stem}
    dlls = [_DLL.fullmatch(name) for name in machine.names(prefix)]
    versions |= {f"{match['major']}.{match['minor']}" for match in dlls if match is not None}
    return parse(versions.pop()) if len(versions) == 1 else None


def _build_details(installation: _Installation) -> PythonVersion | None:
    """Read ``build-details.json`` (PEP 739, CPython 3.14 and newer)."""
    folders = [installation.prefix / "Lib"]
    if installation.named is not None:
        tag = f"python{_folder_tag(installation.named)}"
        folders = [installation.prefix / lib / tag for lib in ("lib", "lib64")]
    for folder in folders:
        version = _parse_build_details(installation.text(folder / "build-details.json"))
        if version is not None:
            return version
    return None


def _parse_build_details(text: str) -> PythonVersion | None:
    try:
        details: Any = json.loads(text)
        if not str(details["schema_version"]).startswith("1."):
            return None
        info = details["language"].get("version_info") or details["implementation"]["version"]
        flags = details.get("abi", {}).get("flags", ())
        return PythonVersion(
            int(info["major"]),
            int(info["minor"]),
            int(info["micro"]),
            _prerelease(info["releaselevel"], info["serial"]),
            "t" in flags,
        )
    except (ValueError, TypeError, KeyError, AttributeError):  # not what PEP 739 describes
        return None


def _prerelease(level: str, serial: int) -> str:
    return f"{_LEVELS[level]}{serial}" if level in _LEVELS else ""


def _headers(installation: _Installation) -> PythonVersion | None:
    """Read ``PY_VERSION`` in ``patchlevel.h``."""
    include = installation.prefix / "include"
    # On Windows, of PyPy before 3.10, where it was compiled, and in frameworks of macOS
    folders = [include, installation.prefix / "Include", installation.prefix / "Headers"]
    if installation.named is not None:
        series = "{}.{}".format(*installation.named.series)
        tags = (f"python{_folder_tag(installation.named)}", f"python{series}m", f"pypy{series}")
        folders = [include / tag for tag in tags] + folders
    for folder in folders:
        match = _PY_VERSION.search(installation.text(folder / "patchlevel.h"))
        if match is not None:
            return _with_threading_of(installation, parse(match["version"]))
    return None


def _conda_record(installation: _Installation) -> PythonVersion | None:
    """Read the file name of conda's record of the distribution ``python``."""
    for name in sorted(installation.machine.names(installation.prefix / "conda-meta")):
        match = _CONDA_RECORD.fullmatch(name)
        if match is not None:
            return _with_threading_of(installation, parse(match["version"]))
    return None


def _folder_name(installation: _Installation) -> PythonVersion | None:
    """Read the name of the folder, which pyenv, asdf and uv choose by version."""
    match = _INSTALLATION_FOLDER.fullmatch(installation.prefix.name)
    version = None if match is None else parse(match["version"])
    if version is not None and "+freethreaded" in installation.prefix.name:
        return replace(version, free_threaded=True)
    return version


def _binaries(installation: _Installation) -> PythonVersion | None:
    """Read the literal ``PY_VERSION`` in the executable or in its shared library.

    Distributions put the headers into a package of their own, so this is the only
    source of the third number for most ``/usr/bin/python3``.
    """
    if installation.named is None:
        return None
    for path in _with_code(installation, installation.named):
        series = "{}.{}".format(*installation.named.series)
        literal = installation.machine.files.version_in(path, series)
        if literal is not None:
            return _with_threading_of(installation, parse(literal))
    return None


def _with_code(installation: _Installation, named: PythonVersion) -> Iterator[PurePath]:
    tag = _folder_tag(named)
    yield installation.executable
    if installation.implementation == PYPY:
        yield from _libraries_of_pypy(installation, tag)
        return
    for lib in ("lib", "lib64"):
        yield installation.prefix / lib / f"libpython{tag}.so.1.0"
    yield installation.prefix / "lib" / f"libpython{tag}.dylib"
    yield installation.prefix / "Python"  # the library of a macOS framework
    yield installation.executable.parent / f"python{tag.replace('.', '')}.dll"


def _libraries_of_pypy(installation: _Installation, tag: str) -> Iterator[PurePath]:
    """Yield where PyPy's library may be: beside the executable, or where Debian has libraries."""
    lib = installation.prefix / "lib"
    multiarch = [
        lib / name
        for name in installation.machine.names(lib)
        if name.endswith(("-linux-gnu", "-gnueabihf"))
    ]
    for folder in (installation.executable.parent, lib, *multiarch):
        for end in (".so", ".dylib", ".dll"):
            yield folder / f"libpypy{tag}-c{end}"


def _with_threading_of(
    installation: _Installation, version: PythonVersion | None
) -> PythonVersion | None:
    if version is None or installation.named is None:
        return version
    return replace(version, free_threaded=installation.named.free_threaded)


def _folder_tag(version: PythonVersion) -> str:
    """Return how folders and libraries of a series are named: ``3.12``, ``3.13t``."""
    return f"{version.major}.{version.minor}{'t' * version.free_threaded}"
