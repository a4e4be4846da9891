"""``environment.yml``: a line more in ``dependencies:`` or in its list ``pip:``.

YAML's usual way of writing these lists is read line by line, everything else is refused: what is
not understood is not edited.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from venvlens.core.declare.spelling import name_of, pep508, position, specifiers
from venvlens.core.declare.values import Cannot, Declared
from venvlens.core.names import distribution_name

if TYPE_CHECKING:
    from packaging.requirements import Requirement

_KEY = re.compile(r"dependencies[ ]*:[ ]*(?P<value>[^#\n]*?)[ ]*(?:#.*)?")
_ITEM = re.compile(r"(?P<indent> *)-(?P<gap> +)(?P<value>\S.*?)[ ]*")
_SUBLIST = re.compile(r"""["']?pip["']?[ ]*:[ ]*(?P<value>[^#]*?)[ ]*(?:#.*)?""")
_PLAIN = re.compile(
    r"""(?P<quote>["']?)(?P<text>[A-Za-z0-9./:_\\-][^"'\n]*?)(?P=quote)[ ]*(?:(?<= )#.*)?"""
)


class _UnusualError(Exception):
    """The file is written in a way that is not edited."""


@dataclass(slots=True)
class _Item:
    """An element of a list: its line, the line behind it, its text without quotes."""

    line: int
    end: int
    text: str
    quote: str = ""


@dataclass(slots=True)
class _Listing:
    """A list: its elements, what is before each, and the line that ``key:`` is on."""

    key: int
    start: str
    """Indent, dash and gap of an element."""
    items: list[_Item]


def add(
    text: str, requirement: Requirement, file: str, *, with_pip: bool
) -> str | Declared | Cannot:
    r"""Return the text with a requirement more; the line ends must be ``\\n``."""
    lines = text.split("\n")[:-1]
    spelled: str | Cannot
    try:
        conda, pip = _read(lines)
        listed = pip if with_pip else conda
        items = listed.items if listed else []
        name = distribution_name(requirement.name)
        for item in items:
            if _name(item.text) == name:
                return Declared(f"`{item.text}` is declared in {file} already.")
        texts = [item.text for item in items]
        spelled = pep508(requirement, texts) if with_pip else _as_conda(requirement, texts)
        if isinstance(spelled, Cannot):
            return spelled
        if listed is None:
            _add_pip_list(lines, conda, spelled)
        else:
            _insert(lines, listed, spelled, name)
        _read(lines)
    except _UnusualError as unusual:
        return Cannot(f"{file} cannot be edited: {unusual}.")
    return "".join(f"{line}\n" for line in lines)


def _read(lines: list[str]) -> tuple[_Listing, _Listing | None]:
    """Return the list ``dependencies`` and the list ``pip`` in it."""
    key = _key(lines)
    end = next((i for i in range(key + 1, len(lines)) if _is_key(lines[i])), len(lines))
    items: list[_Item] = []
    pip, start = None, "  - "
    at = key + 1
    while at < end:
        item = None if _is_blank(lines[at]) else _item(lines[at])
        if item is None:
            at += 1
            continue
        if items and item["indent"] != start[: len(start) - len(start.lstrip())]:
            raise _UnusualError(f"line {at + 1} is indented unlike the others")
        start = start if items else f"{item['indent']}-{item['gap']}"
        sub = _SUBLIST.fullmatch(item["value"])
        if sub is None:
            items.append(_value(item["value"], at))
            at += 1
            continue
        start_of = f"{item['indent']}-{item['gap']}"
        pip = _sublist(lines, at, end, start_of, sub["value"])
        last = pip.items[-1].end if pip.items else at + 1
        items.append(_Item(at, last, "pip:"))
        at = last
    return _Listing(key, start, items), pip


def _sublist(lines: list[str], key: int, end: int, start: str, value: str) -> _Listing:
    if value:
        raise _UnusualError(f"the list `pip` is on one line ({key + 1})")
    indent = start[: len(start) - len(start.lstrip())]
    listed = _Listing(key, f"{' ' * len(start)}- ", [])
    for at in range(key + 1, end):
        if _is_blank(lines[at]):
            continue
        item = _item(lines[at])
        if len(item["indent"]) <= len(indent):
            break
        if listed.items and not listed.start.startswith(f"{item['indent']}-"):
            raise _UnusualError(f"line {at + 1} is indented unlike the others")
        listed.start = listed.start if listed.items else f"{item['indent']}-{item['gap']}"
        listed.items.append(_value(item["value"], at))
    return listed


def _key(lines: list[str]) -> int:
    found = [number for number, line in enumerate(lines) if _KEY.fullmatch(line)]
    separators = [number for number, line in enumerate(lines) if line.startswith("---")]
    if len(found) != 1 or len(separators) > 1:
        raise _UnusualError(
            "it has no list `dependencies`" if not found else "it has several parts"
        )
    match = _KEY.fullmatch(lines[found[0]])
    if match and match["value"]:
        raise _UnusualError("its `dependencies` are on one line")
    return found[0]


def _is_key(line: str) -> bool:
    return line[:1] not in ("", " ", "#", "-", "\t") or line.startswith(("---", "..."))


def _is_blank(line: str) -> bool:
    return not line.strip() or line.lstrip().startswith("#")


def _item(line: str) -> re.Match[str]:
    item = _ITEM.fullmatch(line)
    if item is None:
        raise _UnusualError(f"`{line.strip()[:60]}` is no plain element of a list")
    return item


def _value(value: str, line: int) -> _Item:
    plain = _PLAIN.fullmatch(value)
    if plain is None or re.search(r":(?: |$)", plain["text"]):
        raise _UnusualError(f"`{value[:60]}` is no plain element of a list")
    return _Item(line, line + 1, plain["text"], plain["quote"])


def _name(text: str) -> str | None:
    """Return the name of an element: ``conda-forge::numpy=1.2`` is numpy."""
    found = name_of(text.rpartition("::")[2])
    return None if text == "pip:" or text.startswith("-") else found


def _insert(lines: list[str], listed: _Listing, spelled: str, name: str) -> None:
    items = listed.items
    # Python and pip stand first by custom, and the list of pip last.
    names = [distribution_name(one) if (one := _name(item.text)) else None for item in items]
    leading = [None if one in ("python", "pip") else one for one in names]
    at = position(leading, distribution_name(name))
    if at == len(items) and items and items[-1].text == "pip:":
        at -= 1
    quotes = {item.quote for item in items if item.text != "pip:"}
    quote = quotes.pop() if len(quotes) == 1 else ""
    if quote and quote in spelled:
        quote = ""
    above = items[at - 1].end if at > 0 else (items[0].line if items else listed.key + 1)
    lines.insert(above, f"{listed.start}{quote}{spelled}{quote}")


def _add_pip_list(lines: list[str], conda: _Listing, spelled: str) -> None:
    """Make the list ``pip``; conda wants pip itself among its packages then."""
    at = conda.items[-1].end if conda.items else conda.key + 1
    indent = " " * len(conda.start)
    has_pip = any(_name(item.text) == "pip" for item in conda.items)
    made = [] if has_pip else [f"{conda.start}pip"]
    lines[at:at] = [*made, f"{conda.start}pip:", f"{indent}- {spelled}"]


def _as_conda(requirement: Requirement, neighbours: list[str]) -> str | Cannot:
    """Return a requirement as conda's match specification."""
    for what, given in (
        ("extras", requirement.extras),
        ("markers", requirement.marker),
        ("addresses", requirement.url),
        ("`===`", any(one.operator == "===" for one in requirement.specifier)),
    ):
        if given:
            return Cannot(
                f"conda has no {what}, which `{requirement}` asks for: add it under `pip:`."
            )
    [*some] = requirement.specifier
    name = requirement.name.lower()
    if len(some) == 1 and some[0].operator == "==":
        version = some[0].version
        if version.endswith(".*"):
            return f"{name}={version.removesuffix('.*')}"
        loose = any(re.search(r"[^=<>!~]=[^=]", one) for one in neighbours)
        strict = any("==" in one for one in neighbours)
        return f"{name}{'=' if loose and not strict else '=='}{version}"
    return f"{name}{specifiers(requirement.specifier)}"
