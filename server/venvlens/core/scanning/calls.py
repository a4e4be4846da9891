"""Calls of functions that import a module, given by a constant."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from venvlens.core.imports import Form
from venvlens.core.scanning.found import Found
from venvlens.core.scanning.literals import WORD, WORD_OR_DOT
from venvlens.core.scanning.words import BLANK, GAP

if TYPE_CHECKING:
    from collections.abc import Iterator

_COMMENTED_GAP = r"[\s\\]*+(?:#[^\n]*+[\s\\]*+)*+"
_CONSTANT = re.compile(
    rf"{_COMMENTED_GAP}\({_COMMENTED_GAP}[rRuU]?(?P<quotes>\"\"\"|'''|\"|')"
    rf"(?P<name>{WORD_OR_DOT}++)(?P=quotes){_COMMENTED_GAP}[,)]"
)
_OWNERS = {"import_module": "importlib", "importorskip": "pytest", "__import__": "builtins"}
_FORMS = {
    "import_module": Form.IMPORT_MODULE,
    "importorskip": Form.IMPORTORSKIP,
    "__import__": Form.IMPORT_MODULE,
}
_OWNED = {
    function: re.compile(rf"(?<!{WORD_OR_DOT}){owner}{GAP}\.{GAP}\Z")
    for function, owner in _OWNERS.items()
}
_DEFINED = re.compile(rf"(?<!{WORD})def{BLANK}\Z")
# How far back the owner of a function is looked for.
_LONGEST_OWNER = 80


def call_at(code: str, text: str, start: int, end: int) -> Iterator[Found]:
    """Read the call of the function whose name stands there, if its module is a constant.

    Takes the overwritten code, and the padded text that still has the constant.
    """
    argument = _CONSTANT.match(text, end)
    function = code[start:end]
    if argument is None or not _is_known(code, start, function):
        return
    name = argument["name"]
    if all(part.isidentifier() for part in name.split(".")):
        yield Found(name, 0, *argument.span("name"), _FORMS[function])


def _is_known(code: str, start: int, function: str) -> bool:
    """Tell whether a name is the function we know: neither defined here nor another's."""
    before = code[max(0, start - _LONGEST_OWNER) : start]
    if _OWNED[function].search(before):
        return True
    code_before = before.rstrip()
    of_another = code_before.endswith(".") and not code_before.endswith("...")
    return not of_another and not _DEFINED.search(before)
