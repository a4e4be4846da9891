"""Endings of the extension modules that an interpreter loads, told by what it came with."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from venvlens.core.implementation import CPYTHON, GRAALPY, PYPY

if TYPE_CHECKING:
    from collections.abc import Iterable

    from venvlens.core.python_version import PythonVersion
    from venvlens.core.tree import Listing

# The digits are the series of Python; GraalPy's tags begin with the version of GraalPy.
_TAGS = {
    CPYTHON: r"(?:cpython-|cp)(?P<digits>\d+)[a-z]?[\w-]*",
    PYPY: r"pypy(?P<digits>\d+)-[\w-]+",
    GRAALPY: r"graalpy\d+-(?P<digits>\d+)-[\w-]+",
}
_TAGGED = {
    made: re.compile(rf"\.(?P<tag>{pattern})\.(?:so|pyd)") for made, pattern in _TAGS.items()
}
# Named by multiarch triplet in builds that have hardly any extension modules as files.
_BUILD_FACTS = re.compile(r"_sysconfigdata_(?P<flags>[a-z]?)_\w+?_(?P<triplet>[\w-]+)\.py")


def suffixes(
    libraries: Iterable[Listing],
    version: PythonVersion,
    platform: str,
    implementation: str = CPYTHON,
) -> tuple[str, ...]:
    """Return the endings in the interpreter's order; ``libraries`` is its standard library.

    PyPy loads what has its own tag and nothing else; one that came with no such file is
    not known to load any. Sources: PyPy's ``interp_imp.py``, GraalPy's
    ``ImpModuleBuiltins.java``.
    """
    windows = platform == "win32"
    end = ".pyd" if windows else ".so"
    tag = _tag(tuple(libraries), version, platform, implementation)
    tagged = (f".{tag}{end}",) if tag else ()
    if implementation == PYPY:
        return tagged
    if implementation == GRAALPY:
        return (*tagged, ".so", ".pyd")
    stable = () if windows or version.free_threaded else (".abi3.so",)
    return (*tagged, *stable, end)


def _tag(
    libraries: tuple[Listing, ...], version: PythonVersion, platform: str, implementation: str
) -> str | None:
    digits = f"{version.major}{version.minor}"
    pattern = _TAGGED.get(implementation, _TAGGED[CPYTHON])
    tags = {
        match["tag"]
        for listing in libraries
        for name in listing.files
        if (match := pattern.search(name)) and match["digits"] == digits
    }
    if tags or implementation != CPYTHON:
        return min(tags, default=None)
    if platform == "win32":
        return f"cp{digits}{'t' * version.free_threaded}-win_amd64"
    return _from_build_facts(libraries, version, platform)


def _from_build_facts(
    libraries: tuple[Listing, ...], version: PythonVersion, platform: str
) -> str | None:
    names = sorted(name for listing in libraries for name in listing.files)
    for name in names:
        if match := _BUILD_FACTS.fullmatch(name):
            flags = match["flags"] or "t" * version.free_threaded
            triplet = "darwin" if platform == "darwin" else match["triplet"]
            return f"cpython-{version.major}{version.minor}{flags}-{triplet}"
    return None
