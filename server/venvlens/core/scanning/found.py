"""What is found in a text before anything is known about the code around it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from venvlens.core.imports import Form


@dataclass(frozen=True, slots=True)
class Found:
    """One imported module and its place in a padded text."""

    name: str
    level: int
    start: int
    end: int
    form: Form
    at_margin: bool = False
    """A statement that begins a line without indentation."""
    members: tuple[tuple[str, int, int], ...] = ()
    """Name, start and end of each."""

    def bounds(self) -> Iterator[tuple[int, int]]:
        """Return the start and end of the name, then those of each member."""
        yield self.start, self.end
        for _, start, end in self.members:
            yield start, end
