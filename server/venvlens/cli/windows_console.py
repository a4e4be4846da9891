"""Colours in a console of Windows; loaded there only."""

from __future__ import annotations

import ctypes
import sys

_STDOUT = -11
_VIRTUAL_TERMINAL = 4
"""``ENABLE_VIRTUAL_TERMINAL_PROCESSING``; source: SetConsoleMode in Microsoft's documentation."""


def understand_colors() -> bool:
    """Make the console understand the usual sequences, and tell whether it does."""
    if sys.platform == "win32":
        kernel = ctypes.windll.kernel32
        handle = kernel.GetStdHandle(_STDOUT)
        mode = ctypes.c_uint32()
        if not kernel.GetConsoleMode(handle, ctypes.byref(mode)):
            return False
        return bool(kernel.SetConsoleMode(handle, mode.value | _VIRTUAL_TERMINAL))
    return True
