"""Code → the imports in it, one by one, not yet knowing what they are conditional on.

Every word ``import`` outside strings and comments belongs to an import statement, so no
other statement needs to be read. Source: "The import statement" in the Python reference.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from keyword import kwlist
from typing import TYPE_CHECKING

from venvlens.core.imports import Form
from venvlens.core.lexical import FILLER
from venvlens.core.literals import WORD

if TYPE_CHECKING:
    from collections.abc import Iterator

BLANK = rf"[ \t\f\r{FILLER}]*+"
"""Space within a line, comments and joined lines included."""
NAME = rf"(?!(?:{'|'.join(kwlist)})(?![{WORD}])|\d)[{WORD}]++"
_GAP = rf"[ \t\f\r\n{FILLER}]*+"
_DOTTED = rf"{NAME}(?:{BLANK}\.{BLANK}{NAME})*+"

_CANDIDATE = re.compile(
    rf"import(?:(?<![{WORD}]import)(?P<call>_module|orskip)?(?![{WORD}])"
    rf"|(?<=(?<![{WORD}])__import)(?P<dunder>__)(?![{WORD}]))"
)
# PEP 810 puts a soft keyword in front. A dot too many is one whose name is yet to be typed.
_FROM = re.compile(
    rf"{BLANK}(?:lazy{BLANK})?(?:from(?![{WORD}]){BLANK}"
    rf"(?P<module>(?P<dots>(?:\.{BLANK})*+)(?P<name>{_DOTTED})?)(?:{BLANK}\.)?{BLANK})?(?=import)"
)
_MODULE = re.compile(
    rf"{BLANK}(?P<name>{_DOTTED})(?:{BLANK}\.)?"
    rf"(?:{BLANK}as(?![{WORD}])(?:{BLANK}{NAME})?)?(?P<more>{BLANK},)?"
)
_MEMBER = re.compile(
    rf"{BLANK}(?P<name>{NAME}|\*)"
    rf"(?:{BLANK}as(?![{WORD}])(?:{BLANK}{NAME})?)?(?P<more>{BLANK},)?"
)
# In an unclosed parenthesis the next statement's first word is no member.
_MEMBER_IN_PARENTHESES = re.compile(
    rf"{_GAP}(?P<name>{NAME})(?={_GAP}as(?![{WORD}])|{BLANK}[,)\n])"
    rf"(?:{_GAP}as(?![{WORD}])(?:{_GAP}{NAME})?)?(?P<more>{_GAP},)?"
)
_OPENING = re.compile(rf"{BLANK}\(")
_INVISIBLE = re.compile(rf"[ \t\f\r\n{FILLER}]+")

_COMMENTED_GAP = r"[\s\\]*+(?:#[^\n]*+[\s\\]*+)*+"
_CONSTANT = re.compile(
    rf"{_COMMENTED_GAP}\({_COMMENTED_GAP}[rRuU]?(?P<quotes>\"\"\"|'''|\"|')"
    rf"(?P<name>[{WORD}.]++)(?P=quotes){_COMMENTED_GAP}[,)]"
)
_OWNER = {"_module": "importlib", "orskip": "pytest", "__": "builtins"}
_OWNED = {
    end: re.compile(rf"(?<![{WORD}.]){owner}{_GAP}\.{_GAP}\Z") for end, owner in _OWNER.items()
}
_DEFINED = re.compile(rf"(?<![{WORD}])def{BLANK}\Z")
# How far back the owner of a function is looked for.
_LONGEST_OWNER = 80


@dataclass(frozen=True, slots=True)
class Found:
    """One imported module and its place in a padded text."""

    name: str
    level: int
    start: int
    end: int
    form: Form
    members: tuple[tuple[str, int, int], ...] = ()
    """Name, start and end of each."""


def imports_in(code: str, text: str) -> Iterator[Found]:
    """Find all imports, given the overwritten code and the padded text it was made from."""
    behind = 0
    for candidate in _CANDIDATE.finditer(code):
        call = candidate["call"] or candidate["dunder"]
        if call is not None:
            yield from _call(code, text, candidate.start(), candidate.end(), call)
            continue
        start = _statement_start(code, behind, candidate.start())
        behind = candidate.end()
        statement = _FROM.match(code, start) if start else None
        if statement is None or statement.end() != candidate.start():
            continue
        if statement["module"] is None:
            yield from _modules(code, behind)
        elif statement["module"]:
            yield _from(code, statement, behind)
