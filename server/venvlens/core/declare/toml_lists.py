"""Requirements in an array of a TOML document: ``[project]``, groups, pdm, uv, hatch, PEP 723."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from venvlens.core.declare import toml_arrays, toml_document
from venvlens.core.declare.spelling import name_of, pep508, position
from venvlens.core.declare.values import Cannot, Declared
from venvlens.core.names import distribution_name

if TYPE_CHECKING:
    from collections.abc import Sequence

    from packaging.requirements import Requirement

    from venvlens.core.declare.toml_document import Document

_FIRST_OF_LIST = re.compile(r"\[[ \t]*(?:#[^\n]*)?\n([ \t]+)[\"'{]")


def add(
    text: str, keys: Sequence[str], requirement: Requirement, file: str
) -> str | Declared | Cannot:
    """Return the text with a requirement more in the list at keys; a missing list is made."""
    document = toml_document.read(text)
    if isinstance(document, str):
        return Cannot(f"{file} cannot be edited: {document}.")
    listed = document.value(keys)
    if listed is not None and not isinstance(listed, list):
        return Cannot(f"`{'.'.join(keys)}` in {file} is not a list: edit it by hand.")
    name = distribution_name(requirement.name)
    for one in listed or ():
        if isinstance(one, str) and name_of(one) == name:
            return Declared(f"`{one}` is declared in {file} already.")
    spelled = pep508(requirement, [one for one in listed or () if isinstance(one, str)])
    made = _new_list if listed is None else _longer_list
    after = made(document, keys, spelled)
    if after is None or not _is_right(document, after, keys, spelled):
        return Cannot(
            f"`{'.'.join(keys)}` in {file} is written in an unusual way: edit it by hand."
        )
    return after


def _new_list(document: Document, keys: Sequence[str], spelled: str) -> str | None:
    indent = _indent(document.text)
    quoted = _quoted(spelled, '"')
    value = f"[\n{indent}{quoted},\n]"
    return toml_document.with_key(document, keys[:-1], keys[-1], value)


def _longer_list(document: Document, keys: Sequence[str], spelled: str) -> str | None:
    place = toml_document.span(document, keys)
    if place is None:
        return None
    start, end = place
    array = document.text[start:end]
    items = toml_arrays.items(array)
    strings = [item.string for item in items]
    names = [name_of(one) if one is not None else None for one in strings]
    quotes = [item.text[0] for item in items if item.string is not None]
    new = _quoted(spelled, "'" if quotes and set(quotes) == {"'"} else '"')
    name = name_of(spelled)
    if name is None:
        return None
    made = toml_arrays.insert(array, new, position(names, name), _indent(document.text))
    return document.text[:start] + made + document.text[end:]


def _quoted(spelled: str, quote: str) -> str:
    """Return a requirement as a TOML string; the quotes within a marker are the other ones."""
    other = "'" if quote == '"' else '"'
    if other not in spelled:
        spelled = spelled.replace(quote, other)
    return toml_document.quoted(spelled, quote)


def _indent(text: str) -> str:
    """Return how far the lists of a document are indented."""
    found = _FIRST_OF_LIST.search(text)
    return found[1] if found else "    "


def _is_right(document: Document, after: str, keys: Sequence[str], spelled: str) -> bool:
    """Tell whether a text says one requirement more than the document and nothing else."""
    new = toml_document.read(after)
    if isinstance(new, str) or not toml_document.differs_only_at(document.data, new.data, keys):
        return False
    before, now = document.value(keys) or [], new.value(keys)
    if not isinstance(before, list) or not isinstance(now, list):
        return False
    added = [
        index
        for index, one in enumerate(now)
        if isinstance(one, str) and name_of(one) == name_of(spelled)
    ]
    return len(added) == 1 and now[: added[0]] + now[added[0] + 1 :] == before
