"""Where a prefix keeps things, per platform and implementation.

Sources: ``site.py`` and ``getpath.py`` of CPython; ``site.py`` and ``initpath.py`` of PyPy;
``PythonContext.java`` and ``venv`` of GraalPy.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from venvlens.core.implementation import CPYTHON, GRAALPY, PYPY

if TYPE_CHECKING:
    from pathlib import PurePath

    from venvlens.core.python_version import PythonVersion


def bin_folder(prefix: PurePath, platform: str) -> PurePath:
    """Return the folder of an environment's executables."""
    return prefix / ("Scripts" if platform == "win32" else "bin")


def executables(
    prefix: PurePath, platform: str, implementation: str = CPYTHON
) -> tuple[PurePath, ...]:
    """Return where an environment's interpreter may be, most usual first."""
    own = {PYPY: ("pypy3", "pypy"), GRAALPY: ("graalpy",)}.get(implementation, ())
    end = ".exe" if platform == "win32" else ""
    names = ("python", "python3", *own)
    return tuple(bin_folder(prefix, platform) / f"{name}{end}" for name in names)


def library(
    prefix: PurePath,
    version: PythonVersion,
    platform: str,
    lib: str = "lib",
    implementation: str = CPYTHON,
) -> PurePath:
    """Return the folder of the standard library below an installation's prefix.

    ``lib`` is the build's ``sys.platlibdir``: ``lib64`` on Fedora and SUSE.
    """
    if (implementation, version.series) in _BEFORE_USUAL_FOLDERS:
        return prefix / "lib-python" / "3"
    if platform == "win32":
        return prefix / "Lib"
    return prefix / lib / versioned_folder(version, implementation)


# PyPy took CPython's layout with the series 3.8, GraalPy with 3.10.
_BEFORE_USUAL_FOLDERS = frozenset(
    {(PYPY, (3, minor)) for minor in range(8)} | {(GRAALPY, (3, minor)) for minor in range(10)}
)


def versioned_folder(version: PythonVersion, implementation: str = CPYTHON) -> str:
    """Return the name of a version's own folder below ``lib``; GraalPy's is CPython's."""
    stem = "pypy" if implementation == PYPY else "python"
    return f"{stem}{version.major}.{version.minor}{'t' * version.free_threaded}"


def other_library(
    prefix: PurePath, version: PythonVersion, platform: str, lib: str, implementation: str
) -> tuple[PurePath, ...]:
    """Return the entries of the standard library of PyPy or GraalPy; getpath has CPython's.

    GraalPy's own modules are behind them, in a folder that counts GraalPy's versions.
    """
    own = library(prefix, version, platform, lib, implementation)
    if implementation == PYPY and version.series < (3, 8):
        return prefix / "lib_pypy", own
    return (own,)


def site_folders(
    prefix: PurePath,
    version: PythonVersion,
    platform: str,
    lib: str = "lib",
    *,
    debian: bool = False,
    environment: bool = False,
    implementation: str = CPYTHON,
) -> tuple[PurePath, ...]:
    """Return the folders for third-party modules below a prefix, in order.

    ``lib`` is the build's ``sys.platlibdir``, ``debian`` whether the base's ``site.py``
    carries Debian's patch, ``environment`` whether a virtual environment looks there: in one,
    the patch has ``site-packages`` too, also below the base's prefix.
    """
    if implementation == PYPY and version.series < (3, 8):
        return (prefix / "site-packages",)
    if platform == "win32":
        return prefix, prefix / "Lib" / "site-packages"
    own = versioned_folder(version, implementation)
    if not debian:
        names = dict.fromkeys((lib, "lib"))
        return tuple(prefix / name / own / "site-packages" for name in names)
    # PyPy shares CPython's packages, and has none in a folder of its own.
    last = dict.fromkeys((lib, "lib")) if implementation == CPYTHON else ()
    patched = (
        prefix / "local" / "lib" / own / "dist-packages",
        prefix / "lib" / "python3" / "dist-packages",
        *(prefix / name / own / "dist-packages" for name in last),
    )
    return (prefix / "lib" / own / "site-packages", *patched) if environment else patched


def user_site(
    base: PurePath,
    version: PythonVersion,
    platform: str,
    *,
    framework: str = "",
    implementation: str = CPYTHON,
) -> PurePath:
    """Return the user's site-packages below the user base (``~/.local`` on POSIX).

    ``framework`` is ``sys._framework`` of a build of macOS, empty for all others.
    """
    if platform == "win32":
        threads = "t" * version.free_threaded
        series = f"{user_folder(implementation)}{version.major}{version.minor}{threads}"
        return base / series / "site-packages"
    own = "python" if framework else versioned_folder(version, implementation)
    return base / "lib" / own / "site-packages"


def user_folder(implementation: str) -> str:
    """Return the folder below ``%APPDATA%`` that is the user base on Windows."""
    return "PyPy" if implementation == PYPY else "Python"


def normalised(path: PurePath) -> PurePath:
    """Return a path without ``..``, as text: links are not followed."""
    if ".." not in path.parts:
        return path  # a path never keeps single dots
    parts: list[str] = []
    for part in path.parts:
        if part != "..":
            parts.append(part)
        elif len(parts) > 1:
            parts.pop()
    return path.__class__(*parts)
