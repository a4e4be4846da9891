"""What a Python file imports: the values that :mod:`venvlens.core.scanner` finds."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from venvlens.core.source import Span


class Form(Enum):
    """How the code asks for a module."""

    IMPORT = "import"
    """``import a.b``"""
    FROM = "from"
    """``from a.b import c``"""
    IMPORT_MODULE = "import_module"
    """``importlib.import_module("a.b")`` or ``__import__("a.b")``, with a constant."""
    IMPORTORSKIP = "importorskip"
    """``pytest.importorskip("a.b")``, with a constant."""


@dataclass(frozen=True, slots=True)
class TryBody:
    """In the body of a ``try`` that catches a failing import."""

    block: int
    """Offset of the ``try`` keyword: the same for all parts of one statement."""


@dataclass(frozen=True, slots=True)
class TryHandler:
    """In the ``except`` clause that catches the failing import of its ``try``."""

    block: int
    """Offset of the ``try`` keyword."""


@dataclass(frozen=True, slots=True)
class TryElse:
    """In the ``else`` clause of such a ``try``: runs only if its imports worked."""

    block: int
    """Offset of the ``try`` keyword."""


@dataclass(frozen=True, slots=True)
class Suppressed:
    """In a ``with contextlib.suppress(ImportError)``."""


@dataclass(frozen=True, slots=True)
class Test:
    """In a branch that runs only if an expression has the given truth."""

    __test__ = False  # not a test for pytest

    text: str
    """The expression's source text."""
    truth: bool
    """False for an ``else`` and for the tests that an ``elif`` comes after."""


Guard = TryBody | TryHandler | TryElse | Suppressed | Test


@dataclass(frozen=True, slots=True)
class Member:
    """One name after ``from a import``."""

    name: str
    """``*`` for all names."""
    span: Span


@dataclass(frozen=True, slots=True)
class Import:
    """One module that the code asks for."""

    name: str
    """Dotted name without leading dots; empty for ``from . import a``."""
    level: int
    """Leading dots: 0 for an absolute import."""
    span: Span
    """Place of the name, leading dots included, quotes not."""
    form: Form
    members: tuple[Member, ...] = ()
    """Names taken from the module; only for :attr:`Form.FROM`."""
    guards: tuple[Guard, ...] = ()
    """What the import is conditional on, outermost first."""


@dataclass(frozen=True, slots=True)
class Scan:
    """All that a file imports, in the order of the text."""

    imports: tuple[Import, ...]
    flags: frozenset[str] = frozenset()
    """Names of variables that tell whether an import worked (``HAS_NUMPY``)."""
