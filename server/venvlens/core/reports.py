"""Environments and decisions as JSON objects: the same on the command line and on the wire."""

from __future__ import annotations

from typing import TYPE_CHECKING

from venvlens.core.display import clause, tilde
from venvlens.core.labels import label

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import PurePath

    from venvlens.core.environment import Environment
    from venvlens.core.inventory import Listed
    from venvlens.core.search_path import Entry
    from venvlens.core.survey import Survey

Object = dict[str, object]


def identity(environment: Environment) -> dict[str, str | None]:
    """Return what tells an environment from others."""
    return {
        "prefix": str(environment.prefix),
        "version": None if environment.version is None else str(environment.version),
        "kind": environment.kind.value,
        "executable": _path(environment.executable),
    }


def environment(found: Environment) -> Object:
    """Return an environment with its state.

    ``faults`` are clauses for people; an environment without any can run.
    """
    return {
        **identity(found),
        "extends": _path(found.extends),
        "faults": [clause(fault) for fault in found.faults],
        "externallyManaged": found.externally_managed is not None,
    }


def listed(one: Listed, folder: PurePath, home: PurePath) -> Object:
    """Return a line of the list of all environments, as seen from a project's folder.

    On top of :func:`environment`: ``group`` is a value of
    :class:`~venvlens.core.inventory.Group`, ``project`` the folder of the project that it
    belongs to, ``name`` what its tool calls it, ``origin`` why we believe that it exists,
    ``implementation`` as ``sys.implementation.name``, ``base`` the interpreter that it was made
    from. What is not known is null. For a line on the screen: ``label`` is what it is called,
    ``section`` a value of :class:`~venvlens.core.inventory.Section`, ``path`` where it is, as
    short as it can be told. ``selected``: the project uses it now (never a global Python that
    nobody chose); ``removable``: the command ``removeEnvironment`` would take it.
    """
    found = one.environment
    place = found.executable if found.kind.is_global and found.executable else found.prefix
    is_below = place.is_relative_to(folder) and place != folder
    return {
        **environment(found),
        "group": one.group.value,
        "project": _path(one.project),
        "name": found.name,
        "origin": found.origin,
        "implementation": found.implementation,
        "base": _path(found.base_executable),
        "label": label(found, folder),
        "section": one.section.value,
        "path": str(place.relative_to(folder)) if is_below else tilde(place, home),
        "selected": one.selected,
        "removable": one.removable,
    }


def decision(path: PurePath, survey: Survey, problems: Iterable[str]) -> Object:
    """Return which environment a file belongs to, and the whole decision.

    ``considered`` are the steps in their order: ``{"place": path, "taken": bool, "reason":
    phrase}``; ``reason`` is that of the one that was taken. ``environment`` is null where there
    is not even a global Python.
    """
    found = survey.selection.interpreter
    return {
        "path": str(path),
        "environment": environment(found) if found else None,
        "reason": survey.selection.reason,
        "project": str(survey.project),
        "workspace": str(survey.workspace),
        "considered": [
            {"place": str(step.place), "taken": step.taken, "reason": step.reason}
            for step in survey.selection.considered
        ],
        "searchPath": [_entry(entry) for entry in survey.search_path.entries],
        "unknown": list(survey.search_path.opaque),
        "problems": list(problems),
    }


def _entry(entry: Entry) -> dict[str, str | None]:
    return {"path": str(entry.path), "kind": entry.kind.value, "source": _path(entry.source)}


def _path(path: PurePath | None) -> str | None:
    return None if path is None else str(path)
