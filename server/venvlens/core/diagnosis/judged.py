"""Each import of a file with its verdict and with what happens if it fails."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Protocol

from venvlens.core import stdlib
from venvlens.core.display import with_version
from venvlens.core.exposure import Exposure, exposure
from venvlens.core.imports import Form, Import, TryBody, TryElse, TryHandler
from venvlens.core.names import import_name, top_level
from venvlens.core.relative import Asker, asked
from venvlens.core.resolution import Missing, Module, Provided, Shape, Unknown, Verdict
from venvlens.core.search_path import EntryKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import PurePath

    from venvlens.core.imports import Guard, Scan
    from venvlens.core.names import ImportName
    from venvlens.core.resolution import Resolver
    from venvlens.core.search_path import Entry
    from venvlens.core.source import Span
    from venvlens.core.survey import Elsewhere, Survey
    from venvlens.core.tree import Tree


class OwnerOf(Protocol):
    """Tells what provides an installed module."""

    def __call__(self, module: Module) -> str | None:
        """Return name and version of a module's distribution, as in ``PyYAML 6.0.3``."""


@dataclass(frozen=True)
class Case:
    """All that a judgement of one file is made from."""

    text: str
    scan: Scan
    survey: Survey
    resolver: Resolver
    """Judges over the survey's search path."""
    tree: Tree
    """What the resolver looks at."""
    elsewhere: Elsewhere
    owner_of: OwnerOf
    file: PurePath | None = None
    """The file itself, where it is one."""

    @cached_property
    def shown(self) -> str:
        """How the interpreter that judges the file is called: ``.venv (Python 3.12.1)``."""
        interpreter = self.survey.selection.interpreter
        return with_version(interpreter, self.survey.project) if interpreter else "no Python"


@dataclass(frozen=True, slots=True)
class Judged:
    """One module that a file asks for."""

    statement: Import
    name: ImportName
    span: Span
    verdict: Verdict
    exposure: Exposure
    standard: bool
    """Whether some Python has it in its standard library."""
    top: Verdict
    """The verdict about its first part alone."""

    @property
    def place(self) -> Entry | None:
        """The place of the search path that provides it."""
        return self.verdict.module.entry if isinstance(self.verdict, Provided) else None

    @property
    def third_party(self) -> bool:
        """Whether it is neither the project's own nor the standard library's."""
        match self.top if isinstance(self.verdict, Unknown) else self.verdict:
            case Provided(module=module):
                entry = module.entry
                if entry is None:
                    return module.shape is not Shape.BUILTIN
                kind = entry.kind
                own = kind.is_first_party or kind.is_pythonpath
                return not own and kind is not EntryKind.STDLIB
            case Missing(parent=None) | Unknown():
                return not self.standard
            case _:
                return False


def judge(case: Case) -> tuple[Judged, ...]:
    """Judge every import of a file."""
    first = tuple(_verdicts(case))
    failing = _blocks_that_fail(first)
    rescued = _blocks_with_working_fallback(first)
    skipped = {top_level(j.name) for j in first if j.statement.form is Form.IMPORTORSKIP}
    return tuple(_seen_whole(case, one, failing, rescued, skipped) for one in first)


def _seen_whole(
    case: Case, one: Judged, failing: set[int], rescued: set[int], skipped: set[ImportName]
) -> Judged:
    """Judge what a failing import means once all imports of the file are known."""
    reach = _exposure(case, one, failing, rescued, skipped)
    return one if reach is one.exposure else replace(one, exposure=reach)


def searched(case: Case, missing: Missing) -> Iterator[PurePath]:
    """Yield the folders in which a missing module was looked for."""
    if missing.parent is not None:
        yield from missing.parent.locations or ()
    else:
        yield from (entry.path for entry in case.survey.search_path.entries)


_ONLY_FOR_TYPE_CHECKERS = frozenset({"_typeshed"})
"""Modules that every type checker brings along and no interpreter ever has."""


def _verdicts(case: Case) -> Iterator[Judged]:
    survey = case.survey
    resolver = case.resolver
    standard = stdlib.names_of_any_version()
    for statement in case.scan.imports:
        if statement.level:
            yield from _relative(case, statement)
            continue
        name = import_name(statement.name)
        if name is None or survey.settings.ignores(name):
            continue
        is_standard = top_level(name) in standard
        verdict = _not_by_itself(resolver.resolve(name), case)
        reach = exposure(statement.guards, case.scan.flags, survey.search_path.target)
        if reach is Exposure.TYPE_CHECKING and top_level(name) in _ONLY_FOR_TYPE_CHECKERS:
            continue
        top = _not_by_itself(resolver.resolve(top_level(name)), case)
        yield Judged(statement, name, statement.span, verdict, reach, is_standard, top)
        if isinstance(verdict, Provided) and verdict.module.shape is Shape.NAMESPACE:
            # A namespace package runs no code: what is taken from it can only be a module.
            for member in statement.members:
                inner = import_name(f"{name}.{member.name}")
                if inner is not None and not survey.settings.ignores(inner):
                    inside = resolver.resolve(inner)
                    yield Judged(statement, inner, member.span, inside, reach, is_standard, top)


def _relative(case: Case, statement: Import) -> Iterator[Judged]:
    """Judge an import of the project's own, found from where the file lies."""
    survey = case.survey
    if case.file is None:
        return
    path = survey.search_path
    asker = Asker(case.file, case.text, survey.workspace, path, case.resolver, case.tree)
    reach = exposure(statement.guards, case.scan.flags, path.target)
    for one in asked(statement, asker):
        if not survey.settings.ignores(one.name):
            top = Provided(one.package)
            yield Judged(statement, one.name, one.span, one.verdict, reach, False, top)


def _not_by_itself(verdict: Verdict, case: Case) -> Verdict:
    """Take back that a file of a package provides what it imports.

    Its folder is on the path as a last resort only: ``selenium.py`` in a package that
    imports selenium means the installed one.
    """
    match verdict:
        case Provided(module=module) | Missing(parent=Module() as module):
            last_resort = module.entry is not None and module.entry.kind is EntryKind.SCRIPT_FOLDER
        case _:
            return verdict
    in_package = case.survey.search_path.entries[0].kind is not EntryKind.SCRIPT_FOLDER
    if in_package and last_resort and case.file is not None and module.file == case.file:
        return Missing(module.name, None)
    return verdict


def _blocks_that_fail(judged: Iterable[Judged]) -> set[int]:
    """Return the ``try`` statements whose body certainly raises."""
    return {
        guard.block
        for one in judged
        if isinstance(one.verdict, Missing)
        for guard in _innermost(one.statement.guards)
        if isinstance(guard, TryBody)
    }


def _blocks_with_working_fallback(judged: Iterable[Judged]) -> set[int]:
    """Return the ``try`` statements whose handlers import, and all of it is there."""
    verdicts: dict[int, bool] = {}
    for one in judged:
        for guard in one.statement.guards:
            if isinstance(guard, TryHandler):
                works = isinstance(one.verdict, Provided)
                verdicts[guard.block] = verdicts.get(guard.block, True) and works
    return {block for block, works in verdicts.items() if works}


def _innermost(guards: tuple[Guard, ...]) -> tuple[Guard, ...]:
    return guards[-1:]


def _exposure(
    case: Case, one: Judged, failing: set[int], rescued: set[int], skipped: set[ImportName]
) -> Exposure:
    if not one.statement.guards:
        is_skipped = bool(skipped) and top_level(one.name) in skipped
        return Exposure.OPTIONAL if is_skipped else Exposure.RUNS
    kept: list[Guard] = []
    for guard in one.statement.guards:
        match guard:
            case TryHandler(block=block):
                if block not in failing:
                    return Exposure.NEVER
            case TryElse(block=block):
                if block in failing:
                    return Exposure.NEVER
                kept.append(guard)
            case TryBody(block=block):
                if block in rescued:
                    return Exposure.NEVER
                kept.append(guard)
            case _:
                kept.append(guard)
    reach = exposure(tuple(kept), case.scan.flags, case.survey.search_path.target)
    if reach is Exposure.RUNS and top_level(one.name) in skipped:
        return Exposure.OPTIONAL
    return reach
