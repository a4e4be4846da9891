"""Where a prefix keeps things, per platform. Sources: CPython's ``site.py`` and ``getpath.py``."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import PurePath

    from venvlens.core.python_version import PythonVersion


def bin_folder(prefix: PurePath, platform: str) -> PurePath:
    """Return the folder of an environment's executables."""
    return prefix / ("Scripts" if platform == "win32" else "bin")


def executables(prefix: PurePath, platform: str) -> tuple[PurePath, ...]:
    """Return where an environment's interpreter may be, most usual first."""
    names = ("python.exe", "python3.exe") if platform == "win32" else ("python", "python3")
    return tuple(bin_folder(prefix, platform) / name for name in names)


def library(prefix: PurePath, version: PythonVersion, platform: str, lib: str = "lib") -> PurePath:
    """Return the folder of the standard library below an installation's prefix.

    ``lib`` is the build's ``sys.platlibdir``: ``lib64`` on Fedora and SUSE.
    """
    if platform == "win32":
        return prefix / "Lib"
    return prefix / lib / versioned_folder(version)


def versioned_folder(version: PythonVersion) -> str:
    """Return the name of a version's own folder below ``lib``."""
    return f"python{version.major}.{version.minor}{'t' * version.free_threaded}"


def site_folders(
    prefix: PurePath,
    version: PythonVersion,
    platform: str,
    lib: str = "lib",
    *,
    debian: bool = False,
    environment: bool = False,
) -> tuple[PurePath, ...]:
    """Return the folders for third-party modules below a prefix, in order.

    ``lib`` is the build's ``sys.platlibdir``, ``debian`` whether the base's ``site.py``
    carries Debian's patch, ``environment`` whether a virtual environment looks there: in one,
    the patch has ``site-packages`` too, also below the base's prefix.
    """
    if platform == "win32":
        return prefix, prefix / "Lib" / "site-packages"
    own = versioned_folder(version)
    if not debian:
        names = dict.fromkeys((lib, "lib"))
        return tuple(prefix / name / own / "site-packages" for name in names)
    patched = (
        prefix / "local" / "lib" / own / "dist-packages",
        prefix / "lib" / "python3" / "dist-packages",
        *(prefix / name / own / "dist-packages" for name in dict.fromkeys((lib, "lib"))),
    )
    return (prefix / "lib" / own / "site-packages", *patched) if environment else patched


def user_site(
    base: PurePath, version: PythonVersion, platform: str, framework: str = ""
) -> PurePath:
    """Return the user's site-packages below the user base (``~/.local`` on POSIX).

    ``framework`` is ``sys._framework`` of a build of macOS, empty for all others.
    """
    if platform == "win32":
        series = f"Python{version.major}{version.minor}{'t' * version.free_threaded}"
        return base / series / "site-packages"
    own = "python" if framework else versioned_folder(version)
    return base / "lib" / own / "site-packages"


def normalised(path: PurePath) -> PurePath:
    """Return a path without ``.`` and ``..``, as text: links are not followed."""
    parts: list[str] = []
    for part in path.parts:
        if part == ".." and len(parts) > 1:
            parts.pop()
        elif part not in (".", ".."):
            parts.append(part)
    return path.__class__(*parts)
