"""Types of TypeScript as values: what is wrong with a value of the wire, and samples of them."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

_PLAIN = {"string": str, "boolean": bool, "number": (int, float), "null": type(None)}


@dataclass(frozen=True)
class Known:
    """The types of a file, and strings for the members of some names, where not any will do."""

    types: Mapping[str, Type]
    texts: Mapping[str, str]


class Type(Protocol):
    """A type; a place is where in a value it stands, its last word the name of a member."""

    def problems(self, value: object, place: str, known: Known) -> Iterable[str]:
        """Yield where a value is not of the type: a sentence each."""

    def samples(self, name: str, known: Known) -> Iterable[object]:
        """Return values that together have each form of the type; the first is whole."""


@dataclass(frozen=True)
class Text:
    """A literal."""

    value: str

    def problems(self, value: object, place: str, known: Known) -> Iterator[str]:
        if value != self.value:
            yield f"{place} is {value!r}, not {self.value!r}"

    def samples(self, name: str, known: Known) -> Iterable[object]:
        return [self.value]


@dataclass(frozen=True)
class Named:
    """``string``, ``null``, or another type of the file."""

    name: str

    def problems(self, value: object, place: str, known: Known) -> Iterator[str]:
        if self.name in known.types:
            yield from known.types[self.name].problems(value, place, known)
        elif self.name != "unknown":
            # In Python True is a number too.
            is_odd = isinstance(value, bool) and self.name != "boolean"
            if is_odd or not isinstance(value, _PLAIN[self.name]):
                yield f"{place} is {value!r}, not {self.name}"

    def samples(self, name: str, known: Known) -> Iterable[object]:
        if self.name in known.types:
            return known.types[self.name].samples(name, known)
        text = known.texts.get(name, "/some/text")
        plain = {"string": [text], "boolean": [True, False], "number": [7]}
        return plain.get(self.name, [None])


@dataclass(frozen=True)
class Array:
    """A list."""

    of: Type

    def problems(self, value: object, place: str, known: Known) -> Iterator[str]:
        if not isinstance(value, list):
            yield f"{place} is {value!r}, not an array"
            return
        for number, item in enumerate(value):
            yield from self.of.problems(item, f"{place}[{number}]", known)

    def samples(self, name: str, known: Known) -> Iterable[object]:
        return [list(self.of.samples(name, known)), []]


@dataclass(frozen=True)
class Record:
    """An object whose names are data."""

    of: Type

    def problems(self, value: object, place: str, known: Known) -> Iterator[str]:
        if not isinstance(value, dict):
            yield f"{place} is {value!r}, not an object"
            return
        for key, item in value.items():
            yield from self.of.problems(item, f"{place}.{key}", known)

    def samples(self, name: str, known: Known) -> Iterable[object]:
        return [{"key": one} for one in self.of.samples(name, known)]


@dataclass(frozen=True)
class OneOf:
    """A union."""

    types: tuple[Type, ...]

    def problems(self, value: object, place: str, known: Known) -> Iterator[str]:
        found = [list(one.problems(value, place, known)) for one in self.types]
        if all(found):
            # The type that was most likely meant tells most: what is wrong inside of the value.
            yield max(found, key=lambda some: len(some[0].partition(" ")[0]))[0]

    def samples(self, name: str, known: Known) -> Iterable[object]:
        return itertools.chain(*(one.samples(name, known) for one in self.types))


@dataclass(frozen=True)
class Member:
    """A member of an interface."""

    type: Type
    optional: bool


@dataclass(frozen=True)
class Object:
    """An interface: exactly these members."""

    members: Mapping[str, Member]

    def problems(self, value: object, place: str, known: Known) -> Iterator[str]:
        if not isinstance(value, dict):
            yield f"{place} is {value!r}, not an object"
            return
        for name in sorted(value.keys() - self.members.keys()):
            yield f"{place} has {name!r}, which the client does not know"
        for name, member in self.members.items():
            if name in value:
                yield from member.type.problems(value[name], f"{place}.{name}", known)
            elif not member.optional:
                yield f"{place} lacks {name!r}"

    def samples(self, name: str, known: Known) -> Iterator[object]:
        """Yield a whole object, then one with each other form of a member, and without it."""
        forms = {key: list(one.type.samples(key, known)) for key, one in self.members.items()}
        whole = {key: some[0] for key, some in forms.items()}
        yield whole
        for key, some in forms.items():
            yield from ({**whole, key: form} for form in some[1:])
            if self.members[key].optional:
                yield {other: value for other, value in whole.items() if other != key}
