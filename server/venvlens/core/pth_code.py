"""Code in import lines of ``.pth`` files: told harmless from its syntax, never run."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

# What makes or runs other code, or gets at things by name.
_MIGHTY_NAMES = frozenset(
    {"exec", "eval", "compile", "__import__", "__builtins__", "globals", "locals", "vars"}
    | {"getattr", "setattr", "delattr", "breakpoint"}
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


@dataclass(frozen=True, slots=True)
class PlainCode:
    """Code that changes nothing that can be imported, unless what it imports does."""

    certain: tuple[str, ...]
    """Names of modules without which it fails."""
    tried: tuple[str, ...] = ()
    """Those that it asks for whenever it runs, and may do without."""
    perhaps: tuple[str, ...] = ()
    """Those that it asks for in some runs only."""


def read(code: str) -> PlainCode | None:
    """Read a line of code; None means that it may do anything, as far as its syntax tells."""
    tree = _tree(code)
    reached = tuple(_reached(tree.body, True)) if tree else ()
    nodes = tuple(_nodes(tree)) if tree else ()
    if tree is None or any(_is_mighty(node) for node in nodes):
        return None
    every = dict.fromkeys(name for node in nodes for name in _imported(node))
    if not _MIGHTY_MODULES.isdisjoint(name.partition(".")[0] for name in every):
        return None
    certain = tuple(dict.fromkeys(name for name, is_certain in reached if is_certain))
    tried = tuple(dict.fromkeys(name for name, _ in reached if name not in certain))
    return PlainCode(certain, tried, tuple(n for n in every if n not in certain + tried))


def _reached(body: list[ast.stmt], is_certain: bool) -> Iterator[tuple[str, bool]]:
    """Yield what is imported in every run, and whether the code fails without it."""
    for node in body:
        match node:
            case ast.Try(body=inner, finalbody=last):
                yield from _reached(inner, False)
                yield from _reached(last, is_certain)
            case ast.Expr(ast.Call(ast.Name("exec"), [ast.Constant(value=str() as code)])):
                inner_tree = _tree(code)
                yield from _reached(inner_tree.body, is_certain) if inner_tree else ()
            case _:
                yield from ((name, is_certain) for name in _imported(node))


def _tree(code: str) -> ast.Module | None:
    try:
        return ast.parse(code)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


def _nodes(tree: ast.AST) -> Iterator[ast.AST]:
    """Walk a tree, and the code in ``exec("...")`` with it."""
    for node in ast.walk(tree):
        match node:
            case ast.Call(
                func=ast.Name(id="exec") as name, args=[ast.Constant(value=str() as code)]
            ):
                inner = _tree(code)
                # Read as if it stood there; the name itself is harmless then.
                name.id = "exec" if inner is None else "print"
                yield from _nodes(inner) if inner else ()
        yield node


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
            yield from (alias.name for alias in names)
        case ast.ImportFrom(module=str() as module):
            yield module
