"""From a project and a machine to what a new environment can be made of."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from venvlens.core.display import called, clause, python, with_version
from venvlens.core.fixes.create import creations
from venvlens.core.fixes.values import USUAL_NAME
from venvlens.core.offer import Offer, Tool, contents, free_name
from venvlens.core.plans import Cannot
from venvlens.core.plans.making import Way
from venvlens.core.requests import PROJECT_TOOL, CreateRequest
from venvlens.system.locators.interpreters import interpreters
from venvlens.system.mending.asking import request_of
from venvlens.system.mending.bases import has_venv
from venvlens.system.mending.creating import Creation
from venvlens.system.mending.placing import managed
from venvlens.system.possibilities import for_creation
from venvlens.system.process.folders import refusal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from venvlens.core.environment import Environment
    from venvlens.core.fixes import Create, Possibilities
    from venvlens.core.machine import Machine
    from venvlens.core.requests import Request
    from venvlens.core.survey import Survey
    from venvlens.system.toolbox import Toolbox


def offer(survey: Survey, machine: Machine, toolbox: Toolbox) -> Offer:
    """Look what there is to make an environment of a project with; nothing is started."""
    possible = for_creation(survey, interpreters(machine), machine, toolbox)
    best = next(iter(creations(survey, possible)), None)
    reason = _reason(best, survey, machine, toolbox)
    recommended = None if reason else best
    taken = sorted(_taken(survey))
    return Offer(
        survey.project,
        recommended,
        reason,
        tuple(_tools(survey, possible, machine, toolbox)),
        possible.interpreters,
        free_name(taken),
        tuple(taken),
        contents(possible.installable, recommended),
    )


def _reason(best: Create | None, survey: Survey, machine: Machine, toolbox: Toolbox) -> str | None:
    """Say why nothing is to be made in one step; what could not be made is not recommended."""
    if survey.selection.environment is not None:
        return _already(survey.selection.environment, survey)
    if best is None:
        prefix = survey.project / USUAL_NAME
        request: Request = CreateRequest(prefix, None, None, project=survey.project)
    else:
        request = request_of(best, survey.project)
    if not isinstance(request, CreateRequest):
        return None
    prefer = survey.settings.create_with
    plan = Creation(request, survey.workspace, machine, toolbox, prefer).plan()
    why = plan.reason if isinstance(plan, Cannot) else refusal(plan)
    return f"{why[0].upper()}{why[1:]}." if why else None


def _already(environment: Environment, survey: Survey) -> str:
    if not environment.runs:
        why = " and ".join(map(clause, environment.faults))
        return f"{called(environment, survey.project)} cannot run, {why}: repairing makes it anew."
    named = with_version(environment, survey.project)
    if environment.prefix.is_relative_to(survey.project):
        return f"There is already {named}."
    return f"This project uses {named} already."


def _taken(survey: Survey) -> list[str]:
    # Not by what is remembered: a link that leads nowhere takes its name too.
    try:
        return [path.name for path in Path(survey.project).iterdir()]
    except OSError:
        return []


def _tools(
    survey: Survey, possible: Possibilities, machine: Machine, toolbox: Toolbox
) -> Iterator[Tool]:
    """Yield what can make it, what the settings prefer first."""
    own, prefer = managed(survey.project, machine), survey.settings.create_with
    by_project = (
        [Tool(PROJECT_TOOL, possible.command, f"{own.tool.value} manages it: {own.reason}")]
        if own and possible.command
        else []
    )
    makers = sorted(_makers(possible, machine, toolbox), key=lambda one: one.tool != prefer)
    is_first = prefer in ("auto", PROJECT_TOOL)
    yield from (*by_project, *makers) if is_first else (*makers, *by_project)


def _makers(possible: Possibilities, machine: Machine, toolbox: Toolbox) -> Iterator[Tool]:
    if toolbox.find(Way.UV.value):
        yield Tool(Way.UV.value, "uv", "makes it in a tenth of a second, without pip in it")
    if toolbox.find(Way.VIRTUALENV.value):
        yield Tool(Way.VIRTUALENV.value, "virtualenv", "brings pip along")
    with_venv = (one for one in possible.interpreters if has_venv(one, machine.files))
    if (first := next(with_venv, None)) is not None:
        yield Tool(Way.VENV.value, "venv", f"part of {python(first)}, installs pip with it")
