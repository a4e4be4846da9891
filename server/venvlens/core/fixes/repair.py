"""Mending an environment: one made anew in its place, leftovers, git, its base's packages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from venvlens.core.display import called, python, short
from venvlens.core.environment import Kind
from venvlens.core.findings import Code
from venvlens.core.fixes.create import creations, is_pinned
from venvlens.core.fixes.values import USUAL_NAME, Ignore, Isolate, Recreate, SetAside
from venvlens.core.plans.repair import title as title_of_recreation

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import PurePath

    from venvlens.core.environment import Environment
    from venvlens.core.fixes.values import Fix, Possibilities
    from venvlens.core.freeze import Frozen
    from venvlens.core.health.trouble import Trouble
    from venvlens.core.survey import Survey

_NOT_OURS = frozenset(
    {Kind.CONDA, Kind.CONDA_BASE, Kind.PIXI, Kind.PYPACKAGES, Kind.UV_SCRIPT, Kind.PIPX}
    | {Kind.TOX, Kind.NOX}
)
"""What another program makes again by itself, or ``venv`` cannot make."""


def can_be_recreated(environment: Environment) -> bool:
    """Tell whether a new virtual environment can stand in the place of this one."""
    return not environment.kind.is_global and environment.kind not in _NOT_OURS


def replacements(survey: Survey, possible: Possibilities) -> Iterator[Fix]:
    """Yield the ways to put a new environment into the place of a broken one."""
    environment = survey.selection.environment
    if environment is None:
        return
    if can_be_recreated(environment):
        yield from recreations(environment, possible)
    elif environment.is_condas and environment.prefix != survey.project / USUAL_NAME:
        # What conda installed, which may be much besides Python, stays where it is.
        yield from creations(survey, possible)


def recreations(
    environment: Environment, possible: Possibilities, *, newest: bool = False
) -> Iterator[Recreate]:
    """Yield a new environment from the Python that fits best.

    That is one of the series that everything was installed for, or, with ``newest``, the
    newest that the project allows.
    """
    frozen = possible.frozen
    known = possible.interpreters
    fitting = known if newest else best_fitting(known, environment, frozen, possible.pinned)
    for interpreter in fitting[:1]:
        upgrades = is_newer(interpreter, environment, frozen)
        yield Recreate(environment.prefix, interpreter, frozen, upgrades)
        if possible.by_lock is not None:
            yield Recreate(environment.prefix, interpreter, command=possible.by_lock)


def best_fitting(
    interpreters: Sequence[Environment],
    environment: Environment,
    frozen: Frozen,
    pinned: str | None,
) -> tuple[Environment, ...]:
    """Order interpreters that a project allows, its best first, for making one anew."""

    def rank(interpreter: Environment) -> tuple[bool, bool]:
        alike = is_alike(interpreter, environment, frozen)
        return not is_pinned(interpreter, pinned), not alike

    return tuple(sorted(interpreters, key=rank))


def is_alike(interpreter: Environment, environment: Environment, frozen: Frozen) -> bool:
    """Tell whether what was installed for an environment's Python runs on an interpreter too."""
    old, new = frozen.version or environment.version, interpreter.version
    return (
        old is not None
        and new is not None
        and (old.series, old.free_threaded) == (new.series, new.free_threaded)
        and interpreter.implementation == environment.implementation
    )


def is_newer(interpreter: Environment, environment: Environment, frozen: Frozen) -> bool:
    """Tell whether an interpreter is of a newer series than everything was installed for."""
    old, new = frozen.version or environment.version, interpreter.version
    return old is not None and new is not None and new.series > old.series


def repairs(
    trouble: Trouble, every: Iterable[Trouble], survey: Survey, possible: Possibilities
) -> Iterator[Fix | Ignore]:
    """Yield what would mend a fault of the selected environment; ``every`` are all its faults."""
    environment = survey.selection.environment
    if environment is None:
        return
    match trouble.code:
        case Code.ENVIRONMENT_MOVED if can_be_recreated(environment):
            yield from recreations(environment, possible)
        case Code.ENVIRONMENT_OUTDATED | Code.PYTHON_NOT_ALLOWED | Code.PYTHON_NOT_PINNED:
            if can_be_recreated(environment):
                yield from _with_another_python(trouble.code, environment, possible)
        case Code.ENVIRONMENT_NOT_IGNORED:
            yield from _ignores(trouble, environment)
        case Code.DISTRIBUTION_REMAINS if trouble.paths:
            yield SetAside(environment.prefix, trouble.paths)
            others = [one.paths for one in every if one.code is Code.DISTRIBUTION_REMAINS]
            paths = tuple(dict.fromkeys(path for paths in others for path in paths))
            if len(paths) > len(trouble.paths):
                yield SetAside(environment.prefix, paths)


def _with_another_python(
    code: Code, environment: Environment, possible: Possibilities
) -> Iterator[Fix]:
    for fix in recreations(environment, possible, newest=True):
        # Another Python than the one that is named would not mend it.
        if code is not Code.PYTHON_NOT_PINNED or is_pinned(fix.interpreter, possible.pinned):
            yield fix


def _ignores(trouble: Trouble, environment: Environment) -> Iterator[Ignore]:
    """Yield a line in the repository's ``.gitignore``, and the file that new tools write inside."""
    prefix = environment.prefix
    for file in trouble.paths:
        if prefix.is_relative_to(file.parent):
            yield Ignore(prefix, file, _pattern(prefix.relative_to(file.parent)))
    yield Ignore(prefix, prefix / ".gitignore", "*")


def _pattern(path: PurePath) -> str:
    """Return the line of a ``.gitignore`` that means one folder, or a link to one, only."""
    text = "".join(f"\\{one}" if one in "\\*?[" else one for one in path.as_posix())
    return f"/{text}"


def isolations(environment: Environment | None) -> Iterator[Fix]:
    """Yield the way to let an environment see only what is installed in it."""
    if environment is not None and environment.system_site and can_be_recreated(environment):
        yield Isolate(environment)


def title_of_repair(fix: Recreate | SetAside | Ignore | Isolate, survey: Survey) -> str:
    """Say what a fix does, for a menu."""
    match fix:
        case Recreate(prefix=prefix, interpreter=interpreter, command=str(command)):
            return f"Recreate {prefix.name} with {command} ({python(interpreter)})"
        case Recreate(prefix=prefix, interpreter=interpreter, frozen=frozen, upgrades=upgrades):
            return title_of_recreation(prefix.name, python(interpreter), frozen, upgrades)
        case SetAside(paths=(path,)):
            return f"Set {path.name} aside"
        case SetAside(paths=paths):
            return f"Set all {len(paths)} leftovers aside"
        case Ignore(prefix=prefix, file=file) if file.parent == prefix:
            return f"Write {short(file, survey.project)}"
        case Ignore(file=file, line=line):
            return f"Add {line} to {short(file, survey.project)}"
        case Isolate(environment=environment):
            return f"Turn off system site-packages in {called(environment, survey.project)}"
