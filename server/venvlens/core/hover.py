"""What is said of the import under a cursor: what it is, and by which way it is found."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import islice
from typing import TYPE_CHECKING

from venvlens.core import stdlib
from venvlens.core.diagnosis.judged import judge
from venvlens.core.findings import Code
from venvlens.core.imports import Scan
from venvlens.core.markdown import line, printable
from venvlens.core.modules import Missing, Module, Provided, Shape, Unknown
from venvlens.core.names import ImportName
from venvlens.core.provenance import provenance, quoted
from venvlens.core.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from venvlens.core.diagnosis.judged import Case, Judged
    from venvlens.core.findings import Finding
    from venvlens.core.imports import Import, Member
    from venvlens.core.modules import Verdict
    from venvlens.core.provenance import Provenance
    from venvlens.core.source import Span

_MOST_PLACES = 3
"""Folders of a namespace, or other environments, that are told."""


@dataclass(frozen=True, slots=True)
class Pointed:
    """What a cursor is at."""

    statement: Import
    member: Member | None = None
    """The name after ``from a import``; None for the module's own name."""

    @property
    def span(self) -> Span:
        """The place of the name."""
        return self.member.span if self.member else self.statement.span


@dataclass(frozen=True, slots=True)
class Hover:
    """What is said of a name."""

    span: Span
    sentences: tuple[str, ...]
    """Plain text, except that names and paths stand between backticks."""

    @property
    def plain(self) -> str:
        """The text for a client that shows it as it is."""
        return "\n".join(map(printable, self.sentences))

    @property
    def markdown(self) -> str:
        """The text as Markdown, in which nothing but the backticks means anything."""
        return "\n\n".join(line(sentence) for sentence in self.sentences)


def pointed_at(scan: Scan, line: int, column: int) -> Pointed | None:
    """Return the imported name at a place."""
    for statement in scan.imports:
        if statement.span.holds(line, column):
            return Pointed(statement)
        for member in statement.members:
            if member.span.holds(line, column):
                return Pointed(statement, member)
    return None


def hover(case: Case, pointed: Pointed, findings: Iterable[Finding]) -> Hover | None:
    """Say all about an imported name; None if it is no module as far as files tell.

    ``findings`` are those of the whole file.
    """
    asked = _asked(case, pointed)
    if asked is None:
        return None
    name, verdict = asked
    here = tuple(f for f in findings if f.span == pointed.span and f.code not in _OF_ENVIRONMENT)
    match verdict:
        case Provided(module=module):
            said = _found(case, pointed, module, here)
        case Missing():
            said = _missing(case, verdict, here)
        case Unknown(reason=reason):
            said = iter((f"Files do not tell whether `{name}` is there: {reason}.",))
    return Hover(pointed.span, (*said, _environment(case)))


_OF_ENVIRONMENT = frozenset({Code.ENVIRONMENT_MISSING, Code.ENVIRONMENT_BROKEN})


def _asked(case: Case, pointed: Pointed) -> tuple[str, Verdict] | None:
    """Judge a name by itself, also one that the user wants no findings about."""
    statement, member = pointed.statement, pointed.member
    for one in _judge_alone(case, statement):
        if one.span == pointed.span:
            return None if _is_defined(pointed, one.verdict) else (one.name, one.verdict)
    if member is None or not statement.name:
        return None
    name = f"{statement.name}.{member.name}"
    inner = replace(statement, name=name, span=member.span, members=())
    for one in _judge_alone(case, inner):
        # What is no module may be anything else that the package's code makes.
        if isinstance(one.verdict, Provided):
            return one.name, one.verdict
    return None


def _judge_alone(case: Case, statement: Import) -> tuple[Judged, ...]:
    survey = replace(case.survey, settings=Settings())
    return judge(replace(case, survey=survey, scan=Scan((statement,))))


def _is_defined(pointed: Pointed, verdict: Verdict) -> bool:
    """Tell whether a member is no module but something that its package defines."""
    if pointed.member is None or not isinstance(verdict, Provided):
        return False
    return verdict.module.name.rpartition(".")[2] != pointed.member.name


def _found(
    case: Case, pointed: Pointed, module: Module, findings: tuple[Finding, ...]
) -> Iterator[str]:
    found = provenance(case, module)
    yield f"`{module.name}` is {_what(module, case)}{_by_whom(module, found)}."
    place = ", ".join(_places(case, module))
    if found is not None and not pointed.statement.level:
        yield f"{found.way[0].upper()}{found.way[1:]}: {place}."
    elif place:
        yield f"It is here: {place}."
    # That one says nothing that the way does not say.
    yield from (f"{f.message}." for f in findings if f.code is not Code.IMPORT_LEAKED)


def _what(module: Module, case: Case) -> str:
    thing = "module" if module.locations is None else "package"
    match module.shape:
        case Shape.BUILTIN:
            return _without_file(module.name, case)
        case Shape.NAMESPACE:
            return "a namespace package (a folder without code of its own)"
        case Shape.EXTENSION:
            return f"an extension {thing} (compiled code)"
        case Shape.BYTECODE:
            return f"a {thing} of bytecode without its source"
        case Shape.SOURCE:
            return f"a {thing}"


def _without_file(name: str, case: Case) -> str:
    """Say what a module is that no folder holds."""
    target = case.survey.search_path.target
    if name == "os.path":
        real = ImportName("ntpath" if target.platform == "win32" else "posixpath")
        match case.resolver.resolve(real):
            case Provided(module=Module(file=file)) if file is not None:
                return f"another name of `{real}` in the standard library ({quoted(case, file)})"
        return f"another name of `{real}`"
    if name in stdlib.aliases(target.version.series) and "." in name:
        return f"a module that `{name.rpartition('.')[0]}` makes as it loads"
    if name in stdlib.frozen(target.version.series):
        return "frozen into the interpreter"
    return "built into the interpreter"


def _by_whom(module: Module, found: Provenance | None) -> str:
    if found is None or found.owner is None:
        return ""
    shared = module.shape is Shape.NAMESPACE
    return f"; {found.owner} has a part of it" if shared else f" of {found.owner}"


def _places(case: Case, module: Module) -> Iterator[str]:
    if module.file is not None:
        yield quoted(case, module.file)
        return
    portions = module.locations or ()
    yield from (quoted(case, path) for path in islice(portions, _MOST_PLACES))
    if len(portions) > _MOST_PLACES:
        yield f"and {len(portions) - _MOST_PLACES} more"


def _missing(case: Case, missing: Missing, findings: tuple[Finding, ...]) -> Iterator[str]:
    for finding in findings[:1]:
        yield f"{finding.message}."
        for other in finding.related[:_MOST_PLACES]:
            yield f"{quoted(case, other.path)}: {other.message}."
    if findings:
        return
    if missing.parent is None:
        yield f"`{missing.name}` is not there for {case.shown}."
    else:
        child = missing.name.rpartition(".")[2]
        yield f"`{missing.parent.name}` has no submodule `{child}`."
        if place := ", ".join(_places(case, missing.parent)):
            yield f"`{missing.parent.name}` is here: {place}."


def _environment(case: Case) -> str:
    selection = case.survey.selection
    interpreter = selection.interpreter
    if interpreter is None:
        return "No Python was found that could run this file."
    kind = "interpreter" if interpreter.kind.is_global else "environment"
    broken = "" if interpreter.runs else ", which cannot run"
    return f"The {kind} is {case.shown}{broken}: {selection.reason}."
