"""Making an environment, or one in the place of a broken one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from venvlens.core.display import python
from venvlens.core.fixes.values import USUAL_NAME, Create, Possibilities
from venvlens.core.implementation import CPYTHON
from venvlens.core.installable import said, usual_contents
from venvlens.core.selection import allows

_MOST_LINES = 5

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from venvlens.core.environment import Environment
    from venvlens.core.survey import Survey


def creations(survey: Survey, possible: Possibilities) -> Iterator[Create]:
    """Yield the ways to make an environment for a project, the best first, few enough to read."""
    ways = [*_by_any_tool(survey, possible)]
    own = [*_by_its_tool(survey, possible)]
    prefers_own = survey.settings.create_with in ("auto", "project")
    first, second = (own, ways) if prefers_own else (ways, own)
    yield from (*first, *second)[:_MOST_LINES]


def _by_its_tool(survey: Survey, possible: Possibilities) -> Iterator[Create]:
    prefix, project = survey.project / USUAL_NAME, survey.project
    if possible.command is None:
        return
    if possible.chooses_python:
        yield Create(prefix, None, (), possible.command, project)
    elif possible.interpreters:
        yield Create(prefix, possible.interpreters[0], (), possible.command, project)


def _by_any_tool(survey: Survey, possible: Possibilities) -> Iterator[Create]:
    prefix, absent = survey.project / USUAL_NAME, possible.absent
    for base in possible.interpreters[:1]:
        # Where the project's own tool is there, it installs what the project needs.
        for words in () if possible.command else usual_contents(possible.installable):
            yield Create(prefix, base, words, absent=absent)
            absent = None
        yield Create(prefix, base, absent=absent)
    if len(possible.interpreters) > 1:
        yield Create(prefix, None)


def creation_title(fix: Create) -> str:
    """Say what a new environment is made with, for a menu."""
    base = fix.interpreter
    version = f" ({python(base)})" if base else ""
    if fix.command is not None:
        return f"Create the environment with {fix.command}{version}"
    more = f" and install {said(fix.contents)}" if fix.contents else version
    without = f", without {fix.absent}, which was not found" if fix.absent else ""
    return f"Create {fix.prefix.name} here{more or ' with another Python…'}{without}"


def best_first(
    interpreters: Sequence[Environment], requires: str | None, pinned: str | None
) -> tuple[Environment, ...]:
    """Order interpreters for a new environment; newest first is expected of the input.

    ``requires`` is the project's ``requires-python``, ``pinned`` the beginning of a version
    from ``.python-version``. What the project forbids is left out; CPython comes before
    other implementations, and a release before a preview.
    """
    allowed = [i for i in interpreters if i.version and allows(requires, i.version)]

    def rank(interpreter: Environment) -> tuple[bool, bool, bool]:
        version = interpreter.version
        preview = version is None or bool(version.prerelease) or version.free_threaded
        return not is_pinned(interpreter, pinned), interpreter.implementation != CPYTHON, preview

    return tuple(sorted(allowed, key=rank))


def is_pinned(interpreter: Environment, pinned: str | None) -> bool:
    """Tell whether ``.python-version`` names the version of an interpreter."""
    return bool(pinned) and f"{interpreter.version}.".startswith(f"{pinned}.")
