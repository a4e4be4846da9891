"""The results of a check for people."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from venvlens.cli.paths import shown_path
from venvlens.cli.printable import shown
from venvlens.cli.snippet import snippet
from venvlens.core.display import with_version
from venvlens.core.findings import Severity
from venvlens.core.source import lines
from venvlens.system.results import environments_used

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import PurePath

    from venvlens.cli.terminal import Style
    from venvlens.core.findings import Finding
    from venvlens.system.results import Checked, Results, Used


@dataclass(frozen=True, slots=True)
class Look:
    """How a report is to look."""

    folder: PurePath
    """The current folder: paths are shown as seen from it."""
    style: Style
    width: int | None = None
    """Columns of the terminal; None for one line a finding, without its source."""
    hints: bool = False
    """Whether hints are shown."""


def text_report(results: Results, look: Look) -> Iterator[str]:
    """Yield the lines of a report."""
    for checked in results.checked:
        findings = [f for f in checked.findings if look.hints or f.severity is not Severity.HINT]
        source = lines(checked.text) if findings and look.width else []
        for finding in findings:
            yield _headline(checked, finding, look)
            if look.width:
                yield from _details(source, finding, look, look.width)
                yield ""
    yield from _summary(results, look)


def _headline(checked: Checked, finding: Finding, look: Look) -> str:
    span, style = finding.span, look.style
    place = f"{shown_path(checked.path, look.folder)}:{span.line + 1}:{span.column + 1}"
    label = f"{finding.severity.value}[{finding.code.value}]"
    label = style.severity(finding.severity.value, label)
    return f"{style.bold(place)}: {label} {style.bold(shown(finding.message))}"


def _details(source: list[str], finding: Finding, look: Look, width: int) -> Iterator[str]:
    """Yield the source line with carets, and the other places that explain a finding."""
    span, style = finding.span, look.style
    number = str(span.line + 1)
    gutter = " " * len(number)
    if span.line < len(source):
        line = source[span.line]
        end = span.end_column if span.end_line == span.line else len(line)
        text, carets = snippet(line, span.column, end, width - len(number) - 3)
        yield style.path(f"{gutter} |")
        yield f"{style.path(f'{number} |')} {text}"
        yield f"{style.path(f'{gutter} |')} {style.severity(finding.severity.value, carets)}"
    for related in finding.related:
        place = shown_path(related.path, look.folder)
        yield f"{style.path(f'{gutter} =')} {place}: {shown(related.message)}"


def _summary(results: Results, look: Look) -> Iterator[str]:
    counts = Counter(f.severity for checked in results.checked for f in checked.findings)
    yield f"{_counted(counts)} in {_number(len(results.checked), 'file')}"
    hidden = counts[Severity.HINT]
    if hidden and not look.hints:
        pronoun = "it" if hidden == 1 else "them"
        yield f"{_number(hidden, 'hint')} not shown; --hints shows {pronoun}"
    for used in environments_used(results.checked):
        yield _used(used, look)


def _counted(counts: Counter[Severity]) -> str:
    words = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFORMATION: "note"}
    said = [_number(counts[level], word) for level, word in words.items() if counts[level]]
    return ", ".join(said) or "no problems"


def _number(count: int, word: str) -> str:
    return f"{count} {word}{'' if count == 1 else 's'}"


def _used(used: Used, look: Look) -> str:
    files = _number(used.files, "file")
    if used.environment is None:
        return f"no Python was found: {files}"
    name = shown(with_version(used.environment, look.folder))
    return f"{look.style.bold(name)}: {files}; chosen because {shown(used.reason)}"
