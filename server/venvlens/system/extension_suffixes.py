"""Endings of the extension modules that an interpreter loads, told by what it came with."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from venvlens.core.python_version import PythonVersion
    from venvlens.core.tree import Listing

_TAGGED = re.compile(
    r"\.(?P<tag>(?:cpython-|cp|pypy|graalpy)(?P<digits>\d+)[a-z]?[\w-]*)\.(?:so|pyd)"
)
# Named by multiarch triplet in builds that have hardly any extension modules as files.
_BUILD_FACTS = re.compile(r"_sysconfigdata_(?P<flags>[a-z]?)_\w+?_(?P<triplet>[\w-]+)\.py")


def suffixes(
    libraries: Iterable[Listing], version: PythonVersion, platform: str
) -> tuple[str, ...]:
    """Return the endings in the interpreter's order; ``libraries`` is its standard library."""
    windows = platform == "win32"
    end = ".pyd" if windows else ".so"
    stable = () if windows or version.free_threaded else (".abi3.so",)
    tag = _tag(tuple(libraries), version, platform)
    return (*((f".{tag}{end}",) if tag else ()), *stable, end)


def _tag(libraries: tuple[Listing, ...], version: PythonVersion, platform: str) -> str | None:
    digits = f"{version.major}{version.minor}"
    tags = {
        match["tag"]
        for listing in libraries
        for name in listing.files
        if (match := _TAGGED.search(name)) and _belongs(match["tag"], match["digits"], digits)
    }
    if tags:
        return min(tags)
    if platform == "win32":
        return f"cp{digits}{'t' * version.free_threaded}-win_amd64"
    return _from_build_facts(libraries, version, platform)


def _belongs(tag: str, found: str, digits: str) -> bool:
    """Tell whether a tag is of this series; PyPy counts its own versions: ``pypy310-pp73``."""
    return found == digits or (not tag.startswith("cp") and found.startswith(digits))


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
