"""Installing what is missing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from venvlens.core.environment import Kind
from venvlens.core.fixes.values import Fix, Install, Possibilities
from venvlens.core.providers import certain, providers

if TYPE_CHECKING:
    from collections.abc import Iterator

    from venvlens.core.findings import Finding
    from venvlens.core.survey import Survey

_MOST_CHOICES = 5
"""Distributions in a menu for one import."""


def installs(finding: Finding, survey: Survey, possible: Possibilities) -> Iterator[Fix]:
    """Yield the ways to install what provides a finding's import."""
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
