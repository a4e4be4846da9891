"""Modules that an interpreter would find, and the verdicts about a name."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import PurePath

    from venvlens.core.search_path import Entry


class Shape(Enum):
    """What a module is made of."""

    BUILTIN = "built into the interpreter"
    SOURCE = "a source file"
    BYTECODE = "a bytecode file without its source"
    EXTENSION = "an extension module"
    NAMESPACE = "a namespace package"


@dataclass(frozen=True, slots=True)
class Module:
    """A module that an interpreter would find."""

    name: str
    shape: Shape
    file: PurePath | None = None
    """The file that is run; a package's is its ``__init__``."""
    locations: tuple[PurePath, ...] | None = None
    """``__path__`` of a package; None for a module that is not one."""
    entry: Entry | None = None
    """The place of the search path that has it."""

    @property
    def text_file(self) -> PurePath | None:
        """The file whose text tells what the module does as it loads."""
        return self.file if self.shape in (Shape.SOURCE, Shape.BYTECODE) else None


@dataclass(frozen=True, slots=True)
class Provided:
    """The module can be imported."""

    module: Module


@dataclass(frozen=True, slots=True)
class Missing:
    """The module cannot be imported."""

    name: str
    """The first part, with those before it, that is not there."""
    parent: Module | None
    """What was found of it; None if not even its first part is there."""


@dataclass(frozen=True, slots=True)
class Unknown:
    """Files do not tell: the answer is made at run time."""

    reason: str


Verdict = Provided | Missing | Unknown
