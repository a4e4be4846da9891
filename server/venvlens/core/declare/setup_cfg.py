"""``install_requires`` of a ``setup.cfg``: a line more in the list."""

from __future__ import annotations

import configparser
import re
from typing import TYPE_CHECKING

from venvlens.core.declare.spelling import name_of, pep508, position
from venvlens.core.declare.values import Cannot, Declared
from venvlens.core.names import distribution_name

if TYPE_CHECKING:
    from packaging.requirements import Requirement

_KEY = re.compile(r"install[_-]requires[ \t]*[=:](?P<value>.*)", re.IGNORECASE)


def requires(text: str) -> list[str] | str:
    """Return ``install_requires``, or as a clause why it cannot be read.

    Source: setuptools' ``config/setupcfg.py``: one requirement on a line, or between semicolons
    if there is one line only.
    """
    parser = configparser.RawConfigParser(delimiters=("=",))
    try:
        parser.read_string(text)
    except configparser.Error as error:
        return str(error).partition("\n")[0].rstrip(".:")
    value = ""
    if parser.has_section("options"):
        section = parser["options"]
        value = section.get("install_requires") or section.get("install-requires") or ""
    parts = value.split("\n") if "\n" in value else value.split(";")
    return [part.strip() for part in parts if part.strip()]


def add(text: str, requirement: Requirement, file: str) -> str | Declared | Cannot:
    r"""Return the text with a requirement more; the line ends must be ``\\n``."""
    before = requires(text)
    if isinstance(before, str):
        return Cannot(f"{file} cannot be edited: {before}.")
    name = distribution_name(requirement.name)
    for one in before:
        if one.startswith("file:"):
            return Cannot(f"{file} takes its requirements from {one[5:].strip()}: add it there.")
        if name_of(one) == name:
            return Declared(f"`{one}` is declared in {file} already.")
    spelled = pep508(requirement, before)
    lines = text.split("\n")[:-1]
    place = _find(lines)
    if isinstance(place, str):
        return Cannot(f"{file} cannot be edited: {place}.")
    options, key = place
    if key is None:
        lines[options + 1 : options + 1] = ["install_requires =", f"    {spelled}"]
    else:
        _insert(lines, key, spelled)
    after = "".join(f"{line}\n" for line in lines)
    now = requires(after)
    if isinstance(now, str) or sorted(now) != sorted([*before, spelled]):
        return Cannot(
            f"`install_requires` in {file} is written in an unusual way: edit it by hand."
        )
    return after


def _find(lines: list[str]) -> tuple[int, int | None] | str:
    """Return the lines of ``[options]`` and of ``install_requires`` in it."""
    headers = [number for number, line in enumerate(lines) if line.startswith("[")]
    options = next((i for i in headers if lines[i].strip() == "[options]"), None)
    if options is None:
        return "it has no section [options]"
    end = next((i for i in headers if i > options), len(lines))
    key = next((i for i in range(options + 1, end) if _KEY.match(lines[i])), None)
    found = _KEY.match(lines[key]) if key is not None else None
    if found and found["value"].strip():
        return "its `install_requires` starts on the line of its name"
    return options, key


def _insert(lines: list[str], key: int, spelled: str) -> None:
    listed: list[int] = []
    for number in range(key + 1, len(lines)):
        line = lines[number]
        if line.strip() and not line[0].isspace() and line[0] not in "#;":
            break
        if line.strip() and line.lstrip()[0] not in "#;":
            listed.append(number)
    names = [name_of(lines[number].strip()) for number in listed]
    name = name_of(spelled)
    at = position(names, name) if name else len(listed)
    first = listed[0] if listed else key + 1
    indent = lines[first][: -len(lines[first].lstrip())] if listed else "    "
    lines.insert(listed[at - 1] + 1 if at else first, f"{indent}{spelled}")
