"""The text of a TOML document with one value changed or one key more; tomlkit finds the places.

What changes is written by ourselves, line by line: tomlkit keeps what it does not touch, and its
own ways of spacing differ from version to version.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import tomlkit
from tomlkit.exceptions import TOMLKitError
from tomlkit.items import AoT, InlineTable, Table

from venvlens.core import toml_text

if TYPE_CHECKING:
    from collections.abc import Mapping, MutableMapping, Sequence
    from typing import Any

_LARGEST = 2**18
"""Characters of a document that is edited; tomlkit takes seconds for more."""
_MARK = "venvlens-was-here"
_BARE = re.compile(r"[A-Za-z0-9_-]+")


@dataclass(frozen=True, slots=True)
class Document:
    r"""A valid TOML text whose line ends are ``\\n``."""

    text: str
    data: Mapping[str, object]

    def value(self, keys: Sequence[str]) -> object:
        """Return what stands at keys, None if nothing does."""
        found: object = self.data
        for key in keys:
            found = found.get(key) if isinstance(found, dict) else None
        return found


def read(text: str) -> Document | str:
    """Return a text as a document, or as a clause why it cannot be edited."""
    data = toml_text.read(text)
    if isinstance(data, str):
        return data
    if len(text) > _LARGEST:
        return "it is too large"
    return Document(text, data)


def span(document: Document, keys: Sequence[str]) -> tuple[int, int] | None:
    """Return the offsets of the text of a value; None if it is not found.

    tomlkit tells no places: a mark that it writes in the value's stead shows where it is.
    """
    made = _parsed(document)
    holder = None if made is None else _holder(made, keys[:-1])
    if made is None or holder is None or keys[-1] not in holder:
        return None
    holder[keys[-1]] = _MARK
    marked, mark = made.as_string(), f'"{_MARK}"'
    start = marked.find(mark)
    end = len(document.text) - (len(marked) - start - len(mark))
    fits = start >= 0 and document.text[:start] == marked[:start]
    return (start, end) if fits and document.text[end:] == marked[start + len(mark) :] else None


def with_key(document: Document, table: Sequence[str], key: str, value: str) -> str | None:
    """Return the text with a key behind the others of a table; None if that cannot be done.

    ``value`` is TOML. A table that does not exist is made below the keys of the one that it
    belongs to, or at the end of the document.
    """
    last = _last_key(document, table)
    if last is not None:
        below = with_key_below(document, table, last, key, value)
        if below is not None:
            return below
    header = _header(document, table)
    if header is not None and last is None:
        line = f"{spelled_key(key)} = {value}\n"
        return f"{document.text[:header]}{line}{document.text[header:]}"
    inline = _in_line(document, table, f"{spelled_key(key)} = {value}")
    if inline is not None:
        return inline
    made = _with_table(document, table, f"{spelled_key(key)} = {value}\n")
    return made if isinstance(toml_text.read(made), dict) else None


def with_key_below(
    document: Document, table: Sequence[str], neighbour: str, key: str, value: str
) -> str | None:
    """Return the text with a key below a neighbour, spaced like it; None if lines do not fit."""
    line = _line_of(document, table, neighbour)
    if line is None:
        return None
    (_, end), (indent, sign) = line
    new = f"{indent}{spelled_key(key)}{sign}{value}"
    text = document.text
    return f"{text[:end]}{new}\n{text[end:]}" if text[end - 1] == "\n" else None


def with_key_above(
    document: Document, table: Sequence[str], neighbour: str, key: str, value: str
) -> str | None:
    """Return the text with a key above a neighbour, spaced like it; None if lines do not fit."""
    line = _line_of(document, table, neighbour)
    if line is None:
        return None
    (start, _), (indent, sign) = line
    new = f"{indent}{spelled_key(key)}{sign}{value}"
    return f"{document.text[:start]}{new}\n{document.text[start:]}"


def spelled_key(key: str) -> str:
    """Return a key as TOML; ``zope.interface`` needs quotes."""
    return key if _BARE.fullmatch(key) else quoted(key)


def quoted(text: str, quote: str = '"') -> str:
    """Return a string as TOML, in these quotes if they can hold it."""
    literal = quote == "'" and re.search(r"['\x00-\x08\x0a-\x1f\x7f]", text) is None
    return tomlkit.string(text, literal=literal).as_string()


def differs_only_at(
    old: Mapping[str, object], new: Mapping[str, object], keys: Sequence[str]
) -> bool:
    """Tell whether two documents say the same except at keys, which only the new one may have."""
    first, *rest = keys
    others = {key: value for key, value in new.items() if key != first}
    if others != {key: value for key, value in old.items() if key != first}:
        return False
    if not rest:
        return True
    before, after = old.get(first, {}), new.get(first)
    return (
        isinstance(before, dict)
        and isinstance(after, dict)
        and differs_only_at(before, after, rest)
    )


def _parsed(document: Document) -> tomlkit.TOMLDocument | None:
    """Return tomlkit's reading; None for the few valid texts that it does not understand."""
    try:
        return tomlkit.parse(document.text)
    except (TOMLKitError, RecursionError):
        return None


def _holder(made: tomlkit.TOMLDocument, keys: Sequence[str]) -> MutableMapping[str, Any] | None:
    found: Any = made
    for key in keys:
        found = found.get(key)
        if not isinstance(found, dict):
            return None
    holder: MutableMapping[str, Any] = found
    return holder


def _last_key(document: Document, table: Sequence[str]) -> str | None:
    """Return the last key of a table that stands on a line of its own."""
    made = _parsed(document)
    holder = None if made is None else _holder(made, table)
    if holder is None or isinstance(holder, InlineTable):
        return None
    return next(
        (
            key
            for key, value in reversed(list(holder.items()))
            if not isinstance(value, Table | AoT)
        ),
        None,
    )


def _with_table(document: Document, table: Sequence[str], line: str) -> str:
    header = ".".join(spelled_key(one) for one in table)
    last = _last_key(document, table[:-1]) if table[1:] else None
    place = None if last is None else _line_of(document, table[:-1], last)
    text, at = document.text, len(document.text) if place is None else place[0][1]
    blank = "\n" if text else ""
    return f"{text[:at]}{blank}[{header}]\n{line}{text[at:]}"


def _in_line(document: Document, table: Sequence[str], pair: str) -> str | None:
    """Return the text with a key in an inline table; None if the table is none."""
    place = span(document, table) if table else None
    if place is None or document.text[place[0]] != "{":
        return None
    listed = document.value(table)
    keys = list(listed) if isinstance(listed, dict) else []
    last = span(document, [*table, keys[-1]]) if keys else (place[0], place[0] + 1)
    if last is None:
        return None
    # An array on lines of its own has a comma at its end, which one on a line does without.
    joined = re.sub(r",\]\Z", "]", "".join(line.strip() for line in pair.split("\n")))
    text = document.text
    return f"{text[: last[1]]}{', ' if keys else ''}{joined}{text[last[1] :]}"


def _header(document: Document, table: Sequence[str]) -> int | None:
    """Return the end of the line that opens a table; 0 for the top of the document."""
    if not table:
        return 0
    end = 0
    for line in document.text.split("\n")[:-1]:
        end += len(line) + 1
        opened = toml_text.read(line) if line.lstrip().startswith("[") else ""
        if isinstance(opened, dict) and Document(line, opened).value(table) == {}:
            return end
    return None


def _line_of(
    document: Document, table: Sequence[str], key: str
) -> tuple[tuple[int, int], tuple[str, str]] | None:
    """Return the lines of a key and its value, from and to; and what is before and behind the key.

    Before it is the indent, and the first parts of a dotted key. None for what is in an inline
    table.
    """
    value = span(document, [*table, key])
    if value is None:
        return None
    text = document.text
    start = text.rfind("\n", 0, value[0]) + 1
    line_end = text.find("\n", value[1])
    before = text[start : value[0]]
    spellings = (re.escape(key), re.escape(quoted(key)), re.escape(quoted(key, "'")))
    shape = re.fullmatch(
        rf"([ \t]*(?:[\w-]+[ \t]*\.[ \t]*)*)(?:{'|'.join(spellings)})([ \t]*=[ \t]*)", before
    )
    if shape is None or line_end < 0:
        return None
    # More than one blank lines the signs up, which the new key would not fit.
    sign = shape[2] if len(shape[2]) <= 3 else " = "
    return (start, line_end + 1), (shape[1], sign)
