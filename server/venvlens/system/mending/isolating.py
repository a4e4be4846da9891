"""Switching the base's site-packages off in an environment: one line of its ``pyvenv.cfg``."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import unified_diff
from pathlib import Path
from typing import TYPE_CHECKING

from venvlens.core import pyvenv_cfg
from venvlens.core.fixes.repair import can_be_recreated
from venvlens.core.plans import Cannot
from venvlens.system import editing
from venvlens.system.locators import prefix as prefixes

if TYPE_CHECKING:
    from venvlens.core.machine import Machine
    from venvlens.core.requests import IsolateRequest
    from venvlens.system.editing import Original

UNDO = "To undo it, write `include-system-site-packages = true` there again"


@dataclass(frozen=True, slots=True)
class Edit:
    """What would be written."""

    original: Original
    text: str

    @property
    def diff(self) -> str:
        """The change as unified text."""
        name = str(self.original.path)
        before, after = (t.splitlines(keepends=True) for t in (self.original.text, self.text))
        return "".join(unified_diff(before, after, name, name))


def plan(wanted: IsolateRequest, machine: Machine) -> Edit | Cannot:
    """Tell what would be written, or why nothing is."""
    prefix = Path(wanted.environment)
    found = prefixes.describe(prefix, machine, "named by the user")
    if found is None or not can_be_recreated(found):
        return Cannot(f"{prefix} is not a virtual environment: its base's packages are its own")
    original = editing.read(prefix / "pyvenv.cfg", prefix)
    if isinstance(original, editing.Refused):
        return Cannot(original.message.removesuffix("."))
    if not pyvenv_cfg.asks_for_system_site(original.text):
        return Cannot(f"{original.path} does not ask for the base's site-packages")
    return Edit(original, pyvenv_cfg.isolated(original.text))


def carry_out(edit: Edit) -> str:
    """Write it in one step; say why it was not done, or nothing."""
    refused = editing.write(edit.original, edit.text)
    return refused.message if refused else ""
