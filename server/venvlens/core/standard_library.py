"""What an interpreter has of its standard library without a file, by its implementation.

What the tables do not tell of an implementation is named too: of such a module it is not
known whether it is there, unless a folder has it.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from venvlens.core import stdlib, stdlib_tables_pypy
from venvlens.core.implementation import GRAALPY, PYPY

if TYPE_CHECKING:
    from venvlens.core.search_path import Target
    from venvlens.core.stdlib import Series

# Before 3.11 these are not frozen, but start-up imports them before any path of the user's counts.
_LOADED_AT_START_UP = frozenset(
    {"encodings", "codecs", "io", "abc", "site", "os", "stat"}
    | {"genericpath", "_collections_abc", "_sitebuiltins"}
)

# Classes of GraalPy's builtins.modules that each of its releases since 22 has.
_BUILT_INTO_GRAALPY = frozenset(
    {"_codecs", "_collections", "_functools", "_imp", "_io", "_locale", "_operator", "_signal"}
    | {"_socket", "_sre", "_string", "_struct", "_thread", "_warnings", "_weakref", "array"}
    | {"atexit", "binascii", "builtins", "cmath", "errno", "faulthandler", "gc", "itertools"}
    | {"marshal", "math", "select", "sys", "time", "unicodedata"}
)
# "java" finds any class of the Java that it runs on.
_ONLY_IN_GRAALPY = frozenset(
    {"java", "jarray", "polyglot", "_polyglot", "__graalpython__", "_interop_behavior"}
    | {"_frozen_importlib", "_sysconfig", "_cpython_sre", "_hpy_universal", "_hpy_debug"}
)


@dataclass(frozen=True, slots=True)
class StandardLibrary:
    """The modules of one interpreter that no search path finds, or nothing on one can hide."""

    names: frozenset[str]
    """The top-level modules, those of other platforms too."""
    builtin: frozenset[str]
    """Compiled into every build: no file can shadow them."""
    frozen: frozenset[str]
    loaded: frozenset[str]
    """Imported at start-up from their files, before any path of the user's counts."""
    aliases: frozenset[str]
    """Importable though nothing holds them: importing their parent makes them."""
    doubtful: frozenset[str]
    """Of these it is not known whether they are there, unless a folder has them."""


def of(target: Target) -> StandardLibrary:
    """Return what is known of an interpreter's standard library."""
    make = {PYPY: _of_pypy, GRAALPY: _of_graalpy}.get(target.implementation, _of_cpython)
    return make(target.version.series, target.platform)


@cache
def _of_cpython(series: Series, platform: str) -> StandardLibrary:
    return StandardLibrary(
        stdlib.names(series),
        stdlib.always_builtin(series, platform),
        stdlib.frozen(series),
        _LOADED_AT_START_UP,
        stdlib.aliases(series),
        frozenset(),
    )


@cache
def _of_pypy(series: Series, platform: str) -> StandardLibrary:
    tables = stdlib_tables_pypy
    nearest = min(max(series, tables.OLDEST), tables.NEWEST)
    builtin, aliases, loaded, own = (
        stdlib.members(table, nearest)
        for table in (tables.BUILTINS, tables.ALIASES, tables.LOADED, tables.NAMES)
    )
    frozen = frozenset({"_frozen_importlib", "_frozen_importlib_external"})
    names = own | stdlib.names(series)
    if series == nearest and platform == "linux":
        return StandardLibrary(names, builtin, frozen, loaded, aliases, frozenset())
    # The tables are of another PyPy: what CPython has got or lost since, it may have too.
    sure = frozenset(name for name in builtin if _is_everywhere(name, series, nearest))
    usual = stdlib.aliases(series)
    known_aliases = frozenset(
        name for name in aliases if name in usual or name.partition(".")[0] in sure
    )
    doubtful = builtin | aliases | usual | loaded | _in_c(series, platform)
    return StandardLibrary(
        names, sure, frozen, loaded, known_aliases, doubtful - sure - known_aliases - frozen
    )


def _is_everywhere(name: str, series: Series, known: Series) -> bool:
    """Tell whether what one PyPy has built in is no matter of its series or its platform."""
    if stdlib.platform_only(name):
        return False
    return name not in stdlib.names(known) or name in stdlib.names(series)


@cache
def _of_graalpy(series: Series, platform: str) -> StandardLibrary:
    system = "nt" if platform == "win32" else "posix"
    builtin = _BUILT_INTO_GRAALPY | {system}
    aliases = frozenset({"__main__", "os.path"})
    names = stdlib.names(series)
    doubtful = names | stdlib.aliases(series) | stdlib.frozen(series) | _in_c(series, platform)
    return StandardLibrary(
        names,
        builtin,
        frozenset(),
        _LOADED_AT_START_UP,
        aliases,
        (doubtful | _ONLY_IN_GRAALPY) - builtin - aliases,
    )


def _in_c(series: Series, platform: str) -> frozenset[str]:
    """Return the modules that CPython has in C, so that another may have them compiled in."""
    return stdlib.builtins(series, platform) | stdlib.extensions(series) | stdlib.frozen(series)
