"""Which tool makes and fills a project's environment: by the project's files, with reasons.

A lock file is the strongest sign, since only its tool writes it; then what the project asks of a
tool by name; then what a tool leaves behind. A build backend alone says how a project is packed,
not how its environment is made: nobody with hatchling or poetry-core has to have hatch or poetry.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, cast

from venvlens.core import toml_text

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import PurePath

    from venvlens.core.tree import Tree

Table = dict[str, object]


class ProjectTool(Enum):
    """A tool that manages projects with their environments."""

    UV = "uv"
    POETRY = "poetry"
    PDM = "pdm"
    PIPENV = "pipenv"
    HATCH = "hatch"
    PIXI = "pixi"
    CONDA = "conda"


@dataclass(frozen=True, slots=True)
class Managed:
    """A tool that manages a project, and how we know."""

    tool: ProjectTool
    reason: str
    """A clause such as ``uv.lock is there``."""
    file: str
    """Name of the file that says so."""


_LOCKS = (
    ("uv.lock", ProjectTool.UV),
    ("poetry.lock", ProjectTool.POETRY),
    ("pdm.lock", ProjectTool.PDM),
    ("Pipfile.lock", ProjectTool.PIPENV),
    ("pixi.lock", ProjectTool.PIXI),
)
_OWN_FILES = (
    ("poetry.toml", ProjectTool.POETRY),
    ("pdm.toml", ProjectTool.PDM),
    ("Pipfile", ProjectTool.PIPENV),
    ("pixi.toml", ProjectTool.PIXI),
)
_TABLES = (
    (ProjectTool.UV, ("uv",)),
    (ProjectTool.POETRY, ("poetry",)),
    (ProjectTool.PDM, ("pdm",)),
    (ProjectTool.HATCH, ("hatch", "envs")),
    (ProjectTool.PIXI, ("pixi",)),
)
CONDA_FILES = ("environment.yml", "environment.yaml")


def tools_of(project: PurePath, tree: Tree) -> tuple[Managed, ...]:
    """Return the tools that manage a project, each once, the one with the best claim first."""
    return tree.recall(("tools of", project), lambda inner: _tools_of(project, inner))


def _tools_of(project: PurePath, tree: Tree) -> tuple[Managed, ...]:
    listing = tree.listing(project)
    if listing is None:
        return ()
    found: dict[ProjectTool, Managed] = {}
    for managed in _claims(project, listing.files, tree):
        found.setdefault(managed.tool, managed)
    return tuple(found.values())


def _claims(project: PurePath, names: frozenset[str], tree: Tree) -> Iterator[Managed]:
    for name, tool in _LOCKS:
        # pipenv does nothing with a lock that its Pipfile is not beside.
        if name in names and (tool is not ProjectTool.PIPENV or "Pipfile" in names):
            yield Managed(tool, f"{name} is there", name)
    yield from _tables(project, names, tree)
    for name, tool in _OWN_FILES:
        if name in names:
            yield Managed(tool, f"{name} is there", name)
    if ".pdm-python" in names:
        yield Managed(ProjectTool.PDM, ".pdm-python is there", ".pdm-python")
    for name in CONDA_FILES:
        if name in names:
            yield Managed(ProjectTool.CONDA, f"{name} is there", name)


def _tables(project: PurePath, names: frozenset[str], tree: Tree) -> Iterator[Managed]:
    tools = table(read_toml(project / "pyproject.toml", names, tree), "tool")
    for tool, keys in _TABLES:
        if _has(tools, keys):
            said = f"pyproject.toml has [tool.{'.'.join(keys)}]"
            yield Managed(tool, said, "pyproject.toml")
    if "envs" in read_toml(project / "hatch.toml", names, tree):
        yield Managed(ProjectTool.HATCH, "hatch.toml has [envs]", "hatch.toml")


def read_toml(file: PurePath, names: frozenset[str], tree: Tree) -> Table:
    """Read a file of a folder with some names; what is not there or not valid says nothing."""
    data = toml_text.read(tree.text(file) or "") if file.name in names else {}
    return data if isinstance(data, dict) else {}


def table(data: Table, *keys: str) -> Table:
    """Return a table inside of tables, an empty one if it is not there."""
    for key in keys:
        inner = data.get(key)
        data = cast("Table", inner) if isinstance(inner, dict) else {}
    return data


def _has(tools: Table, keys: tuple[str, ...]) -> bool:
    return isinstance(table(tools, *keys[:-1]).get(keys[-1]), dict)
