"""What the standard library has, by series: modules without a file, names, history.

The folder of an interpreter tells best which modules it has. This is for what no
folder tells: what is compiled in, what came or went, what other platforms have. A
series older or newer than the tables is taken for the oldest or newest in them.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from venvlens.core import stdlib_tables

Series = tuple[int, int]

# Names that sys.stdlib_module_names has on each platform, and that cannot be imported on each.
# Sources: PC/config.c, the survey in python/cpython#24238, and "Availability" in the library
# reference. Some, like "tty", have a file everywhere that fails when it is imported.
_PLATFORMS = {
    "Windows": "_msi _overlapped _winapi _wmi msilib msvcrt nt winreg winsound",
    "Unix": "_crypt _curses _curses_panel _dbm _gdbm _posixshmem _posixsubprocess crypt curses "
    "fcntl grp nis posix pty pwd readline resource spwd syslog termios tty",
    "Linux": "ossaudiodev",
    "macOS": "_scproxy",
}
_PLATFORM_OF = {name: platform for platform, names in _PLATFORMS.items() for name in names.split()}


@dataclass(frozen=True, slots=True)
class History:
    """When a top-level module of the standard library was there."""

    since: Series | None
    """The first series that has it; None if the oldest known one has it already."""
    until: Series | None
    """The last series that has it; None if the newest known one still has it."""


@cache
def builtins(series: Series, platform: str = "linux") -> frozenset[str]:
    """Return the modules that are compiled into some known build for a platform.

    Whether a build has ``math`` compiled in or as a file is its maker's choice; see
    :func:`always_builtin` and :func:`extensions` where the difference matters.
    """
    if platform == "win32":
        return _at(stdlib_tables.WINDOWS_BUILTINS, series)
    return always_builtin(series) | _at(stdlib_tables.SOMETIMES_BUILTIN, series)


@cache
def always_builtin(series: Series, platform: str = "linux") -> frozenset[str]:
    """Return the modules that every build has compiled in: no file can shadow them."""
    if platform == "win32":
        return _at(stdlib_tables.WINDOWS_BUILTINS, series)
    return _at(stdlib_tables.ALWAYS_BUILTIN, series)


@cache
def extensions(series: Series) -> frozenset[str]:
    """Return the modules in C that a build may have compiled in.

    Interpreters that uv installs have nearly all of them compiled in. So where the
    folders of the standard library lack one, that does not prove that it is missing.
    """
    tables = (stdlib_tables.EXTENSIONS, stdlib_tables.SOMETIMES_BUILTIN)
    return frozenset().union(*(_at(table, series) for table in tables))


@cache
def frozen(series: Series) -> frozenset[str]:
    """Return the modules that are frozen into the interpreter: no file can shadow them."""
    return _at(stdlib_tables.FROZEN, series)


@cache
def aliases(series: Series) -> frozenset[str]:
    """Return names such as ``os.path`` that are importable though nothing holds them.

    Importing their parent puts them into ``sys.modules``.
    """
    return _at(stdlib_tables.ALIASES, series)


@cache
def names(series: Series) -> frozenset[str]:
    """Return the top-level modules, those of other platforms too."""
    return _at(stdlib_tables.NAMES, series)


@cache
def names_of_any_version() -> frozenset[str]:
    """Return the top-level modules that any known series has."""
    return frozenset(_histories())


def history(name: str) -> History | None:
    """Tell when a top-level module was there; None if it never was."""
    return _histories().get(name)


def platform_only(name: str) -> str | None:
    """Name the platform that alone has a top-level module, such as ``Windows`` or ``Unix``."""
    return _PLATFORM_OF.get(name)


def _at(table: str, series: Series) -> frozenset[str]:
    return members(table, min(max(series, stdlib_tables.OLDEST), stdlib_tables.NEWEST))


def members(table: str, series: Series) -> frozenset[str]:
    """Return the names that a generated table has for one series."""
    return frozenset(
        name
        for first, last, names_of_run in _runs(table)
        if first <= series <= last
        for name in names_of_run
    )


@cache
def _runs(table: str) -> tuple[tuple[Series, Series, tuple[str, ...]], ...]:
    lines = (line.split() for line in table.strip().splitlines())
    runs = ((span.split("-"), tuple(names_of_run)) for span, *names_of_run in lines)
    return tuple((_series(first), _series(last), inner) for (first, last), inner in runs)


@cache
def _histories() -> dict[str, History]:
    runs: dict[str, list[Series]] = {}
    for first, last, inner in _runs(stdlib_tables.NAMES):
        for name in inner:
            runs.setdefault(name, []).extend((first, last))
    return {name: _history(min(ends), max(ends)) for name, ends in runs.items()}


def _history(first: Series, last: Series) -> History:
    since = None if first == stdlib_tables.OLDEST else first
    until = None if last == stdlib_tables.NEWEST else last
    return History(since, until)


def _series(text: str) -> Series:
    major, minor = text.split(".")
    return int(major), int(minor)
