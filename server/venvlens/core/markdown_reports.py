"""What a client shows as a document: which environment and why, and what is wrong with all.

They are Markdown that can be read as it is: headings, lists, and paths as code.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from venvlens.core.decision_words import (
    CONSIDERED,
    EDITABLE,
    LOOKED_FOR,
    UNKNOWN,
    facts,
    kind_of,
    of_hooks,
)
from venvlens.core.display import short, with_version
from venvlens.core.health.checkup import place
from venvlens.core.markdown import code, line

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import PurePath

    from venvlens.core.environment import Environment
    from venvlens.core.health.checkup import Checkup
    from venvlens.core.health.facts import StartUp
    from venvlens.core.health.trouble import Trouble
    from venvlens.core.search_path import SearchPath
    from venvlens.core.selection import Considered
    from venvlens.core.survey import Survey

_PATHS = frozenset({"Prefix", "Interpreter", "Extends"})
"""Names of facts that are paths."""


@dataclass(frozen=True, slots=True)
class Report:
    """A document."""

    title: str
    """Plain text on one line."""
    text: str
    """Markdown; its heading is the title."""


def why(path: PurePath, survey: Survey, problems: Iterable[str]) -> Report:
    """Tell which environment a file or folder belongs to, and the whole decision."""
    selection, project = survey.selection, survey.project
    found = selection.interpreter
    name = "." if path == project else short(path, project)
    name = project.name if name == "." else name
    if found is None:
        title = f"{name} has no environment"
        first = ["No Python was found on PATH."]
    else:
        title = f"{name} belongs to {with_version(found, project)}"
        first = [line(f"That is because {selection.reason}.")]
        if selection.open is not None:
            first.append(line(f"{selection.open}."))
    folders = (f"Project folder: {code(project)}", f"Workspace folder: {code(survey.workspace)}")
    parts = [
        *first,
        _list(_problem(problem) for problem in problems),
        _list((*(_facts(found) if found else ()), *folders)),
        f"## {CONSIDERED}",
        _list((_step(step, project) for step in selection.considered), numbered=True),
        *_search_path(survey.search_path),
    ]
    return _report(title, parts)


def _facts(environment: Environment) -> Iterator[str]:
    for name, fact in facts(environment).items():
        yield f"{name}: {code(fact) if name in _PATHS else line(fact)}"


def _problem(problem: str) -> str:
    return f"**Problem:** {line(problem)}."


def _step(step: Considered, project: PurePath) -> str:
    mark = "**taken:**" if step.taken else "not taken:"
    return f"{mark} {code(short(step.place, project))}, {line(step.reason)}"


def _search_path(search_path: SearchPath) -> Iterator[str]:
    yield f"## {LOOKED_FOR}"
    entries = [f"{line(kind_of(entry))}: {code(entry.path)}" for entry in search_path.entries]
    entries += [f"{EDITABLE}: {line(names)}" for names in of_hooks(search_path)]
    yield _list(entries, numbered=True) or "Nowhere."
    if search_path.opaque:
        yield f"## {UNKNOWN}"
        yield _list(line(text) for text in search_path.opaque)


def doctor(survey: Survey, checked: Iterable[Checkup]) -> Report:
    """Tell what is wrong with each environment of a project, and what mends it."""
    project, fallback = survey.project, survey.selection.fallback
    parts: list[str] = []
    if survey.selection.environment is None:
        judged = f": {with_version(fallback, project)} judges its imports" if fallback else ""
        parts.append(line(f"This project has no environment of its own{judged}."))
    for one in checked:
        parts.append(f"## {line(with_version(one.environment, project))}")
        parts.append(f"{one.verdict.capitalize()}.")
        parts.append(_list(_trouble(trouble, project) for trouble in one.troubles))
        parts.append(_list(_start_up(start, project) for start in one.start_up))
    return _report(f"The environments of {project.name or project}", parts)


def _trouble(trouble: Trouble, project: PurePath) -> str:
    file = code(place(trouble, short(trouble.file, project)))
    mark = f"**{trouble.severity.value}** `{trouble.code.value}`"
    return f"{mark} in {file}: {line(trouble.message)}. {line(trouble.remedy)}."


def _start_up(start: StartUp, project: PurePath) -> str:
    file = f"{short(start.file, project)}:{start.span.line + 1}"
    return f"Start-up code in {code(file)}, by {line(start.tool or 'somebody unknown')}"


def _list(items: Iterable[str], *, numbered: bool = False) -> str:
    counted = enumerate(items, 1)
    return "\n".join(f"{number}. {item}" if numbered else f"- {item}" for number, item in counted)


def _report(title: str, parts: Iterable[str]) -> Report:
    told = [f"# {line(title)}", *filter(None, parts)]
    return Report(" ".join(title.split()), "\n\n".join(told) + "\n")
