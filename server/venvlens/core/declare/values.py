"""Where a requirement can be declared, and what comes of trying to."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import PurePath


class Format(Enum):
    """How a list of requirements is written."""

    TOML_ARRAY = auto()
    """Strings as in PEP 508: ``[project]``, groups, pdm, uv and hatch."""
    POETRY = auto()
    """A table from names to poetry's constraints."""
    PIXI = auto()
    """A table from names to pixi's specifications of PyPI packages."""
    PIPFILE = auto()
    """A table from names to pipenv's specifications."""
    REQUIREMENTS = auto()
    """A requirements file, as pip reads it."""
    CONDA = auto()
    """``dependencies:`` of an ``environment.yml``: names and versions as conda has them."""
    CONDA_PIP = auto()
    """The list ``pip:`` in ``dependencies:`` of an ``environment.yml``."""
    SETUP_CFG = auto()
    """``install_requires`` of a ``setup.cfg``."""
    SCRIPT = auto()
    """The comment block of a script (PEP 723)."""
    CODE = auto()
    """A ``setup.py``: only a person can edit it."""


@dataclass(frozen=True, slots=True)
class Target:
    """A list of requirements that a project keeps."""

    file: PurePath
    format: Format
    keys: tuple[str, ...] = ()
    """Keys from the top of a TOML file to the list or table; () in other formats."""
    place: str = ""
    """The list as words in a menu, behind "Add requests to": ``the group dev``."""
    is_main: bool = True
    """Needed to run the project; false for groups, extras and what is for development."""
    cannot: str | None = None
    """Why nothing can be added here, as a sentence; such a target is for explanations only."""


@dataclass(frozen=True, slots=True)
class LineEdit:
    """Whole lines to put in the place of whole lines."""

    start: int
    """The first line that goes, from 0. Lines end where ``core.source.lines`` ends them."""
    end: int
    """The line behind the last one that goes; equal to ``start`` if none goes."""
    text: str
    """What comes instead, with the line ends of the file."""


@dataclass(frozen=True, slots=True)
class Edited:
    """The requirement can be declared by these edits, from top to bottom, apart from another."""

    edits: tuple[LineEdit, ...]


@dataclass(frozen=True, slots=True)
class Declared:
    """The requirement stands there already, whatever its version: nothing is to be done."""

    message: str


@dataclass(frozen=True, slots=True)
class Cannot:
    """The requirement cannot be declared there."""

    message: str
    """Why, and the way out, as one sentence."""


Outcome = Edited | Declared | Cannot
