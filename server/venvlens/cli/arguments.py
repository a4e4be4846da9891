"""The words behind a command. Read by hand: ``argparse`` takes as long to load as Python."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

HELP = "--help"
"""The switch that every command knows."""


@dataclass(frozen=True, slots=True)
class Given:
    """What was asked for."""

    paths: tuple[str, ...]
    switches: frozenset[str]
    """Options without a value."""
    values: Mapping[str, str]
    """Of each option that takes a value; its first choice where it was not given."""


@dataclass(frozen=True, slots=True)
class Refused:
    """Words that make no sense to a command."""

    sentence: str


def read(
    words: Iterable[str], choices: Mapping[str, tuple[str, ...]], switches: Iterable[str] = ()
) -> Given | Refused:
    """Read the words behind a command that knows some choices and switches."""
    values = {name: allowed[0] for name, allowed in choices.items()}
    known = {HELP, *switches}
    paths: list[str] = []
    found: set[str] = set()
    waiting = deque("--help" if word == "-h" else word for word in words)
    while waiting:
        word = waiting.popleft()
        name, equals, value = word.partition("=")
        if word == "--":
            paths += waiting
            break
        if name in choices:
            # What comes next is the value, unless it stands behind an equals sign.
            values[name] = value if equals or not waiting else waiting.popleft()
        elif word in known:
            found.add(word)
        elif word.startswith("-"):
            return Refused(f"There is no option {word}; there is {_listed({*known, *choices})}.")
        else:
            paths.append(word)
    wrong = [name for name, value in values.items() if value not in choices[name]]
    if wrong:
        return Refused(f"{wrong[0]} takes {_listed(choices[wrong[0]])}.")
    return Given(tuple(paths), frozenset(found), values)


def _listed(words: Iterable[str]) -> str:
    *first, last = sorted(words)
    return f"{', '.join(first)} or {last}" if first else last
