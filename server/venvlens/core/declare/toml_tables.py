"""Requirements in a TOML table from names to constraints: poetry, pipenv, pixi."""

from __future__ import annotations

from typing import TYPE_CHECKING

from venvlens.core.declare import toml_document
from venvlens.core.declare.spelling import caret, position, specifiers
from venvlens.core.declare.toml_document import quoted
from venvlens.core.declare.values import Cannot, Declared, Format
from venvlens.core.names import distribution_name

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from packaging.requirements import Requirement

    from venvlens.core.declare.toml_document import Document
    from venvlens.core.declare.values import Target

_TOOLS = {Format.POETRY: "Poetry", Format.PIPFILE: "Pipenv", Format.PIXI: "Pixi"}


def add(text: str, target: Target, requirement: Requirement) -> str | Declared | Cannot:
    """Return the text with a requirement more in a table; a missing table is made."""
    file = target.file.name
    document = toml_document.read(text)
    if isinstance(document, str):
        return Cannot(f"{file} cannot be edited: {document}.")
    table = document.value(target.keys)
    if table is not None and not isinstance(table, dict):
        return Cannot(f"`{'.'.join(target.keys)}` in {file} is not a table: edit it by hand.")
    name = distribution_name(requirement.name)
    for key in table or ():
        if distribution_name(key) == name:
            return Declared(f"`{key}` is declared in {file} already.")
    parts = _parts(target.format, requirement, table or {})
    if isinstance(parts, Cannot):
        return parts
    value = _inline(parts, _quote(document, target.keys, table or {}))
    after = _with(document, target.keys, requirement.name, value)
    if after is None or not _is_right(document, after, [*target.keys, requirement.name]):
        named = ".".join(target.keys)
        return Cannot(f"`{named}` in {file} is written in an unusual way: edit it by hand.")
    return after


def _with(document: Document, table: Sequence[str], name: str, value: str) -> str | None:
    """Put a key in its order, if the keys are in order; ``python`` stands first by custom."""
    listed = document.value(table)
    keys = list(listed) if isinstance(listed, dict) else []
    names = [None if key == "python" else distribution_name(key) for key in keys]
    at = position(names, distribution_name(name))
    made = None
    if 0 < at < len(keys):
        made = toml_document.with_key_below(document, table, keys[at - 1], name, value)
    elif at == 0 and keys:
        made = toml_document.with_key_above(document, table, keys[0], name, value)
    return made or toml_document.with_key(document, table, name, value)


def _parts(
    form: Format, requirement: Requirement, table: Mapping[str, object]
) -> dict[str, str | list[str]] | Cannot:
    """Return what a tool's table says of a requirement."""
    url, name, tool = requirement.url, requirement.name, _TOOLS[form]
    if url is not None and not url.startswith(("https://", "http://")):
        return Cannot(f"{tool} writes the address of `{name}` in its own way: add it by hand.")
    if requirement.marker is not None and form is Format.PIXI:
        return Cannot(f"{tool} has no environment markers for `{name}`: add it by hand.")
    if any(one.operator == "===" for one in requirement.specifier):
        return Cannot(f"{tool} has no `===`, which `{requirement}` asks for: add it by hand.")
    parts: dict[str, str | list[str]] = {}
    if url is not None:
        parts["file" if form is Format.PIPFILE else "url"] = url
    else:
        parts["version"] = _version(form, requirement, table)
    if requirement.extras:
        parts["extras"] = sorted(requirement.extras)
    if requirement.marker is not None:
        parts["markers"] = str(requirement.marker).replace('"', "'")
    return parts


def _inline(parts: Mapping[str, str | list[str]], quote: str) -> str:
    """Return parts as TOML: the version alone, or an inline table."""

    def written(part: str | list[str]) -> str:
        if isinstance(part, str):
            return quoted(part, quote)
        return f"[{', '.join(quoted(one, quote) for one in part)}]"

    if set(parts) == {"version"}:
        return written(parts["version"])
    return f"{{{', '.join(f'{key} = {written(part)}' for key, part in parts.items())}}}"


def _quote(document: Document, keys: Sequence[str], table: Mapping[str, object]) -> str:
    """Return the quotes of a table's first string."""
    first = next((key for key, value in table.items() if isinstance(value, str)), None)
    place = toml_document.span(document, [*keys, first]) if first is not None else None
    return "'" if place and document.text[place[0]] == "'" else '"'


def _version(form: Format, requirement: Requirement, table: Mapping[str, object]) -> str:
    specifier = requirement.specifier
    if not specifier:
        return "*"
    if form is not Format.POETRY:
        return specifiers(specifier)
    short = caret(specifier)
    if short and any(_constraint(value).startswith("^") for value in table.values()):
        return short
    [*some] = specifier
    # A version alone is poetry's "==".
    exact = len(some) == 1 and some[0].operator == "==" and not some[0].version.endswith("*")
    return some[0].version if exact else specifiers(specifier)


def _constraint(value: object) -> str:
    found = value.get("version") if isinstance(value, dict) else value
    return found if isinstance(found, str) else ""


def _is_right(document: Document, after: str, keys: Sequence[str]) -> bool:
    new = toml_document.read(after)
    if isinstance(new, str) or new.value(keys) is None:
        return False
    return toml_document.differs_only_at(document.data, new.data, keys)
