"""What faults are made of: marked processes, pictures of folders, a small wheelhouse."""

from __future__ import annotations

import os
import zipfile
from contextlib import suppress
from pathlib import Path


def marked(mark: str) -> list[int]:
    """Return the living processes that inherited a mark in their environment variables."""
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            if mark.encode() in (entry / "environ").read_bytes():
                found.append(int(entry.name))
    return found


def zombies() -> list[int]:
    """Return our dead children that nobody waited for."""
    found = []
    for entry in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            state, parent = entry.read_text().rpartition(")")[2].split()[:2]
            if state == "Z" and int(parent) == os.getpid():
                found.append(int(entry.parent.name))
    return found


def picture(folder: Path) -> dict[str, object]:
    """Return all that is in a folder: content, mode and time of files, where links lead."""
    found: dict[str, object] = {}
    for path in sorted(folder.rglob("*")):
        status = path.lstat()
        if path.is_symlink():
            said: object = str(path.readlink())
        elif path.is_dir():
            said = status.st_mode
        else:
            said = path.read_bytes(), status.st_mode, status.st_mtime_ns
        found[str(path.relative_to(folder))] = said
    return found


def wheel(
    folder: Path, name: str, version: str, files: int, requires: tuple[str, ...] = ()
) -> None:
    """Write a wheel with many small modules, so that its installation takes a moment."""
    info = f"{name}-{version}.dist-info"
    metadata = f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n"
    metadata += "".join(f"Requires-Dist: {one}\n" for one in requires)
    texts = {f"{name}/part{number}.py": f"version = {version!r}\n" for number in range(files)}
    texts |= {f"{name}/__init__.py": "", f"{info}/METADATA": metadata}
    texts |= {f"{info}/WHEEL": "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n"}
    record = "".join(f"{path},,\n" for path in (*texts, f"{info}/RECORD"))
    folder.mkdir(exist_ok=True)
    with zipfile.ZipFile(folder / f"{name}-{version}-py3-none-any.whl", "w") as packed:
        for path, text in (*texts.items(), (f"{info}/RECORD", record)):
            packed.writestr(path, text)
