"""What would mend a finding, the best first, and what each is called."""

from __future__ import annotations

from typing import TYPE_CHECKING

from venvlens.core.display import called
from venvlens.core.findings import Code, Finding
from venvlens.core.fixes.create import best_first, creation_title, creations
from venvlens.core.fixes.install import install_all, installs
from venvlens.core.fixes.repair import replacements, title_of_repair
from venvlens.core.fixes.use import choices, holders, uses
from venvlens.core.fixes.values import (
    Choose,
    Create,
    Fix,
    Ignore,
    Install,
    InstallAll,
    Isolate,
    Possibilities,
    Recreate,
    SetAside,
    Use,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from venvlens.core.survey import Survey

__all__ = [
    "Choose",
    "Create",
    "Fix",
    "Ignore",
    "Install",
    "InstallAll",
    "Isolate",
    "Possibilities",
    "Recreate",
    "SetAside",
    "Use",
    "best_first",
    "fixes",
    "install_all",
    "missing_code",
    "title",
]


def fixes(finding: Finding, survey: Survey, possible: Possibilities) -> Iterator[Fix]:
    """Yield what would mend a finding, the best first."""
    match finding.code:
        case Code.IMPORT_MISSING | Code.IMPORT_GLOBAL_ONLY:
            yield from installs(finding.name, survey, possible)
            yield from uses(holders(possible), survey)
        case Code.ENVIRONMENT_MISSING if survey.selection.open is not None:
            return  # a script's tool makes its environment, and no other one holds for it
        case Code.ENVIRONMENT_MISSING:
            yield from creations(survey, possible)
            yield from choices(possible, survey)
        case Code.ENVIRONMENT_BROKEN:
            yield from replacements(survey, possible)
            yield from choices(possible, survey)
        case Code.IMPORT_MISSING_SUBMODULE:
            return


def missing_code(survey: Survey) -> Code:
    """Return the rule under which a missing top-level module is mended."""
    environment = survey.selection.environment
    if environment is None:
        return Code.ENVIRONMENT_MISSING
    return Code.IMPORT_MISSING if environment.runs else Code.ENVIRONMENT_BROKEN


def title(fix: Fix | Ignore, survey: Survey) -> str:
    """Say what a fix does, for a menu."""
    match fix:
        case Create():
            return creation_title(fix)
        case Recreate() | SetAside() | Ignore() | Isolate():
            return title_of_repair(fix, survey)
        case Install():
            return _installing(fix, survey)
        case InstallAll(install=install):
            return f"Install what this file lacks: {', '.join(install.requirements)}"
        case Use(environment=environment):
            return f"Use the environment {called(environment, survey.project)}"
        case Choose():
            return "Select another environment…"


def _installing(fix: Install, survey: Survey) -> str:
    names = ", ".join(fix.requirements)
    if fix.target is not None:
        how = f" with {fix.tool}" if fix.tool else ""
        return f"Add {names} to {fix.target.place} and install{how}"
    remark = f": {fix.remark}" if fix.remark else ""
    return f"Install {names} into {called(fix.environment, survey.project)}{remark}"
