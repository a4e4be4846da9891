"""Plans by which a project's own tool makes its environment and fills it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from venvlens.core.plans.plan import Plan, Step
from venvlens.core.project_tool import ProjectTool

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import PurePath

    from venvlens.core.plans.making import Base

Argvs = tuple[tuple[str, ...], ...]

_SECONDS = 1800.0
CHOOSE_PYTHON = frozenset({ProjectTool.HATCH, ProjectTool.CONDA, ProjectTool.PIXI})
"""Tools that choose the Python by themselves, from the project's files."""
_LOCKS = {
    ProjectTool.UV: "uv.lock",
    ProjectTool.POETRY: "poetry.lock",
    ProjectTool.PDM: "pdm.lock",
    ProjectTool.PIPENV: "Pipfile.lock",
    ProjectTool.PIXI: "pixi.lock",
}


@dataclass(frozen=True, slots=True)
class Placement:
    """Where a tool works for a project, and where it puts the environment."""

    project: PurePath
    """The folder that it is started in: of a workspace, its root."""
    prefix: PurePath
    """Folder of the environment; absolute."""
    is_workspace: bool = False
    """Whether the environment is that of several projects."""
    is_filled: bool = False
    """Whether the tool fills an empty folder at ``prefix`` and keeps it."""
    makes: PurePath | None = None
    """The folder that the tool makes if it is another one than ``prefix``: one above it."""
    writes: tuple[PurePath, ...] = ()
    """Files besides its lock that the tool writes."""
    file: str = ""
    """Name of the file that the tool reads, where it has to be told."""


def command(tool: ProjectTool, *, is_workspace: bool = False) -> str:
    """Return the command as a person would type it: ``uv sync``."""
    return {
        ProjectTool.UV: "uv sync --all-packages" if is_workspace else "uv sync",
        ProjectTool.POETRY: "poetry install",
        ProjectTool.PDM: "pdm install",
        ProjectTool.PIPENV: "pipenv install --dev",
        ProjectTool.HATCH: "hatch env create",
        ProjectTool.CONDA: "conda env create",
        ProjectTool.PIXI: "pixi install",
    }[tool]


def by_tool(tool: ProjectTool, program: PurePath, base: Base | None, placement: Placement) -> Plan:
    """Plan what the project's own tool does; ``base`` is None for those that choose a Python."""
    argvs = _argvs(tool, str(program), str(base.executable) if base else "", placement)
    title = f"Create the environment with {command(tool, is_workspace=placement.is_workspace)}"
    lock = (placement.project / _LOCKS[tool],) if tool in _LOCKS else ()
    return Plan(
        f"{title} ({base.shown})" if base else title,
        tuple(Step(argv, placement.project, _SECONDS) for argv in argvs),
        placement.prefix,
        creates=placement.prefix if placement.is_filled else None,
        writes=(*lock, *placement.writes),
        appears=() if placement.is_filled else (placement.makes or placement.prefix,),
        remarks=tuple(_remarks(tool, placement)),
    )


def _argvs(
    tool: ProjectTool, program: str, python: str, placement: Placement
) -> tuple[tuple[str, ...], ...]:
    match tool:
        case ProjectTool.UV:
            every = ("--all-packages",) if placement.is_workspace else ()
            return ((program, "sync", *every, "--no-python-downloads", "--python", python),)
        case ProjectTool.POETRY:
            quiet = "--no-interaction"
            return (program, "env", "use", quiet, python), (program, "install", quiet)
        case ProjectTool.PDM:
            return (program, "venv", "create", python), (program, "install")
        case ProjectTool.PIPENV:
            return ((program, "--python", python, "install", "--dev"),)
        case ProjectTool.HATCH:
            return ((program, "env", "create"),)
        case ProjectTool.PIXI:
            return ((program, "install"),)
        case ProjectTool.CONDA:
            # Only conda itself asks nothing; its likes would wait for an answer.
            sure = () if _is_conda_itself(program) else ("--yes",)
            where = ("--file", placement.file, "--prefix", str(placement.prefix))
            return ((program, "env", "create", *sure, *where),)


def _is_conda_itself(program: str) -> bool:
    return program.replace("\\", "/").rsplit("/", 1)[-1].removesuffix(".exe") == "conda"


def _remarks(tool: ProjectTool, placement: Placement) -> Iterator[str]:
    if tool in _LOCKS:
        yield f"{_LOCKS[tool]} is written, or brought up to date if the project has changed."
    if placement.is_workspace:
        yield f"The environment is that of the workspace {placement.project}, with all its members."
    elif not placement.prefix.is_relative_to(placement.project):
        yield f"{tool.value} keeps the environment as {placement.prefix}."
    if tool in CHOOSE_PYTHON:
        yield f"{tool.value} chooses the Python."
