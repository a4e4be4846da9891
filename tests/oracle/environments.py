"""Real interpreters and real environments, and what they say about themselves."""

import ast
import functools
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path, PurePath
from typing import Any

from venvlens.core.environment import Environment, Kind
from venvlens.core.search_path import EntryKind, SearchPath
from venvlens.system import search_path
from venvlens.system.disk import Disk, Looks
from venvlens.system.host import Host, read_host
from venvlens.system.locators import interpreter, machine, venv

OLDEST = (3, 8)

ABOUT = r"""
import importlib.machinery, json, os, sys
print(json.dumps({
    "path": sys.path[1:],
    "prefix": sys.prefix,
    "base_prefix": sys.base_prefix,
    "version": list(sys.version_info[:3]),
    "suffixes": importlib.machinery.EXTENSION_SUFFIXES,
    "builtin": sys.builtin_module_names,
    "stdlib": sorted(getattr(sys, "stdlib_module_names", ())),
    "library": os.path.dirname(os.__file__),
}))
"""

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


@dataclass(frozen=True)
class About:
    """What an interpreter says about itself."""

    path: tuple[str, ...]
    """``sys.path`` without the script's folder."""
    prefix: str
    base_prefix: str
    version: tuple[int, ...]
    suffixes: tuple[str, ...]
    builtin: tuple[str, ...]
    stdlib: tuple[str, ...]
    library: str


def environ(**more: str) -> dict[str, str]:
    """The variables of this process without those that change a child interpreter."""
    kept = {name: value for name, value in os.environ.items() if not _is_pythons(name)}
    return kept | more


def _is_pythons(name: str) -> bool:
    return name.startswith(("PYTHON", "VIRTUAL_ENV", "COV_", "SETUPTOOLS_", "UV_PYTHON"))


def host(**more: str) -> Host:
    return replace(read_host(), environ=environ(**more))


def run(*command: str | PurePath, **options: Any) -> str:
    done = subprocess.run(
        [str(part) for part in command],
        env=options.pop("env", None) or environ(),
        capture_output=True,
        text=True,
        timeout=3000,
        **options,
    )
    assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
    return done.stdout


def about(python: PurePath, **more: str) -> About:
    said = json.loads(run(str(python), "-c", ABOUT, env=environ(**more)))
    return About(**{key: tuple(v) if isinstance(v, list) else v for key, v in said.items()})


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


@functools.cache
def interpreters() -> tuple[Environment, ...]:
    """The newest of each series on this machine; the one that runs the tests at least."""
    found: dict[tuple[int, int], Environment] = {}
    base = Path(getattr(sys, "_base_executable", sys.executable))
    own = interpreter.describe(base, Kind.GLOBAL, "runs the tests")
    for one in (*machine.interpreters(host()), *((own,) if own else ())):
        version = one.version
        if version and version.series >= OLDEST and not version.free_threaded:
            found.setdefault(version.series, one)
    return tuple(found.values())


@functools.cache
def systems() -> tuple[Environment, ...]:
    """The interpreters of the operating system."""
    found = machine.interpreters(host())
    return tuple(one for one in found if one.prefix in (PurePath("/usr"), PurePath("/usr/local")))


def make_venv(python: PurePath | None, prefix: Path, *options: str) -> Environment:
    """Make an environment as ``venv`` does, without pip unless options say otherwise."""
    run(str(python), "-m", "venv", *(options or ("--without-pip",)), prefix)
    return described(prefix)


def described(prefix: Path) -> Environment:
    found = venv.describe(prefix, Looks(Disk()), sys.platform, "made by a test")
    assert found is not None
    return found


def site_of(environment: Environment) -> Path:
    """The first site folder of an environment, asked of its interpreter."""
    code = "import sysconfig; print(sysconfig.get_path('purelib'))"
    return Path(run(str(environment.executable), "-c", code).strip())


def path_of(
    environment: Environment, script_folder: Path | None = None, **more: str
) -> tuple[SearchPath, Looks]:
    looks = Looks(Disk())
    built = search_path.build(environment, host(**more), looks)
    first = {script_folder: EntryKind.SCRIPT_FOLDER} if script_folder else {}
    return search_path.with_roots(built, first, {}), looks


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
