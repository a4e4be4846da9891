"""Finder modules that editable installs write: text to facts, read as literals.

Sources: setuptools ``editable_wheel.py`` (``MAPPING`` and ``NAMESPACES``), the
``editables`` project (``F.map_module("name", "path")``) and scikit-build-core's
``_editable_redirect.py`` (the dictionaries of the last ``install(...)``). The first two
append their finder to ``sys.meta_path``, so anything on the search path comes first.
"""

from __future__ import annotations

import ast
from dataclasses import dataclass, field
from pathlib import PurePath
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

_LONGEST = 2**20
"""Characters of a finder that is read; parsing more would take seconds."""


@dataclass(frozen=True, slots=True)
class EditableHook:
    """What a finder module maps."""

    modules: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    """Import name to its folder, or to its file with or without the suffix."""
    namespaces: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: MappingProxyType({}))
    """Namespace package to the folders that are its portions."""
    placeholder: PurePath | None = None
    """What setuptools puts on the search path in the place of namespaces."""
    first: bool = False
    """Whether the finder is asked before the search path is."""
    locations: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: MappingProxyType({}))
    """Package to its ``__path__``, where that is more than the folder of its file."""


@dataclass(frozen=True, slots=True)
class MesonHook:
    """What the loader module of meson-python says: the rest is in its build folder."""

    names: frozenset[str]
    """Top-level names that the finder answers for."""
    build: PurePath


def parse(text: str, module: str, folder: PurePath) -> EditableHook | MesonHook | None:
    """Read a finder module that lies in a folder; None if it is of no known shape."""
    tree = _tree(text)
    if tree is None:
        return None
    literals = dict(_literals(tree))
    if "MAPPING" in literals:
        return _setuptools(literals, module)
    if mapped := dict(_map_module_calls(tree)):
        return EditableHook(mapped)
    calls = tuple(_run_at_start_up(tree))
    if arguments := _last_call(calls, "install"):
        return _scikit_build(arguments, folder)
    if arguments := _last_call(calls, "install_inplace"):
        return _scikit_build_inplace(arguments)
    if arguments := _last_call(tree.body, "MesonpyMetaFinder"):
        return _meson(arguments)
    return None


def _tree(text: str) -> ast.Module | None:
    if len(text) > _LONGEST:
        return None
    try:
        return ast.parse(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


def _run_at_start_up(tree: ast.Module) -> Iterator[ast.stmt]:
    """Yield what a finder does as it loads, or when scikit-build-core's ``.start`` file says."""
    for statement in tree.body:
        match statement:
            case ast.Expr():
                yield statement
            case ast.FunctionDef(name="entrypoint", body=body):
                yield from body


def _setuptools(literals: Mapping[str, object], module: str) -> EditableHook:
    modules = _strings(literals["MAPPING"])
    # Newer versions let an empty list of portions mean the mapped folder.
    namespaces = {
        name: paths or tuple(modules[n] for n in (name,) if n in modules)
        for name, paths in _lists(literals.get("NAMESPACES")).items()
    }
    placeholder = PurePath(f"{module}.__path_hook__") if namespaces else None
    return EditableHook(modules, namespaces, placeholder)


def _literals(tree: ast.Module) -> Iterator[tuple[str, object]]:
    for statement in tree.body:
        match statement:
            case ast.Assign(targets=[ast.Name(id=name)], value=value):
                pass
            case ast.AnnAssign(target=ast.Name(id=name), value=ast.expr() as value):
                pass
            case _:
                continue
        if name in ("MAPPING", "NAMESPACES"):
            yield name, _value(value)


def _value(node: ast.expr) -> object:
    try:
        return ast.literal_eval(node)
    except (ValueError, TypeError, RecursionError, MemoryError):
        return None


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


def _last_call(statements: Iterable[ast.stmt], function: str) -> list[object]:
    """Return the arguments of the last call to a function in some statements."""
    found: list[object] = []
    for statement in statements:
        for node in ast.walk(statement):
            match node:
                case ast.Call(func=ast.Name(id=name)) if name == function:
                    found = [_value(argument) for argument in node.args]
    return found


def _scikit_build(arguments: list[object], folder: PurePath) -> EditableHook | None:
    sources, built, *more = (*arguments, None, None)[:4]
    if not isinstance(sources, dict) or not isinstance(built, dict):
        return None
    files = {name: str(folder / path) for name, path in _strings(built).items()}
    modules = {**_strings(sources), **files}
    if more and isinstance(more[0], dict):
        given = {n: [str(folder / p) for p in paths] for n, paths in _lists(more[0]).items()}
    else:  # before version 0.11 it told the folders from the files
        given = _folders_of(modules)
    # The installed part comes before the sources.
    locations = {
        name: tuple(sorted(paths, key=lambda path: (not _inside(path, folder), path)))
        for name, paths in given.items()
    }
    namespaces = {name: paths for name, paths in locations.items() if name not in modules}
    return EditableHook(modules, namespaces, None, True, locations)


def _scikit_build_inplace(arguments: list[object]) -> EditableHook | None:
    """Read a finder that looks where ``.pth`` lines lead anyway, and there before anywhere else."""
    match arguments:
        case [list() as names, list() as folders, *_]:
            where = _only_strings(folders)
            only = _only_strings(names) if len(where) == 1 else ()
            return EditableHook({name: f"{where[0]}/{name}" for name in only}, first=True)
    return None


def _inside(path: str, folder: PurePath) -> bool:
    return PurePath(path).is_relative_to(folder)


def _folders_of(modules: Mapping[str, str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name, path in modules.items():
        package = name if PurePath(path).name.startswith("__init__.") else name.rpartition(".")[0]
        folder = str(PurePath(path).parent)
        if package and folder not in found.setdefault(package, []):
            found[package].append(folder)
    return found


def _meson(arguments: list[object]) -> MesonHook | None:
    match arguments:
        case [str(), set() as names, str(build), *_]:
            return MesonHook(frozenset(_only_strings(names)), PurePath(build))
    return None


def _only_strings(values: Iterable[object]) -> tuple[str, ...]:
    return tuple(value for value in values if isinstance(value, str))


def _strings(value: object) -> dict[str, str]:
    pairs = value.items() if isinstance(value, dict) else ()
    return {key: path for key, path in pairs if isinstance(key, str) and isinstance(path, str)}


def _lists(value: object) -> dict[str, tuple[str, ...]]:
    pairs = value.items() if isinstance(value, dict) else ()
    return {
        key: _only_strings(paths)
        for key, paths in pairs
        if isinstance(key, str) and isinstance(paths, list)
    }
