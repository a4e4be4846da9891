"""What makes a folder a project, and what its ``pyproject.toml`` says about Python."""

from __future__ import annotations

from dataclasses import dataclass

from venvlens.core import toml_text

DECLARATIONS = frozenset(
    {
        "pyproject.toml",
        "setup.py",
        "setup.cfg",
        "Pipfile",
        "environment.yml",
        "environment.yaml",
        "uv.lock",
        "poetry.lock",
        "pdm.lock",
        "pixi.toml",
    }
)
"""Files that make the folder they lie in a project."""

WEAK_DECLARATIONS = frozenset({"requirements.txt", "requirements.in", ".python-version"})
"""Files that do so only where nothing above has a better claim: ``docs/requirements.txt``."""


@dataclass(frozen=True, slots=True)
class Pyproject:
    """The parts of a ``pyproject.toml`` that decide verdicts."""

    requires_python: str | None = None
    tool: object = None
    """The table ``[tool.venvlens]``, not judged yet."""
    dependencies: tuple[str, ...] = ()
    """Requirements of the project, its extras and its groups, as written."""
    name: str | None = None
    """Name of the project as a distribution."""
    problem: str | None = None
    """Why the file could not be read, as a clause."""


def read_pyproject(text: str) -> Pyproject:
    """Read the text of a ``pyproject.toml``; whatever is wrong with it is left out."""
    data = toml_text.read(text)
    if isinstance(data, str):
        return Pyproject(problem=data)
    project = _table(data, "project")
    requires, name = project.get("requires-python"), project.get("name")
    return Pyproject(
        requires if isinstance(requires, str) else None,
        _table(data, "tool").get("venvlens"),
        tuple(_requirements(project, data)),
        name if isinstance(name, str) else None,
    )


def _requirements(project: dict[str, object], data: dict[str, object]) -> list[str]:
    groups = [project.get("dependencies")]
    groups += _table(project, "optional-dependencies").values()
    groups += _table(data, "dependency-groups").values()
    lists = [group for group in groups if isinstance(group, list)]
    return [item for group in lists for item in group if isinstance(item, str)]


def _table(data: dict[str, object], key: str) -> dict[str, object]:
    value = data.get(key)
    return value if isinstance(value, dict) else {}
