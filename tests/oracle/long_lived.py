"""One interpreter that stays and judges one made tree after the other: thousands of them."""

import json
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import IO

from interpreters import environ

CHILD = r"""
import importlib, importlib.machinery, importlib.util
import json, marshal, os, pkgutil, site, sys, warnings

warnings.simplefilter("ignore")
sys.dont_write_bytecode = True
answers, sys.stdout, sys.stderr = sys.stdout, open(os.devnull, "w"), open(os.devnull, "w")
library = [p for p in sys.path[1:] if "-packages" not in p]
code = importlib.util.MAGIC_NUMBER + bytes(12) + marshal.dumps(compile("", "made", "exec"))

def find(name):
    # None: no verdict, because something else went wrong on the way.
    try:
        parent = name.rpartition(".")[0]
        if parent:
            importlib.import_module(parent)
        return describe(importlib.util.find_spec(name))
    except ModuleNotFoundError as error:
        gone = error.name or ""
        return False if name == gone or name.startswith(gone + ".") else None
    except BaseException:
        return None

def describe(spec):
    if spec is None:
        return False
    if spec.has_location:
        # A module in an archive whose code is broken has no known place.
        return [spec.origin] if spec.origin != "<unknown>" else []
    if spec.origin is not None:
        return []
    return list(dict.fromkeys(spec.submodule_search_locations))

def walk(names, inner, depth):
    truth = {}
    while names and depth:
        found = {name: find(name) for name in names}
        truth.update(found)
        names = [f"{name}.{child}" for name in found if found[name] is not None for child in inner]
        names = [name for name in names if found[name.rpartition(".")[0]] or name[-2:] == ".a"]
        depth -= 1
    return truth

def judge(request):
    sys.path[:] = library
    sys.path_importer_cache.clear()
    importlib.invalidate_caches()
    for folder in request["site"]:
        site.addsitedir(folder)
    sys.path[:0] = request["first"]
    return walk(request["names"], request["inner"], request["depth"])

json.dumps(json.loads("{}"))
usual = set(sys.modules)
suffixes = importlib.machinery.EXTENSION_SUFFIXES
print(json.dumps({"suffixes": suffixes, "bytecode": code.hex()}), file=answers, flush=True)
for line in sys.stdin:
    print(json.dumps(judge(json.loads(line))), file=answers, flush=True)
    for name in set(sys.modules) - usual:
        del sys.modules[name]
    for name in ("__plen", "__egginsert"):
        sys.__dict__.pop(name, None)
"""

Truth = dict[str, "list[str] | bool | None"]
"""By name: its places, none if it is built in; False if it was not found, None for no verdict."""


@dataclass(frozen=True)
class Judge:
    """An interpreter that waits for questions."""

    asking: IO[str]
    answering: IO[str]
    suffixes: tuple[str, ...]
    bytecode: bytes
    """A compiled module without a line of code."""

    def truth(
        self,
        site: Path,
        first: tuple[Path, ...],
        names: tuple[str, ...],
        inner: tuple[str, ...],
        depth: int,
    ) -> Truth:
        """What ``find_spec`` says of names, and of ``inner`` ones below all that it finds."""
        paths = {"site": [str(site)], "first": [str(path) for path in first]}
        request = {**paths, "names": names, "inner": inner, "depth": depth}
        print(json.dumps(request), file=self.asking, flush=True)
        found: Truth = json.loads(self.answering.readline())
        return found


@contextmanager
def judge(python: PurePath) -> Iterator[Judge]:
    """Start an interpreter with nothing of its environment on the path."""
    command = [str(python), "-c", CHILD]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environ()
    ) as process:
        assert process.stdin and process.stdout
        said = json.loads(process.stdout.readline())
        bytecode = bytes.fromhex(said["bytecode"])
        yield Judge(process.stdin, process.stdout, tuple(said["suffixes"]), bytecode)
