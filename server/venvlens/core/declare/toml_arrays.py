"""A requirement more in the text of a TOML array, everything else as it was."""

from __future__ import annotations

import re
from dataclasses import dataclass

from venvlens.core import toml_text

# In this order: a comment may hold quotes, a string may hold a number sign.
_TOKEN = re.compile(
    r"""(?P<space>[ \t\n]+)|(?P<comment>\#[^\n]*)|(?P<comma>,)
    |(?P<open>[\[{])|(?P<close>[\]}])
    |(?P<other>\"{3}(?:\\.|[^\\])*?\"{3,5}|'{3}.*?'{3,5}|"(?:\\.|[^"\\\n])*"|'[^'\n]*'
    |[^\s,\[\]{}\#"']+|.)""",
    re.VERBOSE | re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Item:
    """A value of an array."""

    start: int
    end: int
    comma: int | None
    """Offset behind the comma that follows; None if none does."""
    text: str
    """As written, with quotes."""

    @property
    def string(self) -> str | None:
        """The value, if it is a string."""
        value = toml_text.read(f"x = {self.text}")
        found = value.get("x") if isinstance(value, dict) else None
        return found if isinstance(found, str) else None


def items(array: str) -> list[Item]:
    r"""Return the values of an array, whose text starts and ends with its brackets.

    The text must be valid TOML with ``\\n`` as line ends.
    """
    found: list[Item] = []
    start, end, depth = -1, -1, 0
    for token in _TOKEN.finditer(array, 1, len(array) - 1):
        kind = token.lastgroup
        depth += (kind == "open") - (kind == "close")
        if kind == "comma" and depth == 0:
            found.append(Item(start, end, token.end(), array[start:end]))
            start = -1
        elif kind not in ("space", "comment") or depth:
            start = token.start() if start < 0 else start
            end = token.end()
    if start >= 0:
        found.append(Item(start, end, None, array[start:end]))
    return found


def insert(array: str, new: str, index: int, indent: str) -> str:
    """Return the text of an array with a value before the one at an index.

    Where values stand on lines of their own, so does the new one; ``indent`` is for a list that
    has no line to copy it from. A comment at the end of a line stays with its value, one above
    the first value stays above all.
    """
    found = items(array)
    if not found:
        return _into_empty(array, new, indent)
    if index == 0:
        at = found[0].start
        line = _indent_before(array, at)
        return array[:at] + new + (", " if line is None else f",\n{line}") + array[at:]
    item = found[index - 1]
    line = _indent_before(array, item.start)
    if line is not None and (index == len(found) or _rest_of_line(array, item) is not None):
        return _below(array, new, item, line)
    return _beside(array, new, item)


def _into_empty(array: str, new: str, indent: str) -> str:
    if "\n" not in array:
        return f"[{new}]"
    at = array.rindex("\n") + 1
    copied = re.search(r"\n([ \t]*)#", array)
    return f"{array[:at]}{copied[1] if copied else indent}{new},\n{array[at:]}"


def _below(array: str, new: str, item: Item, line: str) -> str:
    rest = _rest_of_line(array, item)
    if item.comma is None:
        end = item.end if rest is None else rest
        return f"{array[: item.end]},{array[item.end : end]}\n{line}{new}{array[end:]}"
    end = item.comma if rest is None else rest
    return f"{array[:end]}\n{line}{new},{array[end:]}"


def _beside(array: str, new: str, item: Item) -> str:
    if item.comma is None:
        return f"{array[: item.end]}, {new}{array[item.end :]}"
    space = re.compile(r"[ \t]*").match(array, item.comma)
    follows = array[item.comma : space.end()] if space else ""
    last = all(one.start <= item.start for one in items(array))
    if last:
        return f"{array[: item.comma]} {new},{array[item.comma :]}"
    return f"{array[: item.comma]}{follows}{new},{array[item.comma :]}"


def _indent_before(array: str, at: int) -> str | None:
    """Return what is before a place on its line, if that is blank and not the first line."""
    start = array.rfind("\n", 0, at) + 1
    before = array[start:at]
    return before if start and not before.strip() else None


def _rest_of_line(array: str, item: Item) -> int | None:
    """Return the end of a value's line, if nothing but its comma and a comment follows."""
    end = array.find("\n", item.end if item.comma is None else item.comma)
    found = re.compile(r"[ \t]*(?:#[^\n]*)?").match(
        array, item.end if item.comma is None else item.comma
    )
    between = array[item.end : item.comma or item.end]
    return end if found and found.end() == end and "\n" not in between else None
