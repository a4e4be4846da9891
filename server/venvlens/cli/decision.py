"""Which environment a file belongs to, by which rule, and what it can import from where."""

from __future__ import annotations

from typing import TYPE_CHECKING

from venvlens.cli.json_text import VERSION, encoded
from venvlens.cli.paths import shown_path
from venvlens.cli.printable import shown
from venvlens.core import reports
from venvlens.core.display import clause, with_version

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import PurePath

    from venvlens.core.environment import Environment
    from venvlens.core.search_path import Entry, SearchPath
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
        yield from _described(environment)
    yield ""
    yield f"Project folder    {shown(str(survey.project))}"
    yield f"Workspace folder  {shown(str(survey.workspace))}"
    yield ""
    yield from _considered(selection, here)
    yield ""
    yield from _search_path(survey.search_path)


def _described(environment: Environment) -> Iterator[str]:
    faults = " and ".join(clause(fault) for fault in environment.faults)
    facts = {
        "Prefix": environment.prefix,
        "Interpreter": environment.executable or "none",
        "Version": environment.version or "unknown",
        "Kind": environment.kind.value,
        "State": f"cannot run: {faults}" if faults else "can run",
        **({"Extends": environment.extends} if environment.extends else {}),
    }
    if environment.externally_managed is not None:
        said = environment.externally_managed
        by = "by its own package manager, not pip"
        facts["Installations"] = f"{by}: {said}" if said else f"{by} (EXTERNALLY-MANAGED)"
    for name, fact in facts.items():
        yield f"{name:<17} {shown(str(fact))}"


def _considered(selection: Selection, here: PurePath) -> Iterator[str]:
    yield "Considered, in this order:"
    for step in selection.considered:
        mark = "taken  " if step.taken else "refused"
        yield f"  {mark}  {shown_path(step.place, here)}: {shown(step.reason)}"


def _search_path(search_path: SearchPath) -> Iterator[str]:
    yield "Imports are looked for in this order:"
    widest = max((len(_kind(entry)) for entry in search_path.entries), default=0)
    for number, entry in enumerate(search_path.entries, 1):
        yield f"{number:>4}  {_kind(entry):<{widest}}  {shown(str(entry.path))}"
    for hook in search_path.hooks:
        names = ", ".join(sorted({*hook.modules, *hook.namespaces}))
        yield f"      {'an editable install':<{widest}}  {shown(names)}"
    if search_path.opaque:
        yield ""
        yield "What cannot be known without running Python:"
        yield from (f"  {shown(text)}" for text in search_path.opaque)


def _kind(entry: Entry) -> str:
    return f"{entry.kind.value} ({entry.source.name})" if entry.source else entry.kind.value


def as_json(path: PurePath, surveyed: Surveyed) -> str:
    """Return the same as an object for programs."""
    told = reports.decision(path, surveyed.survey, surveyed.problems)
    return encoded({"version": VERSION, **told})
