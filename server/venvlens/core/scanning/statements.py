"""Import statements. Source: "The import statement" in the Python reference and PEP 810."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from venvlens.core.imports import Form
from venvlens.core.scanning.found import Found
from venvlens.core.scanning.literals import WORD
from venvlens.core.scanning.words import BLANK, GAP, NAME, SPACE

if TYPE_CHECKING:
    from collections.abc import Iterator

_DOTTED = rf"{NAME}(?:{BLANK}\.{BLANK}{NAME})*+"

# PEP 810 puts a soft keyword in front. A dot too many is one whose name is yet to be typed.
_FROM = re.compile(
    rf"{BLANK}(?:lazy{BLANK})?(?:from(?!{WORD}){BLANK}"
    rf"(?P<module>(?P<dots>(?:\.{BLANK})*+)(?P<name>{_DOTTED})?)(?:{BLANK}\.)?{BLANK})?(?=import)"
)
_MODULE = re.compile(
    rf"{BLANK}(?P<name>{_DOTTED})(?:{BLANK}\.)?"
    rf"(?:{BLANK}as(?!{WORD})(?:{BLANK}{NAME})?)?(?P<more>{BLANK},)?"
)
_MEMBER = re.compile(
    rf"{BLANK}(?P<name>{NAME}|\*)"
    rf"(?:{BLANK}as(?!{WORD})(?:{BLANK}{NAME})?)?(?P<more>{BLANK},)?"
)
# In an unclosed parenthesis the next statement's first word is no member.
_MEMBER_IN_PARENTHESES = re.compile(
    rf"{GAP}(?P<name>{NAME})(?={GAP}as(?!{WORD})|{BLANK}[,)\n])"
    rf"(?:{GAP}as(?!{WORD})(?:{GAP}{NAME})?)?(?P<more>{GAP},)?"
)
_OPENING = re.compile(rf"{BLANK}\(")
_INVISIBLE = re.compile(rf"[{SPACE}\n]+")


def statement_at(code: str, low: int, at: int) -> Iterator[Found]:
    """Read the statement whose ``import`` stands there, given where the last one was."""
    start = _statement_start(code, low, at)
    statement = _FROM.match(code, start) if start else None
    if statement is None or statement.end() != at:
        return
    at_margin = code[start - 1] == "\n" and code[start] not in SPACE
    if statement["module"] is None:
        yield from _modules(code, at + len("import"), at_margin)
    elif statement["module"]:
        yield _from(code, statement, at_margin)


def _statement_start(code: str, low: int, high: int) -> int:
    """Return where the statement of an ``import`` begins, 0 if it does not begin one.

    Looks no further back than to the last one: many on one line must not cost their square.
    """
    line = code.rfind("\n", low, high) + 1
    low = line or low
    return max(line, code.rfind(";", low, high) + 1, code.rfind(":", low, high) + 1)


def _modules(code: str, at: int, at_margin: bool) -> Iterator[Found]:
    """Read what follows ``import``."""
    more = True
    while more and (module := _MODULE.match(code, at)):
        start, end = module.span("name")
        yield Found(_name(code[start:end]), 0, start, end, Form.IMPORT, at_margin)
        more, at = module["more"] is not None, module.end()


def _from(code: str, statement: re.Match[str], at_margin: bool) -> Found:
    """Read ``from`` a module and what follows its ``import``."""
    start, end = statement.span("module")
    end = start + len(code[start:end].rstrip(SPACE))
    name, level = _name(statement["name"] or ""), statement["dots"].count(".")
    members = tuple(_members(code, statement.end() + len("import")))
    return Found(name, level, start, end, Form.FROM, at_margin, members)


def _members(code: str, at: int) -> Iterator[tuple[str, int, int]]:
    """Read the names behind ``from a import``."""
    opening = _OPENING.match(code, at)
    pattern = _MEMBER_IN_PARENTHESES if opening else _MEMBER
    at = opening.end() if opening else at
    more = True
    while more and (member := pattern.match(code, at)):
        yield (_name(member["name"]), *member.span("name"))
        more, at = member["more"] is not None, member.end()


def _name(source: str) -> str:
    """Return a name as Python sees it: without space around dots, normalised by NFKC."""
    name = _INVISIBLE.sub("", source)
    return name if name.isascii() else unicodedata.normalize("NFKC", name)
