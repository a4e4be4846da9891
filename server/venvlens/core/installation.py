"""Installations as values: what is known of an interpreter, and what follows from it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from venvlens.core.layout import versioned_folder

if TYPE_CHECKING:
    from pathlib import PurePath

    from venvlens.core.fixed_path import FixedPath
    from venvlens.core.python_version import PythonVersion


class Probe(Protocol):
    """The questions that are asked of a disk; a path that is not absolute leads to nothing."""

    def is_file(self, path: PurePath) -> bool:
        """Tell whether a file is at a path."""

    def is_folder(self, path: PurePath) -> bool:
        """Tell whether a folder is at a path."""

    def text(self, path: PurePath) -> str | None:
        """Return a file's text, None if it cannot be read."""

    def real(self, path: PurePath) -> PurePath:
        """Follow the links of a file as getpath does: on POSIX not those of its folders.

        What is no link, or leads in a circle, stays as it is.
        """


@dataclass(frozen=True, slots=True)
class Build:
    """What was decided when an interpreter was compiled."""

    platform: str
    """As ``sys.platform``."""
    version: PythonVersion
    prefix: PurePath
    """Where it was to be installed; counts where no landmark is found."""
    exec_prefix: PurePath | None = None
    """The same for extension modules, if it is another folder."""
    lib: str = "lib"
    """``sys.platlibdir`` on POSIX."""
    framework: str = ""
    """As ``sys._framework``: the name of a framework of macOS."""
    sources: str = ""
    """``VPATH``: from the folder of the compiled executable to the sources."""

    @property
    def is_windows(self) -> bool:
        """Whether the layout is that of Windows."""
        return self.platform == "win32"

    @property
    def library(self) -> str:
        """The standard library below a prefix."""
        return "Lib" if self.is_windows else f"{self.lib}/{versioned_folder(self.version)}"

    @property
    def landmarks(self) -> tuple[str, ...]:
        """The files that tell a standard library."""
        return f"{self.library}/os.py", f"{self.library}/os.pyc"

    @property
    def dynload(self) -> str:
        """The extension modules below a prefix."""
        return "DLLs" if self.is_windows else f"{self.library}/lib-dynload"

    @property
    def archive(self) -> str:
        """The zipped standard library below a prefix."""
        version = self.version
        series = f"python{version.major}{version.minor}"
        return f"{series}.zip" if self.is_windows else f"{self.lib}/{series}{self._threads}.zip"

    @property
    def _threads(self) -> str:
        return "t" * self.version.free_threaded


@dataclass(frozen=True, slots=True)
class Start:
    """How an interpreter is started."""

    executable: PurePath
    """Absolute, as it was written."""
    running: PurePath | None = None
    """What the system says is running, on Windows: a launcher starts another file."""
    launcher: PurePath | None = None
    """``__PYVENV_LAUNCHER__``: what a person started, of Windows' launchers and frameworks."""
    shared: PurePath | None = None
    """The shared library of the interpreter, where it was loaded from."""


@dataclass(frozen=True, slots=True)
class Layout:
    """What getpath finds out."""

    prefix: PurePath
    """``sys.base_prefix``."""
    exec_prefix: PurePath
    """``sys.base_exec_prefix``."""
    environment: PurePath | None
    """Folder of the ``pyvenv.cfg`` that was obeyed."""
    running: PurePath
    """The base interpreter itself, its links followed."""
    library: PurePath
    """Folder of the standard library; may not exist."""
    entries: tuple[PurePath, ...]
    """The search path before ``site`` adds to it."""
    fixed: FixedPath | None
    """What a ``._pth`` file says, if there is one; its entries are :attr:`entries`."""
    found: bool
    """Whether anything told the prefix; else it is the one of the build."""
    lib: str = "lib"
    """See :attr:`Build.lib`."""
    framework: str = ""
    """See :attr:`Build.framework`."""
