"""Where a ``pyproject.toml`` declares requirements, by the tool that its project is for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from venvlens.core import toml_text
from venvlens.core.declare.requirements import source_of
from venvlens.core.declare.values import Format, Target

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import PurePath

_DEVELOPMENT = "the development requirements"


def targets(file: PurePath, text: str, files: Mapping[PurePath, str]) -> Iterator[Target]:
    """Yield the lists of a ``pyproject.toml``: what the project needs, then groups and extras.

    ``files`` are those that a project may take its requirements from.
    """
    data = toml_text.read(text)
    if isinstance(data, str):
        why = f"{file.name} cannot be edited: {data}."
        yield Target(file, Format.TOML_ARRAY, ("project", "dependencies"), file.name, cannot=why)
        return
    main = _main(file, data, files)
    if main is not None:
        yield main
    for keys, place in _lists(data):
        yield Target(file, Format.TOML_ARRAY, keys, place, is_main=False)
    for keys, place in _poetry_groups(data):
        yield Target(file, Format.POETRY, keys, place, is_main=False)
    keys = ("tool", "pixi", "pypi-dependencies")
    if _at(data, *keys):
        place = "the PyPI packages of pixi"
        yield Target(file, Format.PIXI, keys, place, is_main="project" not in data)


def own_name(text: str) -> str | None:
    """Return the name of the project as a distribution."""
    data = toml_text.read(text)
    if isinstance(data, str):
        return None
    name = _at(data, "project").get("name") or _at(data, "tool", "poetry").get("name")
    return name if isinstance(name, str) else None


def _main(file: PurePath, data: dict[str, object], files: Mapping[PurePath, str]) -> Target | None:
    project, tool = _at(data, "project"), _at(data, "tool")
    # As ``poetry add`` of poetry 2 decides it: its own table, until [project] has one of these.
    standard = "dependencies" in project or "optional-dependencies" in project
    if isinstance(tool.get("poetry"), dict) and not standard:
        return Target(file, Format.POETRY, ("tool", "poetry", "dependencies"), file.name)
    if not project:
        return None
    dynamic = project.get("dynamic")
    if isinstance(dynamic, list) and "dependencies" in dynamic:
        return _dynamic(file, data, files)
    return Target(file, Format.TOML_ARRAY, ("project", "dependencies"), file.name)


def _dynamic(
    file: PurePath, data: dict[str, object], files: Mapping[PurePath, str]
) -> Target | None:
    """Return the file that requirements come from, or why they cannot be added."""
    named = _named_files(data)
    for name in named:
        path = file.parent / name
        if path in files and source_of(files[path], path.name) is None:
            return Target(path, Format.REQUIREMENTS, (), name)
    if not named and file.parent / "setup.cfg" in files:
        return None
    where = named[0] if named else "code of its build"
    why = f"{file.name} takes its requirements from {where}: add the requirement there."
    return Target(file, Format.TOML_ARRAY, ("project", "dependencies"), file.name, cannot=why)


def _named_files(data: dict[str, object]) -> list[str]:
    """Return the requirements files that setuptools or a hook of hatchling reads."""
    setuptools = _at(data, "tool", "setuptools", "dynamic", "dependencies").get("file")
    hatch = _at(data, "tool", "hatch", "metadata", "hooks", "requirements_txt").get("files")
    found: list[str] = []
    for given in (setuptools, hatch):
        many = given if isinstance(given, list) else [given]
        found += [one for one in many if isinstance(one, str)]
    return found


def _lists(data: dict[str, object]) -> Iterator[tuple[tuple[str, ...], str]]:
    for name in _lists_in(data, "dependency-groups"):
        yield ("dependency-groups", name), f"the group {name}"
    for name in _lists_in(data, "tool", "pdm", "dev-dependencies"):
        yield ("tool", "pdm", "dev-dependencies", name), f"the group {name} of pdm"
    if isinstance(_at(data, "tool", "uv").get("dev-dependencies"), list):
        yield ("tool", "uv", "dev-dependencies"), _DEVELOPMENT
    dynamic = _at(data, "project").get("dynamic")
    if not (isinstance(dynamic, list) and "optional-dependencies" in dynamic):
        for name in _lists_in(data, "project", "optional-dependencies"):
            yield ("project", "optional-dependencies", name), f"the extra {name}"
    for name in _at(data, "tool", "hatch", "envs"):
        for key in _lists_in(data, "tool", "hatch", "envs", name):
            if key in ("dependencies", "extra-dependencies"):
                kind = "" if key == "dependencies" else "extra list of the "
                yield ("tool", "hatch", "envs", name, key), f"the {kind}environment {name} of hatch"


def _poetry_groups(data: dict[str, object]) -> Iterator[tuple[tuple[str, ...], str]]:
    poetry = ("tool", "poetry")
    for name, group in _at(data, *poetry, "group").items():
        if isinstance(group, dict) and isinstance(group.get("dependencies"), dict):
            yield (*poetry, "group", name, "dependencies"), f"the group {name}"
    if isinstance(_at(data, *poetry).get("dev-dependencies"), dict):
        yield (*poetry, "dev-dependencies"), _DEVELOPMENT


def _lists_in(data: dict[str, object], *keys: str) -> list[str]:
    return [name for name, value in _at(data, *keys).items() if isinstance(value, list)]


def _at(data: Mapping[str, object], *keys: str) -> dict[str, object]:
    """Return the table at keys, an empty one if there is none."""
    found: object = data
    for key in keys:
        found = found.get(key) if isinstance(found, dict) else None
    return found if isinstance(found, dict) else {}
