"""What to offer when something that the user asked for did not work: a failure to ways on."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from venvlens.core.plans import Hindrance
from venvlens.core.requests import (
    PROJECT_TOOL,
    CreateRequest,
    InstallRequest,
    RepairRequest,
    Request,
    SelectRequest,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from pathlib import PurePath

    from venvlens.core.plans import Plan

_MOST = 3
"""More buttons than these are no help; editors add some of their own."""

_OF_THE_MACHINE = frozenset(
    {Hindrance.FULL, Hindrance.IN_USE, Hindrance.FORBIDDEN, Hindrance.NETWORK}
    | {Hindrance.CERTIFICATE, Hindrance.PASSWORD}
)
"""What another tool or another Python does not get around: when it is mended, the same works."""
_OF_THE_CONTENTS = frozenset(
    {Hindrance.BUILD, Hindrance.NAME, Hindrance.CONFLICT, Hindrance.HASHES, Hindrance.LOCK}
)
_IN_VAIN = frozenset(
    {Hindrance.PYTHON, Hindrance.NO_PYTHON, Hindrance.NO_VENV, Hindrance.NO_TOOL, Hindrance.NAME}
    | {Hindrance.NO_ENVIRONMENT, Hindrance.BROKEN, Hindrance.MANAGED, Hindrance.CONFLICT}
)
"""What the same again would fail of again."""


@dataclass(frozen=True, slots=True)
class NextStep:
    """One way on."""

    title: str
    request: Request


@dataclass(frozen=True, slots=True)
class Failure:
    """A request that was not fulfilled."""

    request: Request
    hindrance: Hindrance | None = None
    """None where nothing is known of it."""
    made_by: str | None = None
    """What has tried to make the environment: ``uv``, ``venv``, or a project's tool."""
    was_tried: bool = True
    """Whether anything was started."""
    project: PurePath | None = None
    """The project that it was for, as far as it is known."""


def next_steps(failure: Failure, tools: Collection[str]) -> tuple[NextStep, ...]:
    """Return the ways on, the best first.

    ``tools`` are those of ``uv``, ``virtualenv`` and ``venv`` that can make an environment.
    """
    found = {step.title: step for step in _steps(failure, tools)}
    return tuple(found.values())[:_MOST]


def maker(plan: Plan) -> str:
    """Return what begins a plan, as :attr:`Failure.made_by` has it."""
    words = plan.steps[0].name.split()
    return words[words.index("-m") + 1] if "-m" in words[:-1] else words[0]


def _steps(failure: Failure, tools: Collection[str]) -> Iterator[NextStep]:
    match failure.request:
        case CreateRequest() as request:
            yield from _after_creation(failure, request, tools)
        case RepairRequest() as request:
            yield from _after_repair(failure, request)
        case InstallRequest() as request:
            yield from _after_installation(failure, request)
        case _:
            yield from _again(failure)
    if failure.project is not None and failure.hindrance not in _OF_THE_MACHINE:
        select = SelectRequest(failure.project, None, asks=True)
        yield NextStep("Select Another Environment…", select)


def _again(failure: Failure) -> Iterator[NextStep]:
    if failure.was_tried and failure.hindrance not in _IN_VAIN:
        yield NextStep("Try Again", failure.request)


def _after_creation(
    failure: Failure, request: CreateRequest, tools: Collection[str]
) -> Iterator[NextStep]:
    if failure.hindrance is Hindrance.NO_PYTHON:
        return
    other = None if failure.hindrance in _OF_THE_MACHINE else _other_tool(failure, tools)
    if failure.hindrance in (Hindrance.NO_VENV, Hindrance.NO_TOOL):
        yield from _with(request, other)
    if failure.hindrance in (Hindrance.PYTHON, Hindrance.NO_VENV):
        yield _with_another_python(request)
    if failure.hindrance in _OF_THE_CONTENTS and request.contents:
        yield NextStep("Create Without Installing", replace(request, contents=()))
    yield from _again(failure)
    if failure.was_tried:
        yield from _with(request, other)
    if failure.was_tried and failure.hindrance not in _OF_THE_MACHINE:
        yield _with_another_python(request)


def _with(request: CreateRequest, tool: str | None) -> Iterator[NextStep]:
    if tool is not None:
        yield NextStep(f"Create with {tool}", replace(request, tool=tool))


def _with_another_python(request: CreateRequest) -> NextStep:
    other = replace(request, interpreter=None, version=None)
    return NextStep("Choose Another Python…", other)


def _other_tool(failure: Failure, tools: Collection[str]) -> str | None:
    """Return what else can make it: what is least like what has failed."""
    order = ("uv", "virtualenv") if failure.made_by == "venv" else ("venv", "uv", "virtualenv")
    if failure.hindrance is Hindrance.NO_VENV:
        order = ("uv", "virtualenv")
    return next((one for one in order if one in tools and one != failure.made_by), None)


def _after_repair(failure: Failure, request: RepairRequest) -> Iterator[NextStep]:
    yield from _again(failure)
    if request.tool == PROJECT_TOOL and failure.hindrance not in _OF_THE_MACHINE:
        name = failure.made_by or "the Project's Tool"
        yield NextStep(f"Repair Without {name}", replace(request, tool=None))


def _after_installation(failure: Failure, request: InstallRequest) -> Iterator[NextStep]:
    place, project = request.environment, failure.project
    match failure.hindrance:
        case Hindrance.BROKEN:
            yield NextStep(f"Repair {place.name}", RepairRequest(place))
        case Hindrance.NO_ENVIRONMENT:
            make = CreateRequest(place, None, None, project=project)
            yield NextStep("Create Environment…", make)
        case Hindrance.MANAGED if project is not None:
            make = CreateRequest(project / ".venv", None, None, project=project)
            yield NextStep("Create Environment…", make)
        case _:
            yield from _again(failure)
