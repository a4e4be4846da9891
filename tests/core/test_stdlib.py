"""The tables against every interpreter on the machine, and against what is documented."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

from venvlens.core import stdlib, stdlib_tables
from venvlens.core.stdlib import History

PROBE = r"""
import _imp, importlib, importlib.util, json, sys, warnings

builtins, frozen, aliases, names = json.load(sys.stdin)
warnings.simplefilter("ignore")


def found(name):
    try:
        return importlib.util.find_spec(name) is not None
    except (ImportError, ValueError):
        return False


def imports(name):
    try:
        importlib.import_module(name)
    except ImportError:
        return False
    return True


print(json.dumps({
    "platform": sys.platform,
    "builtins": list(sys.builtin_module_names),
    "frozen": list(getattr(_imp, "_frozen_module_names", list)()),
    "names": list(getattr(sys, "stdlib_module_names", ())),
    "builtins not found": [name for name in builtins if not found(name)],
    "not frozen": [name for name in frozen if not _imp.is_frozen(name)],
    "aliases not imported": [name for name in aliases if not imports(name)],
    "names not found": [name for name in names if not found(name)],
}))
"""


def real_interpreters() -> list[Path]:
    pyenv = Path(os.environ.get("PYENV_ROOT") or Path.home() / ".pyenv")
    found = [Path(sys.executable), *sorted(pyenv.glob("versions/*/bin/python3"))]
    found += [path for path in [Path("/usr/bin/python3")] if path.exists()]
    return list({path.resolve(): path for path in found}.values())


@cache
def series_of(interpreter: Path) -> tuple[int, int]:
    code = "import sys; print(*sys.version_info[:2])"
    run = subprocess.run([interpreter, "-ISc", code], capture_output=True, text=True, check=True)
    major, minor = run.stdout.split()
    return int(major), int(minor)


KNOWN = [
    path
    for path in real_interpreters()
    if stdlib_tables.OLDEST <= series_of(path) <= stdlib_tables.NEWEST
]


@cache
def told_by(interpreter: Path) -> dict:
    series = series_of(interpreter)
    ours = (stdlib.builtins, stdlib.frozen, stdlib.aliases, stdlib.names)
    question = json.dumps([sorted(table(series)) for table in ours])
    # With site, as in real life: it has imported "os" before anything is looked for.
    run = subprocess.run(
        [interpreter, "-Ic", PROBE], input=question, capture_output=True, text=True, check=True
    )
    return json.loads(run.stdout)


real = pytest.mark.parametrize("interpreter", KNOWN, ids=str)


@real
def test_what_is_compiled_in_is_known(interpreter: Path) -> None:
    told, series = told_by(interpreter), series_of(interpreter)
    assert set(told["builtins"]) <= stdlib.builtins(series, told["platform"]) | (
        stdlib.extensions(series)
    )
    assert stdlib.always_builtin(series, told["platform"]) <= set(told["builtins"])


@real
def test_what_we_call_compiled_in_can_be_imported(interpreter: Path) -> None:
    absent = told_by(interpreter)["builtins not found"]
    assert [name for name in absent if stdlib.platform_only(name) is None] == []


@real
def test_frozen_modules(interpreter: Path) -> None:
    told = told_by(interpreter)
    assert set(told["frozen"]) <= stdlib.frozen(series_of(interpreter))
    assert told["not frozen"] == []


@real
def test_aliases_can_be_imported(interpreter: Path) -> None:
    assert told_by(interpreter)["aliases not imported"] == []


@real
def test_names(interpreter: Path) -> None:
    told = told_by(interpreter)
    ours = stdlib.names(series_of(interpreter))
    if told["names"]:
        assert ours == set(told["names"])
    else:
        tests = {name for name in told["builtins"] if name.startswith("xx")}
        assert set(told["builtins"]) - tests <= ours


@real
def test_names_that_are_not_there_are_of_another_platform_or_not_built(interpreter: Path) -> None:
    absent = set(told_by(interpreter)["names not found"])
    # Parts that need a library of the system, or that distributions package apart.
    optional = stdlib.extensions(series_of(interpreter)) | {
        *("_bz2", "_ctypes", "_curses", "_curses_panel", "_dbm", "_gdbm", "_lzma", "_sqlite3"),
        *("_ssl", "_tkinter", "_uuid", "idlelib", "lib2to3", "tkinter", "turtledemo"),
        *("distutils", "ensurepip", "venv"),
    }
    assert {name for name in absent - optional if stdlib.platform_only(name) is None} == set()


def test_the_import_system_is_frozen_in_every_series() -> None:
    for minor in range(stdlib_tables.OLDEST[1], stdlib_tables.NEWEST[1] + 1):
        assert {"_frozen_importlib", "zipimport"} <= stdlib.frozen((3, minor))


def test_startup_modules_are_frozen_since_3_11() -> None:
    startup = {"os", "io", "abc", "site", "posixpath", "ntpath", "importlib.util", "runpy"}
    assert stdlib.frozen((3, 11)) >= startup
    assert stdlib.frozen((3, 10)).isdisjoint(startup)


def test_windows_has_its_own_modules_compiled_in() -> None:
    assert {"nt", "winreg", "math", "zlib"} <= stdlib.builtins((3, 12), "win32")
    assert stdlib.builtins((3, 12), "win32").isdisjoint({"posix", "pwd", "fcntl"})
    assert stdlib.builtins((3, 12), "linux").isdisjoint({"nt", "winreg", "msvcrt"})
    assert stdlib.builtins((3, 12), "darwin") == stdlib.builtins((3, 12))


def test_a_maker_may_compile_in_what_others_keep_as_files() -> None:
    assert {"math", "_ssl", "readline"} <= stdlib.extensions((3, 12))
    assert "math" in stdlib.builtins((3, 12))
    assert "math" not in stdlib.always_builtin((3, 12))
    assert "readline" not in stdlib.builtins((3, 12))


@pytest.mark.parametrize(
    ("name", "since", "until"),
    [
        ("os", None, None),
        ("distutils", None, (3, 11)),
        ("imp", None, (3, 11)),
        ("cgi", None, (3, 12)),
        ("binhex", None, (3, 10)),
        ("zoneinfo", (3, 9), None),
        ("tomllib", (3, 11), None),
        ("compression", (3, 14), None),
        ("annotationlib", (3, 14), None),
        ("profiling", (3, 15), None),
        ("sre_parse", None, (3, 14)),
        ("_peg_parser", (3, 9), (3, 9)),
    ],
)
def test_history(name: str, since: tuple[int, int] | None, until: tuple[int, int] | None) -> None:
    assert stdlib.history(name) == History(since, until)


@pytest.mark.parametrize("name", ["requests", "", "os.path", "site-packages", "__main__"])
def test_what_never_was_in_the_standard_library_has_no_history(name: str) -> None:
    assert stdlib.history(name) is None


@pytest.mark.parametrize(
    ("name", "platform"),
    [
        ("winreg", "Windows"),
        ("msvcrt", "Windows"),
        ("fcntl", "Unix"),
        ("termios", "Unix"),
        ("ossaudiodev", "Linux"),
        ("_scproxy", "macOS"),
        ("os", None),
        ("requests", None),
    ],
)
def test_platform_only(name: str, platform: str | None) -> None:
    assert stdlib.platform_only(name) == platform


def test_every_module_of_one_platform_is_a_name_of_some_series() -> None:
    told = {name for name in stdlib.names_of_any_version() if stdlib.platform_only(name)}
    assert told == set(stdlib._PLATFORM_OF)


def test_series_beyond_the_tables_are_the_nearest_in_them() -> None:
    for table in (stdlib.builtins, stdlib.extensions, stdlib.frozen, stdlib.names, stdlib.aliases):
        assert table((3, 4)) == table(stdlib_tables.OLDEST)
        assert table((2, 7)) == table(stdlib_tables.OLDEST)
        assert table((3, 99)) == table(stdlib_tables.NEWEST)
        assert table((4, 0)) == table(stdlib_tables.NEWEST)


def test_names_of_any_version_are_those_of_all_series() -> None:
    minors = range(stdlib_tables.OLDEST[1], stdlib_tables.NEWEST[1] + 1)
    assert stdlib.names_of_any_version() == frozenset().union(
        *(stdlib.names((3, minor)) for minor in minors)
    )


def test_a_line_of_a_table_has_a_run_and_names() -> None:
    for table in ("NAMES", "ALWAYS_BUILTIN", "SOMETIMES_BUILTIN", "EXTENSIONS", "FROZEN"):
        runs = stdlib._runs(getattr(stdlib_tables, table))
        assert all(first <= last and members for first, last, members in runs)
