"""The installation that an executable on the disk starts in: getpath, asked of real files."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from venvlens.core import getpath, implementation, layout
from venvlens.core.getpath_origin import home, parent
from venvlens.core.implementation import CPYTHON, GRAALPY
from venvlens.core.installation import Build, Layout, Start
from venvlens.core.python_version import PythonVersion

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import PurePath

    from venvlens.core.environment import Environment
    from venvlens.system.disk import Looks

NEWEST_KNOWN = PythonVersion(3, 13)
"""What an environment is taken for whose files do not tell its version."""
_MOST_LINKS = 40
"""Links in a row that a kernel follows."""
_PREFIX_IN_MAKEFILE = re.compile(r"^prefix=[ \t]*(?P<prefix>/\S*)[ \t]*$", re.MULTILINE)
_LIBRARIES = ("lib", "lib64")
"""Values of ``sys.platlibdir``; Fedora and SUSE have the second."""


def of(environment: Environment, platform: str, looks: Looks) -> Layout:
    """Return the installation whose library an environment uses."""
    made = environment.implementation
    usual = layout.executables(environment.prefix, platform, made)[0]
    executable = environment.executable or usual
    version = environment.version or NEWEST_KNOWN
    return at(executable, version, platform, looks, environment.base_prefix, made)


def at(
    executable: PurePath,
    version: PythonVersion,
    platform: str,
    looks: Looks,
    configured: PurePath | None = None,
    made: str = CPYTHON,
) -> Layout:
    """Return the installation that an executable starts in, existing or not.

    Where an interpreter was configured to be is compiled into it and counts where getpath finds
    no library. We take ``configured`` for that, or else where the base's own links lead to.
    """
    machine = _Files(looks, platform)
    if made != CPYTHON:
        prefix = configured or _usual_prefix(machine.resolved(executable), machine)
        return _of_other(executable, prefix, version, machine, made)
    asked = _Asked(executable, version, platform, machine)
    first = asked.nearest(configured or _usual_prefix(machine.real(executable), machine))
    if first.found:
        return first
    for program in (first.running, machine.resolved(first.running)):
        folder = parent(program)
        nearer = folder and above(folder, version, platform, looks)
        if nearer is not None:
            return asked.nearest(nearer)
    return first


def above(
    folder: PurePath,
    version: PythonVersion,
    platform: str,
    looks: Looks,
    made: str = CPYTHON,
) -> PurePath | None:
    """Return the first folder from one upward that has a standard library."""
    libraries = (layout.library(folder, version, platform, lib, made) for lib in _LIBRARIES)
    below = [library.relative_to(folder) for library in libraries]
    landmarks = [f"{library}/{name}" for library in below for name in ("os.py", "os.pyc")]
    return getpath.above(folder, landmarks, _Files(looks, platform).is_file)


def _of_other(
    executable: PurePath, usual: PurePath, version: PythonVersion, machine: _Files, made: str
) -> Layout:
    """Return the layout of PyPy or GraalPy: the library above the executable, or the usual one."""
    platform, looks = machine.platform, machine.looks
    running = machine.real(executable)
    starts = (running.parent, machine.resolved(executable).parent, usual)
    searched = (above(start, version, platform, looks, made) for start in starts)
    found = next((prefix for prefix in searched if prefix), None)
    prefix = found or usual
    libraries = {lib: layout.library(prefix, version, platform, lib, made) for lib in _LIBRARIES}
    lib = next((lib for lib, folder in libraries.items() if looks.exists(folder)), "lib")
    entries = layout.other_library(prefix, version, platform, lib, made)
    if made == GRAALPY:
        entries += _graalpy_modules(prefix, looks)
    library, is_found = libraries[lib], found is not None
    return Layout(prefix, prefix, None, running, library, entries, None, is_found, lib)


def _graalpy_modules(prefix: PurePath, looks: Looks) -> tuple[PurePath, ...]:
    """Return the folder with GraalPy's own modules, of the newest GraalPy that is there."""
    listings = (looks.listing(prefix), looks.listing(prefix / "lib"))
    names = (listing.folders if listing else () for listing in listings)
    return tuple(prefix / core / "modules" for core in implementation.graalpy_cores(*names)[:1])


def followed(path: PurePath) -> Iterator[PurePath]:
    """Yield a path and what it leads to, link by link; folders on the way stay as written."""
    for _ in range(_MOST_LINKS):
        yield path
        try:
            target = os.readlink(path)  # noqa: PTH115 - a PurePath cannot ask
        except (OSError, ValueError):
            return
        path = layout.normalised(path.parent / target)


def _usual_prefix(executable: PurePath, machine: _Files) -> PurePath:
    folder = executable.parent
    if machine.is_file(folder / "pybuilddir.txt"):
        # It runs where it was compiled; its site-packages are where it is to be installed.
        written = _PREFIX_IN_MAKEFILE.search(machine.text(folder / "Makefile") or "")
        return folder.__class__(written["prefix"] if written else "/usr/local")
    return folder.parent if folder.name in ("bin", "sbin", "Scripts") else folder


@dataclass(frozen=True, slots=True)
class _Files:
    """The disk as getpath asks it: :class:`~venvlens.core.installation.Machine`."""

    looks: Looks
    platform: str

    def is_file(self, path: PurePath) -> bool:
        return self._exists(path) and not self.looks.is_folder(path)

    def is_folder(self, path: PurePath) -> bool:
        return path.is_absolute() and self.looks.is_folder(path)

    def text(self, path: PurePath) -> str | None:
        return self.looks.text(path) if self._exists(path) else None

    def real(self, path: PurePath) -> PurePath:
        if self.platform == "win32":
            return self.resolved(path)
        self._exists(path)  # noted, so that what is derived is made anew when it changes
        if not path.is_absolute():
            return path
        *_, last = followed(path)
        return last

    def resolved(self, path: PurePath) -> PurePath:
        """Follow all links, those of folders too."""
        self._exists(path)
        try:
            return path.__class__(os.path.realpath(path)) if path.is_absolute() else path
        except (OSError, ValueError):
            return path

    def _exists(self, path: PurePath) -> bool:
        # A relative path would be looked for where this process happens to run.
        return path.is_absolute() and self.looks.exists(path)


@dataclass(frozen=True, slots=True)
class _Asked:
    """One interpreter, of which files do not tell how it was built."""

    executable: PurePath
    version: PythonVersion
    platform: str
    machine: _Files

    def nearest(self, prefix: PurePath) -> Layout:
        """Return the layout of the build whose library is there, ``lib`` before ``lib64``."""
        first = self._with(prefix, _LIBRARIES[0])
        if first.found or self.platform == "win32":
            return first
        second = self._with(prefix, _LIBRARIES[1])
        return second if second.found else first

    def _with(self, prefix: PurePath, lib: str) -> Layout:
        base = self._base(prefix)
        framework = self._framework(base) if self.platform == "darwin" else None
        build = Build(
            self.platform,
            self.version,
            prefix,
            lib=lib,
            framework=framework.parents[1].stem if framework else "",
            sources="../.." if self.platform == "win32" else "",
        )
        start = self._start(base, framework, build.framework)
        return getpath.layout(start, build, self.machine)

    def _start(self, base: PurePath, framework: PurePath | None, name: str) -> Start:
        if framework is not None:
            # What is in bin starts the interpreter in the application bundle and tells it its
            # own name, in a folder without links.
            app = framework / "Resources/Python.app/Contents/MacOS" / name
            folder = self.machine.resolved(self.executable.parent)
            return Start(app, app, folder / self.executable.name, framework / name)
        if self.platform == "win32":
            launcher = None if base == self.executable else self.executable
            return Start(base, base, launcher, self._dll(base))
        return Start(self.executable)

    def _base(self, prefix: PurePath) -> PurePath:
        """Return what is started in the end: a launcher of Windows starts what is in ``home``."""
        build = Build(self.platform, self.version, prefix)
        found = home(self.executable, build, self.machine)
        if found is not None and found[1]:
            return self.executable.__class__(found[1]) / self.executable.name
        return self.executable

    def _dll(self, base: PurePath) -> PurePath | None:
        version = self.version
        name = f"python{version.major}{version.minor}{'t' * version.free_threaded}.dll"
        path = self.machine.real(base).parent / name
        return path if self.machine.is_file(path) else None

    def _framework(self, base: PurePath) -> PurePath | None:
        """Return the folder of the version in the framework that an executable belongs to."""
        for start in (base, self.executable):
            for folder in self.machine.resolved(start).parents:
                if folder.parent.name == "Versions" and folder.parents[1].suffix == ".framework":
                    return folder
        return None
