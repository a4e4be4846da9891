"""A machine and its user as locators see them: a real one, or one that a test describes."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from venvlens.core.tree import Tree

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import PurePath


class Files(Tree, Protocol):
    """The questions that locators ask of a disk; a path that is not absolute leads to nothing."""

    def is_file(self, path: PurePath) -> bool:
        """Tell whether a file is at a path."""

    def is_folder(self, path: PurePath) -> bool:
        """Tell whether a folder is at a path."""

    def is_program(self, path: PurePath) -> bool:
        """Tell whether a file can be started and is no script.

        Version managers put scripts named ``python`` on ``PATH``, which start another
        interpreter in each folder: they are none themselves.
        """

    def is_script(self, path: PurePath) -> bool:
        """Tell whether a file can be started and is a script."""

    def real(self, path: PurePath) -> PurePath:
        """Follow the links of a file, on POSIX not those of its folders.

        What is no link, or leads in a circle, stays as it is.
        """

    def resolved(self, path: PurePath) -> PurePath:
        """Follow all links, those of folders too; what is not there stays as far as it is not."""

    def version_in(self, path: PurePath, series: str) -> str | None:
        """Return the version of a series, such as ``3.12``, that a program has as a literal."""


class Registry(Protocol):
    r"""The registry of Windows; a key is written with backslashes from its hive: ``HKCU\…``."""

    def keys(self, key: str) -> tuple[str, ...]:
        """Return the names of a key's subkeys, nothing if it does not exist."""

    def value(self, key: str, name: str) -> str | None:
        """Return a value as text, the default one for an empty name; None if it is not there."""


class NoRegistry:
    """The registry of every other system."""

    def keys(self, key: str) -> tuple[str, ...]:
        """See :meth:`Registry.keys`."""
        del key
        return ()

    def value(self, key: str, name: str) -> str | None:
        """See :meth:`Registry.value`."""
        del key, name
        return None


@dataclass(frozen=True, slots=True)
class Machine:
    """All that decides which interpreters and environments there are."""

    platform: str
    """As ``sys.platform``: ``linux``, ``darwin``, ``win32``."""
    environ: Mapping[str, str] = field(hash=False)
    """Environment variables; on Windows their names are in upper case."""
    home: PurePath
    """The user's home folder."""
    path: tuple[PurePath, ...]
    """Folders of ``PATH`` in order; absolute, each once, existing or not."""
    files: Files = field(hash=False)
    registry: Registry = field(default_factory=NoRegistry, hash=False)

    @property
    def is_windows(self) -> bool:
        """Whether folders of environments are laid out as on Windows."""
        return self.platform == "win32"

    def names(self, folder: PurePath) -> frozenset[str]:
        """Return the names in a folder; what cannot be listed is empty."""
        listing = self.files.listing(folder)
        return listing.files | listing.folders if listing else frozenset()

    def named(self, variable: str) -> PurePath | None:
        """Return the folder that a variable names; None if it names no absolute one.

        A leading ``~`` is the user's home folder.
        """
        text = self.environ.get(variable, "")
        if text == "~" or text.startswith(("~/", "~\\")):
            return self.home / text[2:]
        path = self.home.__class__(text)
        return path if text and path.is_absolute() else None

    @property
    def data(self) -> PurePath:
        """Where programs keep a user's data: XDG's folder, ``Application Support``, ``AppData``."""
        return self._standard(
            "XDG_DATA_HOME", ".local/share", "Application Support", "LOCALAPPDATA"
        )

    @property
    def cache(self) -> PurePath:
        """Where programs keep what they can make again."""
        return self._standard("XDG_CACHE_HOME", ".cache", "Caches", "LOCALAPPDATA")

    @property
    def config(self) -> PurePath:
        """Where programs keep a user's settings."""
        return self._standard("XDG_CONFIG_HOME", ".config", "Application Support", "LOCALAPPDATA")

    @property
    def roaming(self) -> PurePath:
        """``%APPDATA%`` of Windows, which follows the user from machine to machine."""
        return self.named("APPDATA") or self.home / "AppData" / "Roaming"

    def _standard(self, xdg: str, posix: str, mac: str, windows: str) -> PurePath:
        """Return a folder as platformdirs has it, for a machine that may not be this one."""
        if self.is_windows:
            return self.named(windows) or self.home / "AppData" / "Local"
        if self.platform == "darwin":
            return self.home / "Library" / mac
        return self.named(xdg) or self.home / posix
