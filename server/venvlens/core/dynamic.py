"""What a package's own text does to its submodules: told from the text, nothing is run."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from venvlens.core.modules import Shape
from venvlens.core.search_path import EntryKind

if TYPE_CHECKING:
    from venvlens.core.modules import Module

_EXTENDS = re.compile(
    r"^[ \t]*__path__\s*(?::[^=\n]+)?=\s*"
    r"(?:\w+\s*\.\s*|__import__\(\s*['\"]pkgutil['\"](?:\s*,[^)\n]*)?\)\s*\.\s*)?"
    r"extend_path\(\s*__path__",
    re.MULTILINE,
)
_DECLARES = re.compile(
    r"^(?:[^#\n]*[\s.;:])?declare_namespace\(\s*(?:__name__|['\"][\w.]+['\"])\s*\)", re.MULTILINE
)

_MAKES_CHILDREN = re.compile(
    r"\bmodules\s*\.\s*(?:setdefault|update)\b"
    r"|\bmeta_path\b"
    r"|\b__path__\s*(?:\+?=(?!=)|\[[^\]\n]*\]\s*=(?!=)|\.\s*(?:append|insert|extend)\b)"
)
_POSES_AS_PACKAGE = re.compile(_MAKES_CHILDREN.pattern + r"|\b__path__\b")
# ``sys.modules[key] = ...``, also as one of several targets.
_SETS_MODULE = re.compile(r"\bmodules\s*\[(?P<key>[^\]\n]*)\][^=\n]*=(?!=)")
_LITERAL_KEY = re.compile(
    r"\s*(?:(?P<own>__name__)\s*(?:\+\s*)?|f(?P<form>(?=['\"]\{__name__\})))?"
    r"(?:(?P<quote>['\"])(?:\{__name__\})?(?P<rest>[\w.]*)(?P=quote))?\s*"
)
# Compiled code has lost its grammar, but the names in it stand there as they are.
_NAMES_IN_BYTECODE = re.compile(r"__path__|meta_path|extend_path|declare_namespace|\bmodules\b")


def extends_path(text: str) -> bool:
    """Tell whether a package joins all folders of its name, as ``pkgutil`` does."""
    return "extend_path" in text and _EXTENDS.search(text) is not None


def declares_namespace(text: str) -> bool:
    """Tell whether a package joins all packages of its name, as ``pkg_resources`` does."""
    return "declare_namespace" in text and _DECLARES.search(text) is not None


def why_dynamic(module: Module, text: str, child: str) -> str | None:
    """Tell why a module may make a certain submodule while it runs; None if it does not."""
    if module.entry is not None and module.entry.kind is EntryKind.STDLIB:
        return None  # what the standard library makes is in the tables
    if module.shape is Shape.EXTENSION:
        return f"{module.name} is {module.shape.value}, which may make modules as it loads"
    if module.shape is Shape.BYTECODE and _NAMES_IN_BYTECODE.search(text):
        return f"{module.name} is {module.shape.value}, which may make modules as it loads"
    if module.shape is Shape.SOURCE and _makes(module, text, child):
        return f"{module.name} makes modules as it loads"
    return None


# pip and its like can be built with what they vendor left out; as they come, they are not.
_NOT_DEBUNDLED = re.compile(r"^DEBUNDLED = False$", re.MULTILINE)


def _makes(module: Module, text: str, child: str) -> bool:
    if _NOT_DEBUNDLED.search(text):
        return False
    if not any(word in text for word in ("modules", "meta_path", "__path__")):
        return False  # to look for words takes a tenth of what expressions take
    # The path that ``extend_path`` assigns is known, not dynamic.
    text = _EXTENDS.sub("extended(", text) if extends_path(text) else text
    pattern = _MAKES_CHILDREN if module.locations else _POSES_AS_PACKAGE
    if pattern.search(text):
        return True
    keys = (match["key"] for match in _SETS_MODULE.finditer(text))
    return any(_may_be(key, module.name, child) for key in keys)


def _may_be(key: str, module: str, child: str) -> bool:
    """Tell whether a key of ``sys.modules`` may be a name; one that is written out is exact."""
    literal = _LITERAL_KEY.fullmatch(key)
    if literal is None:
        return True
    within = literal["own"] or literal["form"] is not None
    return child == (module if within else "") + (literal["rest"] or "")
