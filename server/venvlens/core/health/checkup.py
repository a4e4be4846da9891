"""What a look at one environment has told, and the words for it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from venvlens.core.environment import Environment
    from venvlens.core.health.facts import StartUp
    from venvlens.core.health.trouble import Trouble


@dataclass(frozen=True, slots=True)
class Checkup:
    """One environment and what is wrong with it."""

    environment: Environment
    troubles: tuple[Trouble, ...]
    start_up: tuple[StartUp, ...]
    """All code of its ``.pth`` files, that of known tools too."""

    @property
    def verdict(self) -> str:
        """How many faults it has, in words."""
        count = len(self.troubles)
        return f"{count} fault{'' if count == 1 else 's'}" if count else "nothing is wrong"


def place(trouble: Trouble, shown: str) -> str:
    """Return where a fault is, in a file as it is shown: with a line if it is not all of it."""
    span = trouble.span
    return f"{shown}:{span.line + 1}" if span.end_column or span.end_line else shown
