"""A strict reader of ``vscode-client/src/protocol.ts``: its tables of ids and its interfaces.

It reads what that file is written in, a small part of TypeScript, and refuses everything else: what
it does not understand cannot be compared.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from wire_types import Array, Known, Member, Named, Object, OneOf, Record, Text, Type

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

T = TypeVar("T")

CLIENT = Path(__file__).parent.parent.parent / "vscode-client"
FILE = CLIENT / "src" / "protocol.ts"


@dataclass(frozen=True)
class Contract:
    """What the file says."""

    tables: Mapping[str, Mapping[str, str]]
    """Constants: a key and an id."""
    types: Mapping[str, Type]

    def problems(self, value: object, name: str) -> list[str]:
        """Return where a value of the wire is not of a type: a sentence each."""
        return list(Named(name).problems(value, name, Known(self.types, {})))

    def members(self, name: str) -> frozenset[str]:
        """Return the names of an interface's members."""
        found = self.types[name]
        assert isinstance(found, Object), name
        return frozenset(found.members)

    def samples(self, name: str, texts: Mapping[str, str]) -> list[object]:
        """Return values of a type that together have each of its forms; the first is whole.

        ``texts`` are strings for the members of these names, where not any will do.
        """
        return list(Named(name).samples(name, Known(self.types, texts)))


class NotUnderstoodError(ValueError):
    """The file holds what this reader does not know."""


_TOKEN = re.compile(
    r"""(?P<skip>\s+|//[^\n]*|/\*.*?\*/)|(?P<text>'[^'\\\n]*')|(?P<word>[A-Za-z_]\w*)
    |(?P<mark>[{}\[\]()<>:;,|=?])""",
    re.VERBOSE | re.DOTALL,
)


def read(text: str) -> Contract:
    """Read the whole file."""
    return _Reader(list(_tokens(text))).contract()


def _tokens(text: str) -> Iterator[str]:
    position = 0
    while position < len(text):
        found = _TOKEN.match(text, position)
        if found is None:
            line = text.count("\n", 0, position) + 1
            raise NotUnderstoodError(f"line {line}: {text[position : position + 20]!r}")
        position = found.end()
        if found["skip"] is None:
            yield found[0]


class _Reader:
    def __init__(self, tokens: list[str]) -> None:
        self._tokens = tokens
        self._tables: dict[str, dict[str, str]] = {}
        self._types: dict[str, Type] = {}

    def contract(self) -> Contract:
        while self._tokens:
            self._want("export")
            match self._next():
                case "const":
                    self._keep(self._tables, self._word(), self._table)
                case "interface":
                    name = self._word()
                    self._keep(self._types, name, self._interface)
                case "type":
                    self._keep(self._types, self._word(), self._alias)
                case other:
                    raise NotUnderstoodError(f"export {other}")
        return Contract(self._tables, self._types)

    def _keep(self, into: dict[str, T], name: str, read_: Callable[[], T]) -> None:
        if name in into:
            raise NotUnderstoodError(f"{name} is there twice")
        into[name] = read_()

    def _table(self) -> dict[str, str]:
        self._want("=", "{")
        found: dict[str, str] = {}
        while not self._has("}"):
            key = self._word()
            self._want(":")
            self._keep(found, key, lambda: self._next()[1:-1])
            if not self._has(","):
                self._want("}")
                break
        self._want("as", "const", ";")
        return found

    def _interface(self) -> Object:
        base: Mapping[str, Member] = {}
        if self._has("extends"):
            parent = self._types[self._word()]
            assert isinstance(parent, Object)
            base = parent.members
        own = self._object().members
        if both := base.keys() & own.keys():
            raise NotUnderstoodError(f"{both} are inherited and told again")
        return Object({**base, **own})

    def _alias(self) -> Type:
        self._want("=")
        found = self._type()
        self._want(";")
        return found

    def _object(self) -> Object:
        self._want("{")
        members: dict[str, Member] = {}
        while not self._has("}"):
            self._want("readonly")
            name = self._word()
            optional = self._has("?")
            self._want(":")
            self._keep(members, name, lambda optional=optional: Member(self._type(), optional))
            if not self._has(";"):
                self._want("}")
                break
        return Object(members)

    def _type(self) -> Type:
        types = [self._array()]
        while self._has("|"):
            types.append(self._array())
        return types[0] if len(types) == 1 else OneOf(tuple(types))

    def _array(self) -> Type:
        readonly = self._has("readonly")
        found = self._one()
        while self._has("["):
            self._want("]")
            if not readonly:
                raise NotUnderstoodError(f"an array of {found} is not readonly")
            found = Array(found)
        if readonly and not isinstance(found, Array):
            raise NotUnderstoodError(f"readonly {found}")
        return found

    def _one(self) -> Type:
        if self._tokens[0] == "{":
            return self._object()
        if self._has("("):
            found = self._type()
            self._want(")")
            return found
        token = self._next()
        if token.startswith("'"):
            return Text(token[1:-1])
        if token == "Readonly":
            self._want("<", "Record", "<", "string", ",")
            of = self._type()
            self._want(">", ">")
            return Record(of)
        if not token[0].isalpha():
            raise NotUnderstoodError(f"{token} for a type")
        return Named(token)

    def _word(self) -> str:
        token = self._next()
        if not token.isidentifier():
            raise NotUnderstoodError(f"{token} for a name")
        return token

    def _next(self) -> str:
        if not self._tokens:
            raise NotUnderstoodError("the file ends too early")
        return self._tokens.pop(0)

    def _has(self, token: str) -> bool:
        if self._tokens[:1] != [token]:
            return False
        self._tokens.pop(0)
        return True

    def _want(self, *tokens: str) -> None:
        for token in tokens:
            if (found := self._next()) != token:
                raise NotUnderstoodError(f"{found} in the place of {token}")
