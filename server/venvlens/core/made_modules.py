"""Modules that code makes as it loads, which no folder holds: told from its text.

What is told is what may be: a submodule that is not found is unknown, not missing, if the
package, or a module that it imports of its own, could have made it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from venvlens.core.extended_path import without_extension
from venvlens.core.modules import Shape
from venvlens.core.search_path import EntryKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from venvlens.core.modules import Module

_WORDS = ("modules", "meta_path", "__path__", "__getattr__")
_MAKES_ANYTHING = re.compile(r"\bmodules\s*\.\s*(?:setdefault|update)\b|\bmeta_path\b")
_CHANGES_OWN_PATH = re.compile(
    r"\b__path__\s*(?:\+?=(?!=)|\[[^\]\n]*\]\s*=(?!=)|\.\s*(?:append|insert|extend)\b)"
)
# A module's own ``__getattr__`` (PEP 562) is asked for the ``__path__`` that a file lacks.
_ANSWERS_FOR_PATH = re.compile(r"^(?:def __getattr__\b|__getattr__\s*=(?!=))", re.MULTILINE)
# ``sys.modules[key] = ...``, also as one of several targets.
_SETS_MODULE = re.compile(r"\bmodules\s*\[(?P<key>[^\]\n]*)\][^=\n]*=(?!=)")
_LITERAL_KEY = re.compile(
    r"\s*(?:(?P<own>__name__)\s*(?:\+\s*)?|f(?P<form>(?=['\"]\{__name__\})))?"
    r"(?:(?P<quote>['\"])(?:\{__name__\})?(?P<rest>[\w.]*)(?P=quote))?\s*"
)
# A function is told the name of a submodule, as ``moved_module("a.b", ...)``, and may make it.
_TOLD = re.compile(r"\b(?!getLogger\b)\w+\(\s*(?P<quote>['\"])(?P<name>[\w.]+)(?P=quote)")
# Compiled code has lost its grammar, but the names in it stand there as they are.
_NAMES_IN_BYTECODE = re.compile(r"__path__|meta_path|extend_path|declare_namespace|\bmodules\b")

# pip and its like can be built with what they vendor left out; as they come, they are not.
_NOT_DEBUNDLED = re.compile(r"^DEBUNDLED = False$", re.MULTILINE)

_FROM = re.compile(
    r"^[ \t]*from[ \t]+(?P<base>[\w.]+)[ \t]+import[ \t]*(?P<names>\([^)]*\)|[^\n#(]*)",
    re.MULTILINE,
)
_IMPORT = re.compile(r"^[ \t]*import[ \t]+(?P<names>[\w., \t]+)", re.MULTILINE)
_MOST_PARTS = 40


@dataclass(frozen=True, slots=True)
class Made:
    """The modules that code makes."""

    anything: bool = False
    """Whether it makes some whose names cannot be read."""
    names: frozenset[str] = frozenset()

    def may_have(self, name: str) -> bool:
        """Tell whether a module may be among them."""
        return self.anything or name in self.names


def made_by(module: Module, text: str) -> Made:
    """Return what a module makes, ``text`` being its own."""
    if module.entry is not None and module.entry.kind is EntryKind.STDLIB:
        return Made()  # what the standard library makes is in the tables
    if module.shape is Shape.EXTENSION:
        return Made(anything=True)
    if module.shape is Shape.BYTECODE:
        return Made(_NAMES_IN_BYTECODE.search(text) is not None)
    if module.shape is not Shape.SOURCE:
        return Made()
    told = frozenset(m["name"] for m in _TOLD.finditer(text) if _is_below(m["name"], module.name))
    if not any(word in text for word in _WORDS):
        return Made(names=told)
    if _NOT_DEBUNDLED.search(text):
        return Made()
    text = without_extension(text)
    # A module that is no package, and yet speaks of its path, poses as one.
    poses = _poses(text) if module.locations is None else _CHANGES_OWN_PATH.search(text)
    if poses:
        return Made(anything=True)
    made = made_in(text, module.name)
    return Made(made.anything, made.names | told)


def _is_below(name: str, package: str) -> bool:
    return name.startswith(f"{package}.")


def _poses(text: str) -> bool:
    return "__path__" in text or _ANSWERS_FOR_PATH.search(text) is not None


def replaces_itself(text: str, name: str) -> bool:
    """Tell whether a package's text puts another module in its place, by its literal name.

    ``modules[__name__]`` is how lazy packages put an object there that still is the package.
    """
    keys = (_LITERAL_KEY.fullmatch(match["key"]) for match in _SETS_MODULE.finditer(text))
    return any(key and not key["own"] and not key["form"] and key["rest"] == name for key in keys)


def made_in(text: str, name: str) -> Made:
    """Return what the text of a module of a name puts into ``sys.modules``."""
    if "modules" not in text and "meta_path" not in text:
        return Made()
    if _MAKES_ANYTHING.search(text):
        return Made(anything=True)
    keys = [_LITERAL_KEY.fullmatch(match["key"]) for match in _SETS_MODULE.finditer(text)]
    named = frozenset(_named(key, name) for key in keys if key)
    return Made(None in keys, named)


def _named(key: re.Match[str], name: str) -> str:
    within = key["own"] or key["form"] is not None
    return (name if within else "") + (key["rest"] or "")


def parts_imported(package: str, text: str) -> tuple[str, ...]:
    """Return the modules of a package that its text imports, each once, to a bound."""
    found = dict.fromkeys(_parts(package, text))
    return tuple(found)[:_MOST_PARTS]


def _parts(package: str, text: str) -> Iterator[str]:
    for match in _FROM.finditer(text):
        base = match["base"]
        if base == "." or base == package:
            names = (name.split() for name in match["names"].strip("() \t").split(","))
            yield from (f"{package}.{words[0]}" for words in names if words and words[0] != "*")
        elif base.startswith(".") and not base.startswith(".."):
            yield package + base
        elif base.startswith(package + "."):
            yield base
    for match in _IMPORT.finditer(text):
        names = (name.split() for name in match["names"].split(","))
        yield from (w[0] for w in names if w and w[0].startswith(package + "."))
