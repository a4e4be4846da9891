"""What would mend a finding: values with a title, nothing that runs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from venvlens.core.display import called, python
from venvlens.core.environment import Kind
from venvlens.core.findings import Code, Finding
from venvlens.core.implementation import CPYTHON
from venvlens.core.import_table import NO_TABLE, ImportTable
from venvlens.core.providers import certain, providers
from venvlens.core.selection import allows

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import PurePath

    from venvlens.core.declarations.declared import Declared
    from venvlens.core.environment import Environment
    from venvlens.core.names import DistributionName
    from venvlens.core.survey import Place, Survey

USUAL_NAME = ".venv"
_MOST_LENDERS = 3
"""A menu of every environment in a large workspace helps nobody."""
_MOST_CHOICES = 5
"""Distributions in a menu for one import."""


@dataclass(frozen=True, slots=True)
class Create:
    """Make a new environment."""

    prefix: PurePath
    interpreter: Environment | None
    """The base Python; None asks the user for one."""


@dataclass(frozen=True, slots=True)
class Recreate:
    """Put a new environment into the place of a broken one."""

    prefix: PurePath
    interpreter: Environment


@dataclass(frozen=True, slots=True)
class Install:
    """Install a distribution into the project's environment."""

    environment: Environment
    distribution: DistributionName
    is_choice: bool = False
    """Whether it is one of several, of which none is to be taken unasked."""


@dataclass(frozen=True, slots=True)
class Use:
    """Choose another environment for the project."""

    project: PurePath
    environment: Environment


Fix = Create | Recreate | Install | Use


@dataclass(frozen=True, slots=True)
class Possibilities:
    """What there is on the machine to mend things with."""

    interpreters: tuple[Environment, ...]
    """Global interpreters that can make environments, best first."""
    siblings: tuple[Environment, ...]
    """Other environments in the workspace, nearest first."""
    places: tuple[Place, ...]
    """Where else the finding's import is."""
    declared: tuple[Declared, ...] = ()
    """What the project's files declare."""
    locked: tuple[Declared, ...] = ()
    """What its lock files hold."""
    claims: tuple[Place, ...] = ()
    """What the selected environment's metadata has the import from, though it is not there."""
    modules: frozenset[str] = frozenset()
    """Top-level modules that are installed, declared or in the standard library: what a
    misspelled import may have meant."""
    table: ImportTable = NO_TABLE
    """What nearly everybody's distributions provide."""


def fixes(finding: Finding, survey: Survey, possible: Possibilities) -> Iterator[Fix]:
    """Yield what would mend a finding, the best first."""
    match finding.code:
        case Code.IMPORT_MISSING | Code.IMPORT_GLOBAL_ONLY:
            yield from _installs(finding, survey, possible)
            yield from _uses(_holders(possible), survey)
        case Code.ENVIRONMENT_MISSING if survey.selection.open is not None:
            return  # a script's tool makes its environment, and no other one holds for it
        case Code.ENVIRONMENT_MISSING:
            yield from _creations(survey, possible)
            yield from _uses(_lenders(possible), survey)
        case Code.ENVIRONMENT_BROKEN:
            yield from _replacements(survey, possible)
            yield from _uses(_lenders(possible), survey)
        case Code.IMPORT_MISSING_SUBMODULE:
            return


def missing_code(survey: Survey) -> Code:
    """Return the rule under which a missing top-level module is mended."""
    environment = survey.selection.environment
    if environment is None:
        return Code.ENVIRONMENT_MISSING
    return Code.IMPORT_MISSING if environment.runs else Code.ENVIRONMENT_BROKEN


def title(fix: Fix, survey: Survey) -> str:
    """Say what a fix does, for a menu."""
    match fix:
        case Create(prefix=prefix, interpreter=interpreter):
            asked = "with another Python…"
            chosen = f"({python(interpreter)})" if interpreter else asked
            return f"Create {prefix.name} here {chosen}"
        case Recreate(prefix=prefix, interpreter=interpreter):
            return f"Recreate {prefix.name} ({python(interpreter)})"
        case Install(environment=environment, distribution=distribution):
            return f"Install {distribution} into {called(environment, survey.project)}"
        case Use(environment=environment):
            return f"Use the environment {called(environment, survey.project)}"


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


def _installs(finding: Finding, survey: Survey, possible: Possibilities) -> Iterator[Fix]:
    environment = survey.selection.environment
    if environment is None or not environment.runs or environment.externally_managed is not None:
        return
    if environment.kind is Kind.UV_SCRIPT:
        return  # uv takes out again what the script does not ask for
    found = providers(
        finding.name,
        possible.places,
        possible.declared,
        possible.locked,
        possible.table,
        seen_from=survey.project,
        claims=possible.claims,
    )
    sure = certain(found)
    for one in (sure,) if sure else found[:_MOST_CHOICES]:
        yield Install(environment, one.distribution, is_choice=sure is None)


def _creations(survey: Survey, possible: Possibilities) -> Iterator[Fix]:
    prefix = survey.project / USUAL_NAME
    if possible.interpreters:
        yield Create(prefix, possible.interpreters[0])
    if len(possible.interpreters) > 1:
        yield Create(prefix, None)


def _replacements(survey: Survey, possible: Possibilities) -> Iterator[Fix]:
    environment = survey.selection.environment
    if environment is None:
        return
    if not environment.is_condas:
        if possible.interpreters:
            yield Recreate(environment.prefix, possible.interpreters[0])
    elif environment.prefix != survey.project / USUAL_NAME:
        # What conda installed, which may be much besides Python, stays where it is.
        yield from _creations(survey, possible)


def _uses(siblings: Iterable[Environment], survey: Survey) -> Iterator[Fix]:
    for sibling in siblings:
        yield Use(survey.project, sibling)


def _lenders(possible: Possibilities) -> tuple[Environment, ...]:
    """Return the environments worth a line in a menu: those that have the import first."""
    holders = _holders(possible)
    others = [sibling for sibling in possible.siblings if sibling not in holders]
    return (*holders, *others)[:_MOST_LENDERS]


def _holders(possible: Possibilities) -> tuple[Environment, ...]:
    holding = {place.environment.prefix for place in possible.places}
    return tuple(sibling for sibling in possible.siblings if sibling.prefix in holding)
