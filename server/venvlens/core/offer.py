"""What a new environment of a project can be made of: what a person chooses among."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from venvlens.core.fixes.values import USUAL_NAME
from venvlens.core.installable import (
    DEPENDENCIES,
    PROJECT,
    Installable,
    said,
    usual_contents,
    word_of_extra,
    word_of_group,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from pathlib import PurePath

    from venvlens.core.environment import Environment
    from venvlens.core.fixes import Create


@dataclass(frozen=True, slots=True)
class Tool:
    """A program that can make it."""

    tool: str
    """As a request names it: ``uv``, or ``project`` for the project's own."""
    label: str
    detail: str
    """What tells it from the others, as a clause."""


@dataclass(frozen=True, slots=True)
class Content:
    """What can be installed into it."""

    content: str
    """As :func:`venvlens.core.installable.read_contents` takes it."""
    label: str
    picked: bool
    """Whether most people want it."""


@dataclass(frozen=True, slots=True)
class Offer:
    """All of it, by looking only."""

    project: PurePath
    recommended: Create | None
    """What is best, in one step."""
    reason: str | None
    """Why nothing is recommended, as a sentence."""
    tools: tuple[Tool, ...]
    """The best first."""
    interpreters: tuple[Environment, ...]
    """Those that the project allows, the best first."""
    name: str
    """A name in the project's folder that is free."""
    taken: tuple[str, ...]
    contents: tuple[Content, ...]


def free_name(taken: Collection[str]) -> str:
    """Return the usual name, or the first with a number that is not taken; case does not count."""
    known = {name.lower() for name in taken}
    name, number = USUAL_NAME, 1
    while name in known:
        number += 1
        name = f"{USUAL_NAME}-{number}"
    return name


def contents(offered: Installable, recommended: Create | None) -> tuple[Content, ...]:
    """Return what a project offers to install; picked is what is recommended, or usual."""
    usual = next(usual_contents(offered), ())
    by_itself = recommended is None or recommended.command is not None
    picked = usual if by_itself or recommended is None else recommended.contents
    return tuple(Content(word, _label(word), word in picked) for word in _words(offered))


def _words(offered: Installable) -> Iterator[str]:
    if offered.project:
        yield PROJECT
    elif offered.dependencies:
        yield DEPENDENCIES
    yield from map(word_of_group, offered.groups)
    yield from map(word_of_extra, offered.extras if offered.project else ())
    yield from offered.files


def _label(word: str) -> str:
    text = said((word,))
    return text if text == word else f"{text[0].upper()}{text[1:]}"
