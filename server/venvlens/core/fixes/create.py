"""Making an environment, or one in the place of a broken one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from venvlens.core.fixes.values import USUAL_NAME, Create, Fix, Possibilities, Recreate
from venvlens.core.implementation import CPYTHON
from venvlens.core.selection import allows

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from venvlens.core.environment import Environment
    from venvlens.core.survey import Survey


def creations(survey: Survey, possible: Possibilities) -> Iterator[Fix]:
    """Yield the ways to make an environment for a project."""
    prefix = survey.project / USUAL_NAME
    if possible.interpreters:
        yield Create(prefix, possible.interpreters[0])
    if len(possible.interpreters) > 1:
        yield Create(prefix, None)


def replacements(survey: Survey, possible: Possibilities) -> Iterator[Fix]:
    """Yield the ways to put a new environment into the place of a broken one."""
    environment = survey.selection.environment
    if environment is None:
        return
    if not environment.is_condas:
        if possible.interpreters:
            yield Recreate(environment.prefix, possible.interpreters[0])
    elif environment.prefix != survey.project / USUAL_NAME:
        # What conda installed, which may be much besides Python, stays where it is.
        yield from creations(survey, possible)


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
        is_pinned = bool(pinned) and f"{version}.".startswith(f"{pinned}.")
        return not is_pinned, interpreter.implementation != CPYTHON, preview

    return tuple(sorted(allowed, key=rank))
