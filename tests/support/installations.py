"""Copies of an interpreter, for tools that install one."""

import hashlib
import json
import os
import platform
import shutil
import sys
import tarfile
from dataclasses import dataclass
from pathlib import Path

from venvlens.core import layout
from venvlens.core.environment import Environment
from venvlens.core.python_version import PythonVersion

_LEFT_OUT = ("__pycache__", "test", "tests", "idlelib", "tkinter", "lib2to3", "config-*")
_OF_OTHERS = ("site-packages", "dist-packages")


def installation(source: Environment, target: Path) -> Path:
    """Copy an interpreter and its library to where it starts from on its own."""
    version, base = source.version, source.base_prefix
    assert version is not None and base is not None and source.executable is not None
    series = f"{version.major}.{version.minor}"
    library = layout.library(base, version, sys.platform)
    left_out = shutil.ignore_patterns(*_LEFT_OUT, *_OF_OTHERS)
    shutil.copytree(library, target / "lib" / f"python{series}", ignore=left_out)
    (target / "lib" / f"python{series}" / "site-packages").mkdir()
    headers = Path(base, "include", f"python{series}", "patchlevel.h")
    if headers.is_file():
        (target / "include" / f"python{series}").mkdir(parents=True)
        shutil.copy(headers, target / "include" / f"python{series}")
    for shared in Path(base, "lib").glob("libpython*.so*"):
        shutil.copy(shared, target / "lib")
    (target / "bin").mkdir()
    shutil.copy(Path(source.executable).resolve(), target / "bin" / f"python{series}")
    for name in ("python3", "python"):
        (target / "bin" / name).symlink_to(f"python{series}")
    return target


def laid_out(made: Path, target: Path) -> Path:
    """Put an installation where a tool would have it; files are links to those of the first."""
    target.parent.mkdir(parents=True, exist_ok=True)
    return Path(shutil.copytree(made, target, symlinks=True, copy_function=os.link))


@dataclass(frozen=True)
class Offered:
    """An installation packed as uv and hatch download one: with a folder ``python`` in it."""

    name: str
    """What uv calls its folder."""
    version: PythonVersion
    archive: Path
    downloads: Path
    """A list of downloads for uv that offers it."""


def offered(made: Path, version: PythonVersion, folder: Path) -> Offered:
    """Pack an installation."""
    archive = folder / f"cpython-{version}.tar.gz"
    with tarfile.open(archive, "w:gz", compresslevel=1) as tar:
        tar.add(made, "python")
    machine = platform.machine()
    name = f"cpython-{version}-linux-{machine}-gnu"
    facts = {
        "name": "cpython",
        "arch": {"family": machine, "variant": None},
        "os": "linux",
        "libc": "gnu",
        "major": version.major,
        "minor": version.minor,
        "patch": version.micro,
        "prerelease": "",
        "url": archive.as_uri(),
        "sha256": hashlib.sha256(archive.read_bytes()).hexdigest(),
        "variant": None,
        "build": "20260101",
    }
    (folder / "downloads.json").write_text(json.dumps({name: facts}))
    return Offered(name, version, archive, folder / "downloads.json")
