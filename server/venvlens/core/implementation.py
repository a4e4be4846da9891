"""Which implementation of Python an interpreter is, told by the names of its files.

Sources: virtualenv and uv for ``pyvenv.cfg``, PyPy's ``pypy/module/sys/initpath.py`` and
``lib-python/3/site.py``, GraalPy's ``PythonContext.java``.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

CPYTHON = "cpython"
PYPY = "pypy"
GRAALPY = "graalpy"
"""As ``sys.implementation.name``."""

_WRITTEN = {
    "cpython": CPYTHON,
    "pypy": PYPY,
    "graalpy": GRAALPY,
    "graalpython": GRAALPY,
    "graalvm": GRAALPY,
}
_SHOWN = {CPYTHON: "Python", PYPY: "PyPy", GRAALPY: "GraalPy"}
_OF_PLATFORM = {CPYTHON: "CPython", PYPY: "PyPy", GRAALPY: "GraalVM"}
_EXECUTABLE = re.compile(r"(?P<stem>pypy|graalpy(?:thon)?)[\d.]*(?:-c)?(?:\.exe)?")
_EXACT = re.compile(r"python\d+\.\d+t?(?:\.exe)?")
_TAG = re.compile(r"\.(?P<stem>cpython-|cp|pypy|graalpy\d+-)(?P<series>3\d+)[\w-]*\.(?:so|pyd)$")
_CORE = re.compile(r"graalpy(?P<major>\d+)\.(?P<minor>\d+)")
_LIBRARY_OF_PYPY = re.compile(r"libpypy[\d.]*-c\.(?:so|dylib|dll)")


def written(text: str) -> str | None:
    """Read the value of ``implementation`` in a ``pyvenv.cfg``; GraalPy's is ``GraalVM``."""
    return _WRITTEN.get(text.strip().lower())


def in_name(executable: str) -> str | None:
    """Read ``pypy3.10`` or ``graalpy``; any of them may be called ``python``."""
    match = _EXECUTABLE.fullmatch(executable)
    return None if match is None else _WRITTEN[match["stem"]]


def is_exact(executable: str) -> bool:
    """Tell whether a file is called as CPython calls its own: ``python3.12``.

    Others make links of that name, which lead to a file that has theirs.
    """
    return _EXACT.fullmatch(executable) is not None


def of_environment(executables: Iterable[str], lib: Iterable[str]) -> str | None:
    """Tell by what an environment holds: each implementation puts its own name beside ``python``.

    ``executables`` and ``lib`` are the names in the two folders.
    """
    named = {found for name in executables if (found := in_name(name))}
    if len(named) == 1:
        return named.pop()
    return PYPY if any(name.startswith("pypy3.") for name in lib) else None


def of_installation(
    executable: str, beside: Iterable[str], top: Iterable[str], lib: Iterable[str]
) -> str:
    """Tell which one an installed interpreter is.

    ``executable`` is its name with all links followed; ``beside``, ``top`` and ``lib`` are the
    names in its folder, in its prefix and in the prefix's ``lib``. Several may share a prefix.
    """
    if named := in_name(executable):
        return named
    if is_exact(executable):
        return CPYTHON
    if graalpy_cores(top, lib):
        return GRAALPY
    if any(_LIBRARY_OF_PYPY.fullmatch(name) for name in beside) or "lib_pypy" in top:
        return PYPY
    versioned = [name for name in lib if re.fullmatch(r"(?:python|pypy)3\.\d+t?", name)]
    return PYPY if versioned and all(name[:4] == PYPY for name in versioned) else CPYTHON


def of_platform(implementation: str) -> str:
    """Return the name as ``platform.python_implementation()``."""
    return _OF_PLATFORM.get(implementation, implementation)


def graalpy_cores(top: Iterable[str], lib: Iterable[str]) -> tuple[str, ...]:
    """Return the folders of GraalPy's own library, relative to its prefix, newest first.

    ``lib/graalpy24.1`` counts GraalPy's own versions; before 23.1 and on Windows it is
    ``lib-graalpython``.
    """
    found = [(int(m["major"]), int(m["minor"])) for name in lib if (m := _CORE.fullmatch(name))]
    newer = tuple(f"lib/graalpy{major}.{minor}" for major, minor in sorted(found, reverse=True))
    return newer + (("lib-graalpython",) if "lib-graalpython" in top else ())


def in_tag(file: str) -> tuple[str, str] | None:
    """Read implementation and series from an extension module's name: ``x.cp39-win_amd64.pyd``.

    None for a tag that names no series, such as ``abi3``.
    """
    match = _TAG.search(file)
    if match is None:
        return None
    stem, digits = match["stem"], match["series"]
    made = CPYTHON if stem.startswith("cp") else _WRITTEN[stem.rstrip("-0123456789")]
    return made, f"{digits[0]}.{digits[1:]}"


def shown(implementation: str) -> str:
    """Return the name that messages use: CPython is just ``Python``."""
    return _SHOWN.get(implementation, implementation)
