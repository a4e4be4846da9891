"""Making an environment, or one in the place of a broken one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from venvlens.core.fixes.values import USUAL_NAME, Create, Fix, Possibilities
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
