"""Copies of an interpreter, for tools that install one."""

import hashlib
import json
import os
import platform
import shutil
import sys
import tarfile
from pathlib import Path

from venvlens.core import layout
from venvlens.core.environment import Environment

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


def offered_to_uv(made: Path, version: str, folder: Path) -> tuple[str, Path]:
    """Pack an installation as uv downloads one; return its name and the list that offers it."""
    archive = folder / f"cpython-{version}.tar.gz"
    with tarfile.open(archive, "w:gz", compresslevel=1) as tar:
        tar.add(made, "python")
    major, minor, patch = map(int, version.split("."))
    machine = platform.machine()
    name = f"cpython-{version}-linux-{machine}-gnu"
    facts = {
        "name": "cpython",
        "arch": {"family": machine, "variant": None},
        "os": "linux",
        "libc": "gnu",
        "major": major,
        "minor": minor,
        "patch": patch,
        "prerelease": "",
        "url": archive.as_uri(),
        "sha256": hashlib.sha256(archive.read_bytes()).hexdigest(),
        "variant": None,
        "build": "20260101",
    }
    (folder / "downloads.json").write_text(json.dumps({name: facts}))
    return name, folder / "downloads.json"
