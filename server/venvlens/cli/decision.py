"""Which environment a file belongs to, by which rule, and what it can import from where."""

from __future__ import annotations

from typing import TYPE_CHECKING

from venvlens.cli.json_text import VERSION, encoded
from venvlens.cli.paths import shown_path
from venvlens.cli.printable import shown
from venvlens.core import reports
from venvlens.core.decision_words import (
    CONSIDERED,
    EDITABLE,
    LOOKED_FOR,
    UNKNOWN,
    facts,
    kind_of,
    of_hooks,
)
from venvlens.core.display import with_version

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import PurePath

    from venvlens.core.search_path import SearchPath
    from venvlens.core.selection import Selection
    from venvlens.core.survey import Survey
    from venvlens.system.surveyor import Surveyed


def as_text(path: PurePath, survey: Survey, here: PurePath) -> Iterator[str]:
    """Yield the lines that a person reads, with paths as seen from the current folder."""
    selection = survey.selection
    environment = selection.interpreter
    if environment is None:
        yield f"{shown_path(path, here)} has no environment, and no Python was found on PATH."
    else:
        name = shown(with_version(environment, here))
        yield f"{shown_path(path, here)} belongs to {name}"
        yield f"because {shown(selection.reason)}."
        yield ""
        for fact, said in facts(environment).items():
            yield f"{fact:<17} {shown(said)}"
    yield ""
    yield f"Project folder    {shown(str(survey.project))}"
    yield f"Workspace folder  {shown(str(survey.workspace))}"
    yield ""
    yield from _considered(selection, here)
    yield ""
    yield from _search_path(survey.search_path)


def _considered(selection: Selection, here: PurePath) -> Iterator[str]:
    yield f"{CONSIDERED}:"
    for step in selection.considered:
        mark = "taken  " if step.taken else "refused"
        yield f"  {mark}  {shown_path(step.place, here)}: {shown(step.reason)}"


def _search_path(search_path: SearchPath) -> Iterator[str]:
    yield f"{LOOKED_FOR}:"
    widest = max((len(kind_of(entry)) for entry in search_path.entries), default=0)
    for number, entry in enumerate(search_path.entries, 1):
        yield f"{number:>4}  {kind_of(entry):<{widest}}  {shown(str(entry.path))}"
    for names in of_hooks(search_path):
        yield f"      {EDITABLE:<{widest}}  {shown(names)}"
    if search_path.opaque:
        yield ""
        yield f"{UNKNOWN}:"
        yield from (f"  {shown(text)}" for text in search_path.opaque)


def as_json(path: PurePath, surveyed: Surveyed) -> str:
    """Return the same as an object for programs."""
    told = reports.decision(path, surveyed.survey, surveyed.problems)
    return encoded({"version": VERSION, **told})
