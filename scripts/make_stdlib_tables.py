"""Write ``server/venvlens/core/stdlib_tables*.py`` from what real interpreters say.

Run it with the interpreters to ask, or without any to ask those it finds::

    python scripts/make_stdlib_tables.py [interpreter ...]

Each is started with ``-IS``, so that nothing installed for it can interfere. What no
interpreter at hand can tell (newer series, Windows) is written down below, with its source.
PyPy has a file of its own, which is written where there is a PyPy to ask.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import textwrap
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

Series = tuple[int, int]
Table = dict[str, set[Series]]

CORE = Path(__file__).parent.parent / "server" / "venvlens" / "core"
TARGET = CORE / "stdlib_tables.py"
TARGET_OF_PYPY = CORE / "stdlib_tables_pypy.py"
OLDEST: Series = (3, 8)

# Runs in the interpreter that is asked, which may be as old as OLDEST.
PROBE = r"""
import sys
if sys.implementation.name == "pypy":
    # What start-up loads besides: site itself, but not what any site folder adds.
    import site
    site.addsitedir = lambda *given: None
    site.main()
loaded = {name for name in sys.modules if "." not in name} - {"__main__"}
import contextlib, importlib, importlib.machinery, importlib.util, io, json, os, pkgutil, sys
import warnings
import _imp

# Not part of sys.stdlib_module_names: see Tools/build/generate_stdlib_module_names.py.
IGNORED = {"test", "xxlimited", "xxlimited_35", "xxsubtype", "_ctypes_test", "_xxtestfuzz",
           "_xxsubinterpreters", "_xxinterpchannels"}
SIDE_EFFECTS = {"antigravity", "this", "idlelib", "turtledemo", "turtle", "tkinter", "__main__"}
SIDE_EFFECTS |= {"ctypes_config_cache", "pypy_tools", "_pypy_interact", "_pypy_testcapi"}


def listing(folder):
    found = {m.name for m in pkgutil.iter_modules([folder])} - IGNORED
    return {name for name in found if not name.startswith(("_test", "_sysconfigdata"))}


folder = os.path.dirname(os.__file__)
extensions = listing(os.path.join(folder, "lib-dynload"))
extensions |= set(sys.builtin_module_names) - IGNORED
listed = listing(folder) | extensions | {"_frozen_importlib", "_frozen_importlib_external"}
told = getattr(sys, "stdlib_module_names", None)
names = set(told or listed)


def spec(name):
    try:
        return importlib.util.find_spec(name)
    except (ImportError, ValueError):
        return None


def submodules(name):
    # Imports everything below a module and yields the dotted names.
    if name.endswith("_build"):
        return
    try:
        module = importlib.import_module(name)
    except BaseException:
        return
    yield name
    for found in pkgutil.iter_modules(getattr(module, "__path__", ())):
        if found.name not in ("__main__", "test", "tests", "idle_test"):
            yield from submodules(name + "." + found.name)


def has_file(name):
    parent, _, _ = name.rpartition(".")
    path = getattr(sys.modules.get(parent), "__path__", None)
    return path is not None and importlib.machinery.PathFinder.find_spec(name, path) is not None


absent = sorted(n for n in names if spec(n) is None)
warnings.simplefilter("ignore")
with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
    imported = [m for n in sorted(names - SIDE_EFFECTS - set(absent)) for m in submodules(n)]
dotted = [n for n in sys.modules if "." in n and n.split(".")[0] in names]
aliases = ["__main__"] + sorted(n for n in dotted if not has_file(n))
candidates = {*imported, *names, *getattr(_imp, "_frozen_module_names", list)()}
candidates |= {"__hello__", "__phello__", "__phello__.spam"}
candidates |= {"_frozen_importlib", "_frozen_importlib_external"}
print(json.dumps({
    "implementation": sys.implementation.name,
    "loaded": sorted(loaded - set(sys.builtin_module_names)),
    "series": sys.version_info[:2],
    "builtins": sorted(sys.builtin_module_names),
    "extensions": sorted(extensions),
    "names": sorted(names),
    "tells_names": told is not None,
    "absent": absent,
    "frozen": sorted(n for n in candidates if _imp.is_frozen(n)),
    "aliases": aliases,
}))
"""


@dataclass(frozen=True)
class Change:
    """How a series differs from the one before it, for those that cannot be asked."""

    names: str = ""
    removed_names: str = ""
    builtins: str = ""
    extensions: str = ""
    aliases: str = ""


# Sources. Names of 3.14: stdlib-list (stdlib_list/lists/3.14.txt) and isort (py314.py), which
# both come from running it. Built into 3.14: Modules/Setup.bootstrap.in of CPython.
# collections.abc: Lib/collections/__init__.py; the file is gone from stdlib-list's 3.14.
# 3.15: What's New (math.integer, PEP 799), typeshed's stdlib/VERSIONS (sre_* until 3.14),
# actions/python-versions#361; Modules/mathmodule.c puts math.integer into sys.modules.
CHANGES: Mapping[Series, Change] = {
    (3, 14): Change(
        names="_apple_support _ast_unparse _hmac _py_warnings _remote_debugging _types _zstd "
        "annotationlib compression",
        removed_names="_compression",
        builtins="_types",
        extensions="_hmac _remote_debugging _types _zstd",
        aliases="collections.abc",
    ),
    (3, 15): Change(
        names="_math_integer profiling",
        removed_names="sre_compile sre_constants sre_parse",
        extensions="_math_integer",
        aliases="math.integer",
    ),
}

# Source: PC/config.c of CPython 3.8 to 3.15. Windows builds have no lib-dynload folder and
# keep these in python3X.dll.
WINDOWS_BUILTINS = {
    "3.8-": "_abc _ast _bisect _blake2 _codecs _codecs_cn _codecs_hk _codecs_iso2022 _codecs_jp "
    "_codecs_kr _codecs_tw _collections _contextvars _csv _datetime _functools _heapq _imp _io "
    "_json _locale _lsprof _md5 _multibytecodec _opcode _operator _pickle _random _sha1 _sha3 "
    "_signal _sre _stat _statistics _string _struct _symtable _thread _tracemalloc _warnings "
    "_weakref _winapi array atexit binascii builtins cmath errno faulthandler gc itertools "
    "marshal math mmap msvcrt nt sys time winreg xxsubtype zlib",
    "3.8-3.9": "parser",
    "3.8-3.11": "_sha256 _sha512",
    "3.8-3.12": "_xxsubinterpreters audioop",
    "3.9-3.9": "_peg_parser",
    "3.11-": "_tokenize _typing",
    "3.12-": "_sha2",
    "3.12-3.12": "_xxinterpchannels",
    "3.13-": "_interpchannels _interpqueues _interpreters _suggestions _sysconfig",
    "3.14-": "_hmac _types",
    "3.15-": "_math_integer",
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("interpreters", nargs="*", type=Path)
    interpreters = parser.parse_args().interpreters or list(find_interpreters())
    answers = [answer for path in interpreters if (answer := ask(path)) is not None]
    usual = [answer for answer in answers if answer["implementation"] == "cpython"]
    TARGET.write_text(render(*tables(usual)), encoding="utf-8")
    of_pypy = [answer for answer in answers if answer["implementation"] == "pypy"]
    if of_pypy:
        TARGET_OF_PYPY.write_text(render_pypy(of_pypy), encoding="utf-8")


def find_interpreters() -> Iterator[Path]:
    pyenv = Path(os.environ.get("PYENV_ROOT") or Path.home() / ".pyenv")
    found = [Path(sys.executable), *sorted(pyenv.glob("versions/*/bin/python3"))]
    found += [
        path
        for path in Path("/usr/bin").glob("python3*")
        if path.name[6:].strip(".0123456789") == ""
    ]
    folders = os.environ.get("PATH", "").split(os.pathsep)
    found += [path for folder in folders for path in sorted(Path(folder).glob("pypy3*[0-9]"))]
    yield from {path.resolve(): path for path in found}.values()


def ask(interpreter: Path) -> dict | None:
    run = subprocess.run(
        [interpreter, "-ISc", PROBE], stdin=subprocess.DEVNULL, capture_output=True, text=True
    )
    if run.returncode != 0:
        print(f"{interpreter} does not answer", file=sys.stderr)
        return None
    answer = json.loads(run.stdout.splitlines()[-1])
    answer["series"] = tuple(answer["series"])
    return answer if answer["series"] >= OLDEST else None


def tables(answers: Iterable[dict]) -> tuple[dict[str, Table], list[Series]]:
    """Put the answers and what is written down above into one table for each kind."""
    answers = complete(list(answers))
    kinds = ("names", "builtins", "extensions", "frozen", "aliases")
    found = {kind: collect(answers, kind) for kind in kinds}
    known = sorted({answer["series"] for answer in answers})
    for series, change in sorted(CHANGES.items()):
        if series not in known:
            apply(change, series, known[-1], found)
            known.append(series)
    found["windows_builtins"] = windows_builtins(known)
    split_builtins(found, answers)
    return found, known


def collect(answers: list[dict], kind: str) -> Table:
    table: Table = defaultdict(set)
    for answer in answers:
        for name in answer[kind]:
            table[name].add(answer["series"])
    return table


def split_builtins(found: dict[str, Table], answers: list[dict]) -> None:
    """Tell what each build has compiled in from what only some builds have.

    A distribution that compiles a module in does so in each series, so one that was
    seen compiled in counts wherever it exists.
    """
    some = found.pop("builtins")
    every = {name: set(seen) for name, seen in some.items()}
    for answer in answers:
        for name in set(every).difference(answer["builtins"]):
            every[name].discard(answer["series"])
    seen_as_file = {name for name, seen in some.items() if seen != every[name]}
    found["always_builtin"] = {name: seen for name, seen in every.items() if seen}
    found["sometimes_builtin"] = {
        name: found["extensions"][name] - every[name] for name in seen_as_file
    }
    found["extensions"] = {
        name: rest
        for name, seen in found["extensions"].items()
        if (rest := seen - every.get(name, set()) - found["sometimes_builtin"].get(name, set()))
    }


def complete(answers: list[dict]) -> list[dict]:
    """Give series that tell no names those that a build may lack.

    Before 3.10 the names are those that a build has. The modules of other platforms
    are the ones that the oldest series that tells its names has not got here.
    """
    telling = [answer for answer in answers if answer["tells_names"]]
    oldest = min(answer["series"] for answer in telling)
    lacking = [set(answer["absent"]) for answer in telling if answer["series"] == oldest]
    for answer in answers:
        if not answer["tells_names"]:
            answer["names"] = sorted(set(answer["names"]).union(*lacking))
    return answers


def apply(change: Change, series: Series, before: Series, found: Mapping[str, Table]) -> None:
    for table in found.values():
        for seen in table.values():
            if before in seen:
                seen.add(series)
    for kind in ("names", "builtins", "extensions", "aliases"):
        for name in getattr(change, kind).split():
            found[kind][name].add(series)
    for name in change.removed_names.split():
        found["names"][name].discard(series)


def windows_builtins(known: list[Series]) -> Table:
    table: Table = defaultdict(set)
    for span, names in WINDOWS_BUILTINS.items():
        first, _, last = span.partition("-")
        bounds = parse_series(first), parse_series(last) if last else known[-1]
        for name in names.split():
            table[name] |= {series for series in known if bounds[0] <= series <= bounds[1]}
    return table


def parse_series(text: str) -> Series:
    major, minor = text.split(".")
    return int(major), int(minor)


def render(found: Mapping[str, Table], known: list[Series]) -> str:
    docs = {
        "names": "Top-level modules on any platform (``sys.stdlib_module_names``).",
        "always_builtin": "Compiled into every build but those for Windows.",
        "sometimes_builtin": "Compiled into some builds, such as Debian's, and a file in others.",
        "extensions": "Further modules that are a file where nobody compiled them in.",
        "windows_builtins": "Compiled into the builds for Windows.",
        "frozen": "Frozen modules: the finder of files is never asked for them.",
        "aliases": "Found in ``sys.modules``, where their parent puts them, and nowhere else.",
    }
    parts = [HEADER.format(oldest=known[0], newest=known[-1])]
    for kind, text in docs.items():
        lines = "\n".join(spans(found[kind], known))
        parts.append(f'{kind.upper()} = """\n{lines}\n"""\n"""{text}"""\n')
    return "\n".join(parts)


HEADER = '''\
"""Modules of the standard library by series: generated, see scripts/make_stdlib_tables.py.

A line has the first and the last series of a run, and the names that are there in it.
"""

OLDEST = {oldest}
"""The first series in these tables."""
NEWEST = {newest}
"""The last series in these tables."""
'''


def render_pypy(answers: list[dict]) -> str:
    known = sorted({answer["series"] for answer in answers})
    docs = {
        "names": "Top-level modules of its standard library.",
        "builtins": "Compiled in; those that other modules contain are there too.",
        "loaded": "Loaded at start-up, before any path of the user's counts.",
        "aliases": "Found in ``sys.modules``, where their parent puts them, and nowhere else.",
    }
    for answer in answers:
        answer["names"] = [name for name in answer["names"] if "." not in name]
    parts = [HEADER_OF_PYPY.format(oldest=known[0], newest=known[-1])]
    for kind, text in docs.items():
        lines = "\n".join(spans(collect(answers, kind), known))
        parts.append(f'{kind.upper()} = """\n{lines}\n"""\n"""{text}"""\n')
    return "\n".join(parts)


HEADER_OF_PYPY = '''\
"""Modules of PyPy by series: generated on Linux, see scripts/make_stdlib_tables.py.

A line has the first and the last series of a run, and the names that are there in it.
"""

OLDEST = {oldest}
"""The first series in these tables."""
NEWEST = {newest}
"""The last series in these tables."""
'''


def spans(table: Table, known: list[Series]) -> Iterator[str]:
    """Write one line, or as many as it takes, for each run of series."""
    runs: dict[tuple[Series, Series], list[str]] = defaultdict(list)
    for name in sorted(table):
        for run in contiguous(table[name], known):
            runs[run].append(name)
    for (first, last), names in sorted(runs.items()):
        span = f"{first[0]}.{first[1]}-{last[0]}.{last[1]} "
        yield from textwrap.wrap(
            " ".join(names),
            width=99,
            initial_indent=span,
            subsequent_indent=span,
            break_on_hyphens=False,
            break_long_words=False,
        )


def contiguous(seen: set[Series], known: list[Series]) -> Iterator[tuple[Series, Series]]:
    start: Series | None = None
    for position, series in enumerate(known):
        if series in seen and start is None:
            start = series
        if start is not None and (position + 1 == len(known) or known[position + 1] not in seen):
            yield start, series
            start = None


if __name__ == "__main__":
    main()
