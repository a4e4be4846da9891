"""What the interpreter of an environment says about names, and which names to ask about."""

import ast
import json
import os
import re
from collections.abc import Iterable
from pathlib import Path, PurePath

from interpreters import About, environ, run

ASK = r"""
import importlib, importlib.util, json, os, select, signal, sys, warnings

def ask(name):
    # None: the interpreter gives no verdict, because something else went wrong on the way.
    try:
        parent = name.rpartition(".")[0]
        if parent:
            importlib.import_module(parent)
        return importlib.util.find_spec(name) is not None
    except ModuleNotFoundError as error:
        gone = error.name or ""
        return False if name == gone or name.startswith(gone + ".") else None
    except BaseException:
        return None

def ask_apart(names):
    # What the import of one parent leaves behind must not answer for another.
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.setsid()
        with os.fdopen(writing, "w") as out:
            out.write(json.dumps({name: ask(name) for name in names}) + "\n")
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as answers:
        ready, _, _ = select.select([answers], [], [], 30)
        text = answers.readline() if ready else ""
    try:
        os.killpg(child, signal.SIGKILL)
    except OSError:
        pass
    os.waitpid(child, 0)
    return json.loads(text) if text else dict.fromkeys(names)

warnings.simplefilter("ignore")
sys.path[0] = sys.argv[1]
groups = {}
for name in json.load(sys.stdin):
    groups.setdefault(name.rpartition(".")[0], []).append(name)
kept, sys.stdout, sys.stderr = sys.stdout, open(os.devnull, "w"), open(os.devnull, "w")
os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
# To ask the finder of setuptools for these is enough to change its other answers.
truth = {}
for name in ("distutils", "pip"):
    truth.update(ask_apart([name]))
truth.update((name, ask(name)) for name in groups.pop("", ()) if name not in truth)
for group in groups.values():
    truth.update(ask_apart(group))
json.dump(truth, kept)
kept.flush()
os._exit(0)
"""


def truth(
    python: PurePath, names: Iterable[str], script_folder: Path, **more: str
) -> dict[str, bool | None]:
    """What ``find_spec`` of an interpreter says about names; None is no verdict."""
    asked = json.dumps(sorted(names))
    said = run(
        *(str(python), "-c", ASK, str(script_folder)),
        input=asked,
        env=environ(**more),
        cwd=script_folder,
    )
    return json.loads(said)


_NAME = re.compile(r"[^\W\d]\w*")


def names_below(folder: Path, *, skip: frozenset[str] = frozenset()) -> set[str]:
    """Every dotted name that a folder could hold by the names of its files and folders."""
    found: set[str] = set()
    for place, folders, files in os.walk(folder):
        folders[:] = [f for f in folders if f not in skip and _NAME.fullmatch(f)]
        parts = Path(place).relative_to(folder).parts
        stems = {file.partition(".")[0] for file in files} | set(folders)
        found.update(".".join((*parts, stem)) for stem in stems if _NAME.fullmatch(stem))
    return found


def standard_names(said: About, *, everything: bool) -> set[str]:
    """The modules that the standard library may have, by its folders and by its own lists."""
    library = Path(said.library)
    skip = {"site-packages", "dist-packages", "__pycache__"}
    skip |= set() if everything else {"test", "tests", "idle_test"}
    names = names_below(library, skip=frozenset(skip)) | names_below(library / "lib-dynload")
    names |= {*said.builtin, *said.stdlib, "test", "tests"}
    return names | {f"{name.rpartition('.')[0]}.absent".lstrip(".") for name in names}


def imported_names(site: Path) -> set[str]:
    """Every module that any file below a folder imports."""
    found: set[str] = set()
    for file in site.rglob("*.py"):
        try:
            tree = ast.parse(file.read_bytes())
        except (SyntaxError, ValueError, OSError):
            continue
        for node in ast.walk(tree):
            if isinstance(node, ast.Import):
                found.update(alias.name for alias in node.names)
            elif isinstance(node, ast.ImportFrom) and not node.level and node.module:
                found.add(node.module)
    return {name for name in found if name.isascii() and not name.startswith("__main__")}
