"""Run by py-rattler's Python: conda packages of an interpreter, and real environments of them.

Arguments: the prefix of an interpreter, its library folder, its version, an empty folder. A channel
on the disk is all that is asked, so this needs no network.
"""

import asyncio
import hashlib
import io
import json
import sys
import tarfile
from pathlib import Path

from rattler import Channel, solve
from rattler import install as install_
from rattler.index import index_fs
from rattler.platform import Platform

ELSEWHERE = (
    "home/.local/share/mamba/envs/lab",
    "listed/env",
    "kept/set",
    "home/.pixi/envs/tool",
    "detached/shop-123/envs/default",
)
LEFT_OUT = {"__pycache__", "test", "tests", "idlelib", "ensurepip", "tkinter", "lib2to3"}
LEFT_OUT |= {"site-packages", "dist-packages"}


def package(folder: Path, index: dict[str, object], files: dict[str, Path | bytes]) -> None:
    """Write a package of conda's first format."""
    name = "{name}-{version}-{build}.tar.bz2".format(**index)
    paths = []
    with tarfile.open(folder / name, "w:bz2", compresslevel=1) as archive:
        for path, source in sorted(files.items()):
            data = source if isinstance(source, bytes) else source.read_bytes()
            add(archive, path, data)
            digest = hashlib.sha256(data).hexdigest()
            size = {"sha256": digest, "size_in_bytes": len(data)}
            paths.append({"_path": path, "path_type": "hardlink", **size})
        add(archive, "info/index.json", json.dumps(index).encode())
        table = {"paths": paths, "paths_version": 1}
        add(archive, "info/paths.json", json.dumps(table).encode())
        link = {"noarch": {"type": "python"}, "package_metadata_version": 1}
        if index.get("noarch"):
            add(archive, "info/link.json", json.dumps(link).encode())


def add(archive: tarfile.TarFile, path: str, data: bytes) -> None:
    member = tarfile.TarInfo(path)
    member.size = len(data)
    member.mode = 0o755 if path.startswith("bin/") else 0o644
    archive.addfile(member, io.BytesIO(data))


def channel(prefix: Path, library: Path, version: str, root: Path) -> Path:
    made = root / "channel"
    subdir = str(Platform.current())
    for name in (subdir, "noarch"):
        (made / name).mkdir(parents=True)
    series = ".".join(version.split(".")[:2])
    inner = f"lib/python{series}"
    files: dict[str, Path | bytes] = {
        f"{inner}/{path.relative_to(library)}": path
        for path in library.rglob("*")
        if path.is_file() and not LEFT_OUT & set(path.relative_to(library).parts)
    }
    files |= {f"lib/{path.name}": path for path in (prefix / "lib").glob("libpython*.so*")}
    program = prefix / f"bin/python{series}"
    files |= {f"bin/{name}": program for name in ("python", "python3", f"python{series}")}
    files[f"{inner}/site-packages/README.txt"] = b""
    facts = {"build_number": 0, "subdir": subdir, "depends": []}
    package(made / subdir, {"name": "python", "version": version, "build": "h0_0", **facts}, files)
    package(
        made / subdir, {"name": "gcc", "version": "1.0", "build": "h0_0", **facts}, {"bin/gcc": b""}
    )
    demo = {"name": "demo-pkg", "version": "1.2.3", "build": "py_0", "build_number": 0}
    demo |= {"subdir": "noarch", "noarch": "python", "depends": ["python"]}
    metadata = b"Metadata-Version: 2.1\nName: demo-pkg\nVersion: 1.2.3\n"
    contents: dict[str, Path | bytes] = {
        "site-packages/demo_pkg/__init__.py": b"",
        "site-packages/demo_pkg-1.2.3.dist-info/METADATA": metadata,
    }
    package(made / "noarch", demo, contents)
    return made


async def install(made: Path, prefix: Path, *specs: str) -> None:
    platforms = [str(Platform.current()), "noarch"]
    records = await solve([Channel(made.as_uri())], specs, platforms=platforms, virtual_packages=[])
    cache = made.parent / "cache"
    await install_(records, target_prefix=prefix, cache_dir=cache, show_progress=False)
    (prefix / "conda-meta" / "history").touch()


async def main(prefix: Path, library: Path, version: str, root: Path) -> None:
    made = channel(prefix, library, version, root)
    await index_fs(made)
    base = root / "home" / "miniforge3"
    await install(made, base, "python", "demo-pkg")
    await install(made, base / "envs" / "demo", "python", "demo-pkg")
    await install(made, base / "envs" / "docs", "gcc")
    await install(made, root / "shop" / ".conda", "python")
    for name in ("default", "docs"):
        await install(made, root / "shop" / ".pixi" / "envs" / name, "python", "demo-pkg")
    # What micromamba, a list of conda, settings of mamba and pixi have elsewhere.
    for place in ELSEWHERE:
        await install(made, root / place, "python")


if __name__ == "__main__":
    source, library, version, root = sys.argv[1:]
    asyncio.run(main(Path(source), Path(library), version, Path(root)))
