"""Code in import lines of ``.pth`` files: told harmless from its syntax, never run."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

# What makes or runs other code, or gets at things by name.
_MIGHTY_NAMES = frozenset(
    {"exec", "eval", "compile", "__import__", "__builtins__", "globals", "locals", "vars"}
    | {"getattr", "setattr", "delattr", "breakpoint", "open"}
)
_MIGHTY_MODULES = frozenset(
    {
        "site",
        "importlib",
        "pkgutil",
        "runpy",
        "imp",
        "zipimport",
        "builtins",
        "ctypes",
        "gc",
        "code",
    }
)
# Attributes that lead to the import system, of whatever object.
_MIGHTY_ATTRIBUTES = frozenset(
    {"sys", "modules", "meta_path", "path_hooks", "path_importer_cache", "addsitedir", "settrace"}
    | {"import_module", "load_module", "exec_module", "install", "_getframe", "addpackage"}
)


def modules_of_plain_code(code: str) -> tuple[str, ...] | None:
    """Return what a line imports, if nothing else in it can change what is importable.

    None means that it may do anything, as far as its syntax tells.
    """
    try:
        tree = ast.parse(code)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None
    nodes = tuple(ast.walk(tree))
    if any(_is_mighty(node) for node in nodes):
        return None
    modules = tuple(dict.fromkeys(name for node in nodes for name in _imported(node)))
    return None if _MIGHTY_MODULES.intersection(modules) else modules


def _is_mighty(node: ast.AST) -> bool:
    match node:
        case ast.Name(id=name):
            return name in _MIGHTY_NAMES
        case ast.Attribute(value=ast.Name(id="sys"), attr="path"):
            return True
        case ast.Attribute(attr=name):
            return name in _MIGHTY_ATTRIBUTES or name.startswith("__")
        case ast.ImportFrom(module="sys") | ast.ImportFrom(level=1):
            return True
        case ast.alias(name="sys", asname=str()):
            return True
    return False


def _imported(node: ast.AST) -> Iterator[str]:
    match node:
        case ast.Import(names=names):
            yield from (alias.name.partition(".")[0] for alias in names)
        case ast.ImportFrom(module=str() as module):
            yield module.partition(".")[0]
