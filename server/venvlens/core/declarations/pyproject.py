"""What a ``pyproject.toml`` asks for: PEP 621, PEP 735, and the tables of the tools.

Sources: the specifications on packaging.python.org, and the documentation of poetry, PDM,
hatch, uv, rye and setuptools. What has another type than they ask for is left out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from venvlens.core import toml_text
from venvlens.core.declarations.declared import Declared, declared, named

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

Table = dict[str, object]


def in_pyproject(text: str, file: str) -> tuple[Declared, ...]:
    """Return what a project needs, its extras, groups and environments included."""
    data = toml_text.read(text)
    if isinstance(data, str):
        return ()
    project, tool = _table(data, "project"), _table(data, "tool")
    lists = [project.get("dependencies"), *_table(project, "optional-dependencies").values()]
    lists += _table(data, "dependency-groups").values()
    lists += _table(_table(tool, "pdm"), "dev-dependencies").values()
    lists += [_table(tool, name).get("dev-dependencies") for name in ("uv", "rye")]
    for environment in _table(_table(tool, "hatch"), "envs").values():
        if isinstance(environment, dict):
            lists += [environment.get("dependencies"), environment.get("extra-dependencies")]
    found = declared((text for one in lists for text in _texts(one)), file)
    return (*found, *named(_poetrys(_table(tool, "poetry")), file), *named(_pixis(tool), file))


def _poetrys(poetry: Table) -> Iterator[tuple[str, object]]:
    groups = [poetry, *_tables(_table(poetry, "group"))]
    for group in groups:
        for key in ("dependencies", "dev-dependencies"):
            # Poetry has the Python itself among them.
            yield from ((n, v) for n, v in _table(group, key).items() if n != "python")


def _pixis(tool: Table) -> Iterator[tuple[str, object]]:
    """Yield what pixi takes from the package index; conda's names are others."""
    pixi = _table(tool, "pixi")
    for table in (pixi, *_tables(_table(pixi, "feature"))):
        yield from _table(table, "pypi-dependencies").items()


def _texts(value: object) -> Iterable[str]:
    return (item for item in value if isinstance(item, str)) if isinstance(value, list) else ()


def _tables(table: Table) -> Iterator[Table]:
    return (value for value in table.values() if isinstance(value, dict))


def _table(table: Table, key: str) -> Table:
    value = table.get(key)
    return value if isinstance(value, dict) else {}
