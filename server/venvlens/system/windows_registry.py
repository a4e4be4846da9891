"""The registry of Windows, read through the standard library's ``winreg``."""

from __future__ import annotations

import importlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, cast

from venvlens.core.machine import NoRegistry

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from venvlens.core.machine import Registry

_MOST_KEYS = 2000
"""Subkeys that are read of one key."""


class Winreg(Protocol):
    """What is used of ``winreg``, which exists on Windows only."""

    HKEY_CURRENT_USER: int
    HKEY_LOCAL_MACHINE: int
    KEY_READ: int
    KEY_WOW64_64KEY: int
    REG_SZ: int
    REG_EXPAND_SZ: int

    def OpenKey(  # noqa: N802 - winreg's own name
        self, key: int, sub_key: str, reserved: int, access: int, /
    ) -> AbstractContextManager[object]:
        """Open a key; OSError if it is not there or may not be read."""

    def EnumKey(self, key: object, index: int, /) -> str:  # noqa: N802
        """Return the name of a subkey; OSError after the last."""

    def QueryValueEx(self, key: object, name: str, /) -> tuple[object, int]:  # noqa: N802
        """Return a value and its type; OSError if it is not there."""

    def ExpandEnvironmentStrings(self, text: str, /) -> str:  # noqa: N802
        """Put the values of variables for ``%NAME%``."""


def registry_of(platform: str) -> Registry:
    """Return the registry of a machine; other systems have none."""
    if platform != "win32":
        return NoRegistry()
    try:
        module = importlib.import_module("winreg")
    except ImportError:
        # Windows' rules are asked of another system's disk.
        return NoRegistry()
    return WindowsRegistry(cast("Winreg", module))


@dataclass(frozen=True, slots=True)
class WindowsRegistry:
    """See :class:`venvlens.core.machine.Registry`; what cannot be read is not there.

    Keys are those of 64-bit programs, whatever this process is: those of 32-bit programs are
    below ``WOW6432Node``.
    """

    winreg: Winreg

    def keys(self, key: str) -> tuple[str, ...]:
        """See :meth:`venvlens.core.machine.Registry.keys`."""
        found: list[str] = []
        try:
            with self._open(key) as opened:
                while len(found) < _MOST_KEYS:
                    found.append(self.winreg.EnumKey(opened, len(found)))
        except (OSError, ValueError):  # the last one was read, or there is none to read
            pass
        return tuple(found)

    def value(self, key: str, name: str) -> str | None:
        """See :meth:`venvlens.core.machine.Registry.value`."""
        winreg = self.winreg
        try:
            with self._open(key) as opened:
                data, kind = winreg.QueryValueEx(opened, name)
                if not isinstance(data, str) or kind not in (winreg.REG_SZ, winreg.REG_EXPAND_SZ):
                    return None
                return winreg.ExpandEnvironmentStrings(data) if kind != winreg.REG_SZ else data
        except (OSError, ValueError):
            return None

    def _open(self, key: str) -> AbstractContextManager[object]:
        hive, _, rest = key.partition("\\")
        winreg = self.winreg
        root = winreg.HKEY_CURRENT_USER if hive == "HKCU" else winreg.HKEY_LOCAL_MACHINE
        return winreg.OpenKey(root, rest, 0, winreg.KEY_READ | winreg.KEY_WOW64_64KEY)
