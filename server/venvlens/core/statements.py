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
from venvlens.core.literals import WORD, WORD_OR_DOT

if TYPE_CHECKING:
    from collections.abc import Iterator

_SPACE = f" \t\f\r{FILLER}"
BLANK = rf"[{_SPACE}]*+"
"""Space within a line, comments and joined lines included."""
NAME = rf"(?!(?:{'|'.join(kwlist)})(?!{WORD})|\d){WORD}++"
_GAP = rf"[{_SPACE}\n]*+"
_DOTTED = rf"{NAME}(?:{BLANK}\.{BLANK}{NAME})*+"

_CANDIDATE = re.compile(
    rf"import(?:(?<!{WORD}import)(?P<call>_module|orskip)?(?!{WORD})"
    rf"|(?<=(?<!{WORD})__import)(?P<dunder>__)(?!{WORD}))"
)
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
    rf"{_GAP}(?P<name>{NAME})(?={_GAP}as(?!{WORD})|{BLANK}[,)\n])"
    rf"(?:{_GAP}as(?!{WORD})(?:{_GAP}{NAME})?)?(?P<more>{_GAP},)?"
)
_OPENING = re.compile(rf"{BLANK}\(")
_INVISIBLE = re.compile(rf"[{_SPACE}\n]+")

_COMMENTED_GAP = r"[\s\\]*+(?:#[^\n]*+[\s\\]*+)*+"
_CONSTANT = re.compile(
    rf"{_COMMENTED_GAP}\({_COMMENTED_GAP}[rRuU]?(?P<quotes>\"\"\"|'''|\"|')"
    rf"(?P<name>{WORD_OR_DOT}++)(?P=quotes){_COMMENTED_GAP}[,)]"
)
_OWNER = {"_module": "importlib", "orskip": "pytest", "__": "builtins"}
_OWNED = {
    end: re.compile(rf"(?<!{WORD_OR_DOT}){owner}{_GAP}\.{_GAP}\Z") for end, owner in _OWNER.items()
}
_DEFINED = re.compile(rf"(?<!{WORD})def{BLANK}\Z")
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
    at_margin: bool = False
    """A statement that begins a line without indentation."""
    members: tuple[tuple[str, int, int], ...] = ()
    """Name, start and end of each."""

    def bounds(self) -> Iterator[tuple[int, int]]:
        """Return the start and end of the name, then those of each member."""
        yield self.start, self.end
        for _, start, end in self.members:
            yield start, end


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
        at_margin = code[start - 1] == "\n" and code[start] not in _SPACE
        if statement["module"] is None:
            yield from _modules(code, behind, at_margin)
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
    end = start + len(code[start:end].rstrip(_SPACE))
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


def _call(code: str, text: str, start: int, end: int, call: str) -> Iterator[Found]:
    """Read the call of a function that imports, if its module is a constant."""
    argument = _CONSTANT.match(text, end)
    if argument is None or not _is_function(code, start, call):
        return
    name = argument["name"]
    if all(part.isidentifier() for part in name.split(".")):
        form = Form.IMPORTORSKIP if call == "orskip" else Form.IMPORT_MODULE
        yield Found(name, 0, *argument.span("name"), form)


def _is_function(code: str, start: int, call: str) -> bool:
    """Tell whether a name is the function we know: neither defined here nor another's."""
    start -= 2 if call == "__" else 0
    before = code[max(0, start - _LONGEST_OWNER) : start]
    if _OWNED[call].search(before):
        return True
    of_another = before.rstrip().endswith(".") and not before.rstrip().endswith("...")
    return not of_another and not _DEFINED.search(before)
