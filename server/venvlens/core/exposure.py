"""Which imports really run: guards and the tests they depend on, judged for one interpreter."""

from __future__ import annotations

import ast
import operator
import re
from enum import Enum
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from venvlens.core import implementation
from venvlens.core.imports import Suppressed, Test, TryBody, TryElse, TryHandler

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from venvlens.core.imports import Guard
    from venvlens.core.search_path import Target


class Exposure(Enum):
    """What happens if an import fails."""

    RUNS = "runs"
    """The failure reaches the user."""
    OPTIONAL = "optional"
    """The code is ready for it."""
    FALLBACK = "fallback"
    """It runs only if another import failed."""
    TYPE_CHECKING = "type checking"
    """It is read by type checkers only."""
    NEVER = "never"
    """This interpreter never gets there."""


def exposure(guards: Iterable[Guard], flags: frozenset[str], target: Target) -> Exposure:
    """Judge what it means for a file if an import behind these guards fails.

    ``flags`` are the variables that tell whether an import worked.
    """
    found = Exposure.RUNS
    for guard in guards:
        match guard:
            case TryBody() | TryElse() | Suppressed():
                found = _milder(found, Exposure.OPTIONAL)
            case TryHandler():
                found = _milder(found, Exposure.FALLBACK)
            case Test(text=text, truth=truth):
                found = _milder(found, _branch(text, truth, flags, target))
    return found


_ORDER = (
    Exposure.RUNS,
    Exposure.FALLBACK,
    Exposure.OPTIONAL,
    Exposure.TYPE_CHECKING,
    Exposure.NEVER,
)


def _milder(one: Exposure, other: Exposure) -> Exposure:
    return max(one, other, key=_ORDER.index)


def _branch(text: str, truth: bool, flags: frozenset[str], target: Target) -> Exposure:
    tree = _parsed(text)
    if tree is None:
        return Exposure.RUNS
    outcome = _truth(tree, target, type_checking=False)
    if outcome is not None and outcome is not truth:
        read_by_checker = _truth(tree, target, type_checking=True) is truth
        return Exposure.TYPE_CHECKING if read_by_checker else Exposure.NEVER
    return Exposure.OPTIONAL if _asks_whether_installed(tree, flags) else Exposure.RUNS


@lru_cache(maxsize=512)
def _parsed(text: str) -> ast.expr | None:
    if not text.strip():
        return None
    try:
        return ast.parse(f"({text}\n)", mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


def _asks_whether_installed(tree: ast.expr, flags: frozenset[str]) -> bool:
    names = {
        node.id if isinstance(node, ast.Name) else node.attr
        for node in ast.walk(tree)
        if isinstance(node, ast.Name | ast.Attribute)
    }
    return "find_spec" in names or not names.isdisjoint(flags)


def _truth(tree: ast.expr, target: Target, *, type_checking: bool) -> bool | None:
    try:
        return bool(_Reader(target, type_checking).value(tree))
    except (_NotKnownError, TypeError, IndexError, KeyError, ValueError, RecursionError):
        return None


# By convention ``PY311``, ``PY_3_11`` and ``PY311_PLUS`` tell that the version is that or later.
_SINCE_PYTHON_3 = re.compile(r"(?:IS_)?PY_?3_?(?P<minor>\d{1,2})(?:_?PLUS|_OR_LATER)?")


class _NotKnownError(Exception):
    """An expression depends on more than the interpreter's version and platform."""


_COMPARISONS: dict[type[ast.cmpop], Callable[[Any, Any], bool]] = {
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
    ast.In: lambda item, container: item in container,
    ast.NotIn: lambda item, container: item not in container,
    ast.Is: operator.is_,
    ast.IsNot: operator.is_not,
}


class _Reader:
    """Computes the value of an expression about the interpreter; anything else is not known."""

    def __init__(self, target: Target, type_checking: bool) -> None:
        version = target.version
        info = (version.major, version.minor, max(version.micro, 0), "final", 0)
        windows = target.platform == "win32"
        system = {"win32": "Windows", "darwin": "Darwin", "linux": "Linux"}
        self._names: dict[str, Any] = {
            "sys.version_info": info,
            "version_info": info,
            "sys.version_info.major": version.major,
            "sys.version_info.minor": version.minor,
            "sys.hexversion": version.major << 24 | version.minor << 16 | 0xF0,
            "sys.platform": target.platform,
            "sys.implementation.name": target.implementation,
            "platform.python_implementation()": implementation.of_platform(target.implementation),
            "os.name": "nt" if windows else "posix",
            "platform.system()": system.get(target.platform, target.platform),
            "TYPE_CHECKING": type_checking,
            "MYPY": type_checking,
            "PY2": False,
            "PY3": True,
        }

    def value(self, node: ast.expr) -> Any:
        """Return what an expression is worth; raise where that is not known."""
        match node:
            case ast.Constant(value=value):
                return value
            case ast.Tuple(elts=items) | ast.List(elts=items) | ast.Set(elts=items):
                return tuple(self.value(item) for item in items)
            case ast.UnaryOp(op=ast.Not(), operand=operand):
                return not self.value(operand)
            case ast.BoolOp(op=op, values=parts):
                return self._combined(parts, stop=isinstance(op, ast.Or))
            case ast.Compare():
                return self._compared(node)
            case ast.Subscript(value=container, slice=ast.Slice() as part):
                bounds = (self._bound(part.lower), self._bound(part.upper), self._bound(part.step))
                return self.value(container)[slice(*bounds)]
            case ast.Subscript(value=container, slice=index):
                return self.value(container)[self.value(index)]
            case ast.Call(func=ast.Attribute(value=text, attr="startswith"), args=[start]):
                return str(self.value(text)).startswith(self.value(start))
            case _:
                return self._named(node)

    def _bound(self, node: ast.expr | None) -> Any:
        return None if node is None else self.value(node)

    def _combined(self, parts: list[ast.expr], *, stop: bool) -> bool:
        """``and``/``or`` in three values: a known part can decide in spite of unknown ones."""
        unknown = False
        for part in parts:
            try:
                if bool(self.value(part)) is stop:
                    return stop
            except _NotKnownError:
                unknown = True
        if unknown:
            raise _NotKnownError
        return not stop

    def _compared(self, node: ast.Compare) -> bool:
        left = self.value(node.left)
        for op, right_node in zip(node.ops, node.comparators, strict=True):
            right = self.value(right_node)
            if not _COMPARISONS[type(op)](left, right):
                return False
            left = right
        return True

    def _named(self, node: ast.expr) -> Any:
        text = _dotted(node)
        if text in self._names:
            return self._names[text]
        # ``typing.TYPE_CHECKING`` and ``six.PY3`` go by many prefixes.
        last = text.rpartition(".")[2]
        if last.isupper() and last in self._names:
            return self._names[last]
        if since := _SINCE_PYTHON_3.fullmatch(last):
            return self._names["sys.version_info"] >= (3, int(since["minor"]))
        raise _NotKnownError


def _dotted(node: ast.expr) -> str:
    match node:
        case ast.Name(id=name):
            return name
        case ast.Attribute(value=value, attr=attr):
            return f"{_dotted(value)}.{attr}"
        case ast.Call(func=func, args=[], keywords=[]):
            return f"{_dotted(func)}()"
        case _:
            return ""
