"""Finder modules that editable installs write: text to facts, read as literals.

Sources: setuptools ``editable_wheel.py`` (``MAPPING`` and ``NAMESPACES``) and the
``editables`` project (``F.map_module("name", "path")``). Both append their finder to
``sys.meta_path``, so anything found on the search path comes first.
"""

from __future__ import annotations

import ast
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


@dataclass(frozen=True, slots=True)
class EditableHook:
    """What a finder module maps."""

    modules: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    """Import name to its folder, or to its file with or without the suffix."""
    namespaces: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: MappingProxyType({}))
    """Namespace package to the folders that are its portions."""


def parse(text: str) -> EditableHook | None:
    """Read a finder module; None if it is not one of the known shapes."""
    try:
        tree = ast.parse(text)
    except (SyntaxError, ValueError, RecursionError):
        return None
    literals = dict(_literals(tree))
    mapped = dict(_map_module_calls(tree))
    if "MAPPING" not in literals and not mapped:
        return None
    modules = {**_strings(literals.get("MAPPING")), **mapped}
    return EditableHook(modules, _lists(literals.get("NAMESPACES")))


def _literals(tree: ast.Module) -> Iterator[tuple[str, object]]:
    for statement in tree.body:
        match statement:
            case ast.Assign(targets=[ast.Name(id=name)], value=value):
                pass
            case ast.AnnAssign(target=ast.Name(id=name), value=ast.expr() as value):
                pass
            case _:
                continue
        try:
            yield name, ast.literal_eval(value)
        except (ValueError, TypeError, RecursionError):
            continue


def _map_module_calls(tree: ast.Module) -> Iterator[tuple[str, str]]:
    for statement in tree.body:
        match statement:
            case ast.Expr(
                ast.Call(
                    func=ast.Attribute(attr="map_module"),
                    args=[ast.Constant(value=str() as name), ast.Constant(value=str() as path)],
                )
            ):
                yield name, path


def _strings(value: object) -> dict[str, str]:
    pairs = value.items() if isinstance(value, dict) else ()
    return {key: path for key, path in pairs if isinstance(key, str) and isinstance(path, str)}


def _lists(value: object) -> dict[str, tuple[str, ...]]:
    pairs = value.items() if isinstance(value, dict) else ()
    return {
        key: tuple(path for path in paths if isinstance(path, str))
        for key, paths in pairs
        if isinstance(key, str) and isinstance(paths, list)
    }
