"""Real interpreters and real environments, and what they say about themselves."""

import functools
import json
import os
import subprocess
import sys
from dataclasses import dataclass, replace
from pathlib import Path, PurePath
from typing import Any

import machine_here

from venvlens.core.environment import Environment, Kind
from venvlens.core.search_path import Entry, EntryKind, SearchPath
from venvlens.system import search_path
from venvlens.system.disk import Disk, Looks
from venvlens.system.host import Host, read_host
from venvlens.system.locators import venv

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
    "implementation": sys.implementation.name,
    "stdlib": sorted(getattr(sys, "stdlib_module_names", ())),
    "library": os.path.dirname(os.__file__),
}))
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
    implementation: str


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


@functools.cache
def interpreters() -> tuple[Environment, ...]:
    """The newest of each series and implementation here; the one that runs the tests at least."""
    found: dict[tuple[str, tuple[int, int]], Environment] = {}
    base = Path(getattr(sys, "_base_executable", sys.executable))
    own = machine_here.describe(base, Kind.GLOBAL, "runs the tests", sys.platform)
    for one in (*machine_here.interpreters(host()), *((own,) if own else ())):
        version = one.version
        if version and version.series >= OLDEST and not version.free_threaded:
            found.setdefault((one.implementation, version.series), one)
    return tuple(found.values())


def usual_and_others() -> tuple[Environment, ...]:
    """One interpreter of each implementation, CPython's first."""
    return tuple({one.implementation: one for one in reversed(interpreters())}.values())[::-1]


@functools.cache
def systems() -> tuple[Environment, ...]:
    """The interpreters of the operating system."""
    found = machine_here.interpreters(host())
    return tuple(one for one in found if one.prefix in (PurePath("/usr"), PurePath("/usr/local")))


def make_venv(python: PurePath | None, prefix: Path, *options: str) -> Environment:
    """Make an environment as ``venv`` does, without pip unless options say otherwise."""
    run(str(python), "-m", "venv", *(options or ("--without-pip",)), prefix)
    return described(prefix)


def described(prefix: Path) -> Environment:
    found = venv.describe(prefix, machine_here.machine_on(sys.platform), "made by a test")
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
    folders = filter(None, more.get("PYTHONPATH", "").split(os.pathsep))
    pythonpath = tuple(Entry(PurePath(f), EntryKind.PYTHONPATH) for f in folders)
    built = search_path.build(environment, host(**more), looks, pythonpath)
    first = {script_folder: EntryKind.SCRIPT_FOLDER} if script_folder else {}
    return search_path.with_roots(built, first, {}), looks
