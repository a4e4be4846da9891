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
    repeated: Mapping[str, tuple[str, ...]]
    """Of each option that takes any value, as often as it is given: all of them in order."""


@dataclass(frozen=True, slots=True)
class Refused:
    """Words that make no sense to a command."""

    sentence: str


def read(
    words: Iterable[str],
    choices: Mapping[str, tuple[str, ...]],
    switches: Iterable[str] = (),
    repeatable: Iterable[str] = (),
) -> Given | Refused:
    """Read the words behind a command that knows some choices, switches and repeatable options."""
    values = {name: allowed[0] for name, allowed in choices.items()}
    repeated: dict[str, list[str]] = {name: [] for name in repeatable}
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
        elif name in repeated:
            value = waiting.popleft() if waiting and not equals else value
            if not value:
                return Refused(f"{name} takes a value.")
            repeated[name].append(value)
        elif word in known:
            found.add(word)
        elif word.startswith("-"):
            there_is = _listed({*known, *choices, *repeated})
            return Refused(f"There is no option {word}; there is {there_is}.")
        else:
            paths.append(word)
    wrong = [name for name, value in values.items() if value not in choices[name]]
    if wrong:
        return Refused(f"{wrong[0]} takes {_listed(choices[wrong[0]])}.")
    told = {name: tuple(given) for name, given in repeated.items()}
    return Given(tuple(paths), frozenset(found), values, told)


def _listed(words: Iterable[str]) -> str:
    *first, last = sorted(words)
    return f"{', '.join(first)} or {last}" if first else last
