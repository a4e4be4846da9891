"""What is known of a standard library without a file, by implementation; PyPy's against PyPy."""

import json

import pytest
from interpreters import interpreters, run

from venvlens.core import standard_library, stdlib, stdlib_tables_pypy
from venvlens.core.environment import Environment
from venvlens.core.python_version import PythonVersion
from venvlens.core.search_path import Target
from venvlens.core.standard_library import StandardLibrary

TOLD = r"""
import _imp, importlib, json, sys
early = sorted(name for name in sys.modules if "." not in name)

def imports(name):
    try:
        importlib.import_module(name)
    except ImportError:
        return False
    return True

builtin, frozen, aliases = json.loads(sys.argv[1])
print(json.dumps({
    "builtin": sys.builtin_module_names,
    "early": early,
    "not importable": [n for n in (*builtin, *frozen, *aliases) if not imports(n)],
}))
"""


def library(made: str, minor: int, platform: str = "linux") -> StandardLibrary:
    return standard_library.of(Target(PythonVersion(3, minor), platform, made))


def of(base: Environment) -> StandardLibrary:
    assert base.version is not None
    return standard_library.of(Target(base.version, "linux", base.implementation))


@pytest.mark.parametrize("base", interpreters(), ids=lambda b: f"{b.implementation} {b.version}")
def test_real_interpreters_have_what_we_say(base: Environment) -> None:
    ours = of(base)
    asked = json.dumps([sorted(table) for table in (ours.builtin, ours.frozen, ours.aliases)])
    # __hello__ and its like print a line as they are imported.
    told = json.loads(run(str(base.executable), "-Ic", TOLD, asked).splitlines()[-1])
    assert told["not importable"] == []
    assert ours.builtin <= {*told["builtin"], *ours.frozen}
    assert ours.loaded <= {*told["early"], *ours.frozen}
    assert ours.doubtful.isdisjoint(ours.builtin | ours.frozen | ours.aliases)
    exact = stdlib_tables_pypy.OLDEST <= base.version.series <= stdlib_tables_pypy.NEWEST
    if base.implementation == "pypy" and exact:
        assert ours.builtin == set(told["builtin"])


def test_cpython_is_as_its_own_tables_say() -> None:
    ours = library("cpython", 12)
    assert ours.builtin == stdlib.always_builtin((3, 12))
    assert (ours.names, ours.frozen) == (stdlib.names((3, 12)), stdlib.frozen((3, 12)))
    assert ours.doubtful == frozenset()


def test_pypy_has_other_modules_compiled_in_than_cpython() -> None:
    ours = library("pypy", 9)
    assert {"__pypy__", "_cffi_backend", "math", "token"} <= ours.builtin
    assert ours.builtin.isdisjoint({"_json", "_datetime", "_functools", "zipimport"})
    assert ours.doubtful == frozenset()


def test_of_another_pypy_only_that_is_known_which_is_no_matter_of_its_series() -> None:
    ours = library("pypy", 12)
    assert {"__pypy__", "_cffi_backend", "math", "sys"} <= ours.builtin
    # The first two left CPython with 3.10, the others are in C there.
    assert {"parser", "symbol", "_json", "_tokenize", "_datetime"} <= ours.doubtful
    assert ours.doubtful.isdisjoint({"tomllib", "asynchat", "cffi", "requests"})


def test_the_tables_of_pypy_are_of_linux() -> None:
    ours = library("pypy", 9, "win32")
    assert ours.builtin.isdisjoint({"posix", "fcntl", "pwd", "termios"})
    assert {"nt", "winreg", "_winapi"} <= ours.doubtful


def test_of_graalpy_most_is_in_doubt() -> None:
    ours = library("graalpy", 11)
    assert {"sys", "builtins", "time", "posix"} <= ours.builtin
    assert "nt" in library("graalpy", 11, "win32").builtin
    assert {"_json", "tkinter", "java", "polyglot", "__phello__", "_ssl"} <= ours.doubtful
    assert ours.doubtful.isdisjoint({"requests", "imp2", "numpy"})
