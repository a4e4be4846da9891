"""Fills `bundled/` with the server of this checkout and the libraries that it needs.

Run by `npm run package`, with any Python 3.11 or newer. What comes from the package index is
pinned and checked against the hashes in `bundled-requirements.txt`.
"""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

CLIENT = Path(__file__).resolve().parent.parent
SERVER = CLIENT.parent / "server"
BUNDLED = CLIENT / "bundled"

# For a machine that no wheel with compiled code is made for, so that none can be taken.
EVERYWHERE = (
    "--only-binary=:all:",
    "--platform=any",
    "--python-version=3.11",
    "--implementation=py",
    "--abi=none",
)
DROPPED_FOLDERS = {"__pycache__", "bin", "test", "tests", "sboms"}
DROPPED_SUFFIXES = {".pyi"}
DROPPED_FILES = {
    "py.typed",
    "INSTALLER",
    "RECORD",
    "REQUESTED",
    "WHEEL",
    "entry_points.txt",
    "top_level.txt",
}


def main() -> None:
    """Make `bundled/` anew."""
    shutil.rmtree(BUNDLED, ignore_errors=True)
    libs = BUNDLED / "libs"
    libs.mkdir(parents=True)
    install(CLIENT / "bundled-requirements.txt", libs)
    drop_what_is_not_run(libs)
    copy_server(libs / "venvlens")
    shutil.copyfile(CLIENT / "scripts" / "venvlens_server.py", BUNDLED / "venvlens_server.py")
    if strange := [path for path in files(BUNDLED) if not is_expected(path)]:
        sys.exit("Not pure Python, or not known what for: " + ", ".join(map(str, strange)))
    settle(BUNDLED)


def install(requirements: Path, target: Path) -> None:
    """Install exactly what is pinned."""
    with tempfile.TemporaryDirectory() as scratch:
        subprocess.run(
            [
                *(pip_of(Path(scratch)), "-m", "pip", "install", "-qq"),
                *("--disable-pip-version-check", "--root-user-action=ignore"),
                *("--require-hashes", "--no-deps", "--no-compile", *EVERYWHERE),
                *("--target", str(target), "--requirement", str(requirements)),
            ],
            check=True,
        )


def pip_of(scratch: Path) -> str:
    """Return a Python that has pip: this one, or one in an environment of its own."""
    if importlib.util.find_spec("pip"):
        return sys.executable
    subprocess.run([sys.executable, "-m", "venv", str(scratch / "pip")], check=True)
    return str(scratch / "pip" / ("Scripts" if os.name == "nt" else "bin") / "python")


def drop_what_is_not_run(libs: Path) -> None:
    """Leave code, metadata and licences."""
    for folder in [path for path in libs.rglob("*") if path.is_dir()]:
        if folder.name in DROPPED_FOLDERS:
            shutil.rmtree(folder, ignore_errors=True)
    for path in files(libs):
        if path.name in DROPPED_FILES or path.suffix in DROPPED_SUFFIXES:
            path.unlink()


def copy_server(target: Path) -> None:
    """Copy the server's package, and the page that findings link to into it, as in its wheel."""
    shutil.copytree(
        SERVER / "venvlens", target, ignore=shutil.ignore_patterns("__pycache__", "py.typed")
    )
    shutil.copyfile(SERVER / "RULES.md", target / "RULES.md")
    shutil.copyfile(CLIENT.parent / "NOTICE", target / "NOTICE")


def files(folder: Path) -> list[Path]:
    """Return all files below a folder."""
    return sorted(path for path in folder.rglob("*") if not path.is_dir())


def is_expected(path: Path) -> bool:
    """Tell whether a file is one that we know the reason for."""
    parents = path.relative_to(BUNDLED).parts[:-1]
    if any(part.endswith(".dist-info") for part in parents):
        return "licenses" in parents or path.name.startswith(("METADATA", "LICEN", "NOTICE"))
    if parents[:2] == ("libs", "venvlens"):
        return path.suffix == ".py" or path.name in {"import_table.txt", "RULES.md", "NOTICE"}
    return path.suffix == ".py"


def settle(folder: Path) -> None:
    """Give all files the same permissions, whatever the wheels and this machine give them."""
    for path in files(folder):
        path.chmod(0o644)


if __name__ == "__main__":
    main()
