"""A made home, project and machine, and the program run in them as a person runs it."""

from __future__ import annotations

import fcntl
import os
import struct
import subprocess
import sys
import termios
from dataclasses import dataclass
from pathlib import Path
from textwrap import dedent
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

SERIES = f"{sys.version_info.major}.{sys.version_info.minor}"
BASE = Path(sys._base_executable)


@dataclass(frozen=True)
class World:
    """Folders below one temporary folder, with nothing of the real machine in them."""

    root: Path

    @property
    def project(self) -> Path:
        return self.root / "project"

    @property
    def environ(self) -> dict[str, str]:
        return {
            "HOME": str(self.root / "home"),
            "XDG_DATA_HOME": str(self.root / "home" / "data"),
            "PYTHONUSERBASE": str(self.root / "userbase"),
            "PATH": str(self.root / "bin"),
            "LC_ALL": "C.UTF-8",
        }

    def write(self, files: dict[str, str]) -> None:
        for name, text in files.items():
            path = self.project / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(dedent(text), "utf-8")

    def make_environment(self, name: str = ".venv") -> Path:
        prefix = self.project / name
        subprocess.run([BASE, "-m", "venv", "--without-pip", prefix], check=True)
        return prefix

    def global_python(self) -> None:
        """Put an interpreter on PATH; what it has beyond its own is in the user's site."""
        self.environ_path.mkdir()
        (self.environ_path / "python3").symlink_to(BASE)

    @property
    def environ_path(self) -> Path:
        return self.root / "bin"

    @property
    def user_site(self) -> Path:
        return self.root / "userbase" / "lib" / f"python{SERIES}" / "site-packages"

    def run(
        self, *words: str, cwd: Path | None = None, **environ: str
    ) -> subprocess.CompletedProcess[str]:
        done = subprocess.run(
            [sys.executable, "-m", "venvlens", *words],
            cwd=cwd or self.project,
            env=self.environ | environ,
            capture_output=True,
            stdin=subprocess.DEVNULL,
        )
        return subprocess.CompletedProcess(
            done.args, done.returncode, os.fsdecode(done.stdout), os.fsdecode(done.stderr)
        )

    def run_in_terminal(self, *words: str, columns: int = 80, **environ: str) -> tuple[int, str]:
        """Run with all streams on one terminal; return the status and all that was shown."""
        ours, theirs = os.openpty()
        fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
        with subprocess.Popen(
            [sys.executable, "-m", "venvlens", *words],
            cwd=self.project,
            env=self.environ | {"TERM": "xterm"} | environ,
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
        ) as process:
            os.close(theirs)
            shown = b"".join(_all_from(ours))
        os.close(ours)
        return process.returncode, shown.decode().replace("\r\n", "\n")


def _all_from(terminal: int) -> Iterator[bytes]:
    while True:
        try:
            part = os.read(terminal, 65536)
        except OSError:  # how Linux says that the other side is closed
            return
        if not part:
            return
        yield part


def site_packages(prefix: Path) -> Path:
    return prefix / "lib" / f"python{SERIES}" / "site-packages"


def install(site: Path, name: str, version: str = "1.0", modules: tuple[str, ...] = ()) -> None:
    """Put a distribution into a folder as an installer leaves it."""
    package = site / name
    package.mkdir(parents=True)
    files = [f"{name}/__init__.py", *(f"{name}/{module}.py" for module in modules)]
    for file in files:
        (site / file).touch()
    info = site / f"{name}-{version}.dist-info"
    info.mkdir()
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n")
    (info / "RECORD").write_text("".join(f"{file},,\n" for file in files))
