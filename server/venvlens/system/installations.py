"""The installation that an executable starts in: getpath, asked of the files of a machine."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from venvlens.core import getpath, implementation, layout
from venvlens.core.getpath_origin import home, parent
from venvlens.core.implementation import CPYTHON, GRAALPY
from venvlens.core.installation import Build, Layout, Start
from venvlens.core.python_version import PythonVersion

if TYPE_CHECKING:
    from pathlib import PurePath

    from venvlens.core.environment import Environment
    from venvlens.core.machine import Files, Machine

NEWEST_KNOWN = PythonVersion(3, 13)
"""What an environment is taken for whose files do not tell its version."""
_PREFIX_IN_MAKEFILE = re.compile(r"^prefix=[ \t]*(?P<prefix>/\S*)[ \t]*$", re.MULTILINE)
_LIBRARIES = ("lib", "lib64")
"""Values of ``sys.platlibdir``; Fedora and SUSE have the second."""


def of(environment: Environment, machine: Machine) -> Layout:
    """Return the installation whose library an environment uses."""
    made = environment.implementation
    usual = layout.executables(environment.prefix, machine.platform, made)[0]
    executable = environment.executable or usual
    version = environment.version or NEWEST_KNOWN
    found = at(executable, version, machine, environment.base_prefix, made)
    base = environment.base_executable
    if made == CPYTHON and base and found.prefix == environment.prefix != environment.base_prefix:
        # What virtualenv before 20 makes holds a part of the library; its site.py adds the base's.
        return at(base, version, machine, environment.base_prefix, made)
    return found


def at(
    executable: PurePath,
    version: PythonVersion,
    machine: Machine,
    configured: PurePath | None = None,
    made: str = CPYTHON,
) -> Layout:
    """Return the installation that an executable starts in, existing or not.

    Where an interpreter was configured to be is compiled into it and counts where getpath finds
    no library. We take ``configured`` for that, or else where the base's own links lead to.
    """
    files = machine.files
    if made != CPYTHON:
        prefix = configured or _usual_prefix(files.resolved(executable), files)
        return _of_other(executable, prefix, version, machine, made)
    asked = _Asked(executable, version, machine.platform, files)
    first = asked.nearest(configured or _usual_prefix(files.real(executable), files))
    if first.found:
        return first
    for program in (first.running, files.resolved(first.running)):
        folder = parent(program)
        nearer = folder and above(folder, version, machine)
        if nearer is not None:
            return asked.nearest(nearer)
    return first


def above(
    folder: PurePath, version: PythonVersion, machine: Machine, made: str = CPYTHON
) -> PurePath | None:
    """Return the first folder from one upward that has a standard library."""
    platform = machine.platform
    libraries = (layout.library(folder, version, platform, lib, made) for lib in _LIBRARIES)
    below = [library.relative_to(folder) for library in libraries]
    landmarks = [f"{library}/{name}" for library in below for name in ("os.py", "os.pyc")]
    return getpath.above(folder, landmarks, machine.files.is_file)


def _of_other(
    executable: PurePath, usual: PurePath, version: PythonVersion, machine: Machine, made: str
) -> Layout:
    """Return the layout of PyPy or GraalPy: the library above the executable, or the usual one."""
    platform, files = machine.platform, machine.files
    running = files.real(executable)
    starts = (running.parent, files.resolved(executable).parent, usual)
    searched = (above(start, version, machine, made) for start in starts)
    found = next((prefix for prefix in searched if prefix), None)
    prefix = found or usual
    libraries = {lib: layout.library(prefix, version, platform, lib, made) for lib in _LIBRARIES}
    lib = next((lib for lib, folder in libraries.items() if files.exists(folder)), "lib")
    entries = layout.other_library(prefix, version, platform, lib, made)
    if made == GRAALPY:
        entries += _graalpy_modules(prefix, machine)
    library, is_found = libraries[lib], found is not None
    return Layout(prefix, prefix, None, running, library, entries, None, is_found, lib)


def _graalpy_modules(prefix: PurePath, machine: Machine) -> tuple[PurePath, ...]:
    """Return the folder with GraalPy's own modules, of the newest GraalPy that is there."""
    names = machine.names(prefix), machine.names(prefix / "lib")
    return tuple(prefix / core / "modules" for core in implementation.graalpy_cores(*names)[:1])


def _usual_prefix(executable: PurePath, files: Files) -> PurePath:
    folder = executable.parent
    if files.is_file(folder / "pybuilddir.txt"):
        # It runs where it was compiled; its site-packages are where it is to be installed.
        written = _PREFIX_IN_MAKEFILE.search(files.text(folder / "Makefile") or "")
        return folder.__class__(written["prefix"] if written else "/usr/local")
    return folder.parent if folder.name in ("bin", "sbin", "Scripts") else folder


@dataclass(frozen=True, slots=True)
class _Asked:
    """One interpreter, of which files do not tell how it was built."""

    executable: PurePath
    version: PythonVersion
    platform: str
    files: Files

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
        return getpath.layout(start, build, self.files)

    def _start(self, base: PurePath, framework: PurePath | None, name: str) -> Start:
        if framework is not None:
            # What is in bin starts the interpreter in the application bundle and tells it its
            # own name, in a folder without links.
            app = framework / "Resources/Python.app/Contents/MacOS" / name
            folder = self.files.resolved(self.executable.parent)
            return Start(app, app, folder / self.executable.name, framework / name)
        if self.platform == "win32":
            launcher = None if base == self.executable else self.executable
            return Start(base, base, launcher, self._dll(base))
        return Start(self.executable)

    def _base(self, prefix: PurePath) -> PurePath:
        """Return what is started in the end: a launcher of Windows starts what is in ``home``."""
        build = Build(self.platform, self.version, prefix)
        found = home(self.executable, build, self.files)
        if found is not None and found[1]:
            return self.executable.__class__(found[1]) / self.executable.name
        return self.executable

    def _dll(self, base: PurePath) -> PurePath | None:
        version = self.version
        name = f"python{version.major}{version.minor}{'t' * version.free_threaded}.dll"
        path = self.files.real(base).parent / name
        return path if self.files.is_file(path) else None

    def _framework(self, base: PurePath) -> PurePath | None:
        """Return the folder of the version in the framework that an executable belongs to."""
        for start in (base, self.executable):
            for folder in self.files.resolved(start).parents:
                if folder.parent.name == "Versions" and folder.parents[1].suffix == ".framework":
                    return folder
        return None
