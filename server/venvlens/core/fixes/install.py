"""Installing what is missing, and declaring it where the project declares what it needs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from venvlens.core.display import called, with_version
from venvlens.core.environment import Kind
from venvlens.core.fixes.values import Fix, Install, InstallAll, Possibilities
from venvlens.core.import_table import GENERIC
from venvlens.core.names import top_level
from venvlens.core.plans.adding import reaches
from venvlens.core.providers import Provider, Source, certain, providers
from venvlens.core.stdlib import names_of_any_version

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import PurePath

    from venvlens.core.environment import Environment
    from venvlens.core.names import ImportName
    from venvlens.core.survey import Survey

_MOST_CHOICES = 5
"""Distributions in a menu for one import."""
_MOST_TARGETS = 2


def installs(name: ImportName, survey: Survey, possible: Possibilities) -> Iterator[Fix]:
    """Yield the ways to install what provides an import."""
    environment = survey.selection.environment
    if environment is None or not takes_packages(environment):
        return
    found = _providers(name, survey, possible)
    sure = certain(found)
    if sure is not None:
        yield from _surely(sure, environment, possible, survey.project)
        return
    for one in found[:_MOST_CHOICES]:
        yield Install(environment, (one.requirement,), remark=one.reason, is_choice=True)


def install_all(
    names: Iterable[ImportName], survey: Survey, possible: Iterable[Possibilities]
) -> InstallAll | None:
    """Return what installs for several imports all that is beyond doubt; None if that is not two.

    ``possible`` belongs to the names one by one.
    """
    environment = survey.selection.environment
    if environment is None or not takes_packages(environment):
        return None
    wanted: dict[str, None] = {}
    for name, there in zip(names, possible, strict=True):
        requirement = sure_requirement(name, survey, there)
        if requirement is not None:
            wanted[requirement] = None
    return InstallAll(Install(environment, tuple(wanted))) if len(wanted) > 1 else None


def sure_requirement(name: ImportName, survey: Survey, possible: Possibilities) -> str | None:
    """Return what to install for an import; None if that is not beyond doubt."""
    sure = certain(_providers(name, survey, possible))
    return None if sure is None else sure.requirement


def is_unknown(name: ImportName, survey: Survey, possible: Possibilities) -> bool:
    """Tell whether no distribution is known for an import that one could be known for."""
    top = top_level(name)
    if top in GENERIC or top in names_of_any_version():
        return False
    return not _providers(name, survey, possible)


def takes_packages(environment: Environment) -> bool:
    """Tell whether something may be installed into an environment."""
    if not environment.runs or environment.externally_managed is not None:
        return False
    if environment.kind is Kind.UV_SCRIPT:
        return False  # uv takes out again what the script does not ask for
    return not environment.kind.is_global


def _surely(
    sure: Provider, environment: Environment, possible: Possibilities, seen_from: PurePath
) -> Iterator[Fix]:
    requirements = (sure.requirement,)
    targets = () if sure.source is Source.DECLARED else possible.targets[:_MOST_TARGETS]
    declaring = [
        Install(environment, requirements, one, possible.adder if reaches(one.keys) else None)
        for one in targets
    ]
    yield from declaring[:1]
    yield Install(environment, requirements)
    yield from declaring[1:]
    if sure.source is Source.ELSEWHERE and sure.version is not None:
        same = f"{sure.distribution}=={sure.version}"
        has = next(one for one in possible.places if one.distribution)
        holder = called(has.environment, seen_from)
        if has.environment.kind.is_global:
            holder = with_version(has.environment, seen_from)
        yield Install(environment, (same,), remark=f"as {holder} has it")


def _providers(name: ImportName, survey: Survey, possible: Possibilities) -> tuple[Provider, ...]:
    return providers(
        name,
        possible.places,
        possible.declared,
        possible.locked,
        possible.table,
        seen_from=survey.project,
        claims=possible.claims,
    )
