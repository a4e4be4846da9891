"""``venvlens doctor``: the environments of a folder, what is wrong with each, and the way out."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from venvlens.cli import arguments
from venvlens.cli.json_text import VERSION, encoded
from venvlens.cli.output import COULD_NOT_RUN, deliver, say
from venvlens.cli.paths import absolute, current_folder, shown_path, what_hinders
from venvlens.cli.printable import shown
from venvlens.core import reports
from venvlens.core.display import with_version
from venvlens.core.findings import Severity
from venvlens.core.health.checkup import place
from venvlens.core.settings import Settings
from venvlens.system import checkup
from venvlens.system.disk import Disk, Looks
from venvlens.system.host import read_host
from venvlens.system.state import user_choices
from venvlens.system.surveyor import Surveyor
from venvlens.system.workspace import workspace_around

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from venvlens.cli.arguments import Given
    from venvlens.core.health.checkup import Checkup

_HELP = """\
Usage: venvlens doctor [PATH] [options]

Tells what is wrong with the environments of a folder, and what mends it.
Without a PATH it is the current folder. A PATH that is an environment itself,
such as .venv, or a program in it, is looked at alone.

Options:
  --format text|json    an answer for people, or for programs
  -h, --help            show this text

Exit status: 0 if nothing is wrong, 1 if there are errors or warnings,
2 if nothing could be looked at.
"""
_CHOICES = {"--format": ("text", "json")}


def main(words: Sequence[str]) -> int:
    """Run the command and return its exit status."""
    match arguments.read(words, _CHOICES):
        case arguments.Refused(sentence):
            return _refuse(sentence)
        case given:
            return deliver(_HELP) if arguments.HELP in given.switches else _run(given)


def _run(given: Given) -> int:
    here = current_folder()
    if here is None:
        return _refuse("The current folder no longer exists.")
    if len(given.paths) > 1:
        return _refuse("`venvlens doctor` takes one folder.")
    word = given.paths[0] if given.paths else "."
    if hindrance := what_hinders(word):
        return _refuse(hindrance)
    path = absolute(word)
    found = _look(path)
    if given.values["--format"] == "json":
        report = encoded({"version": VERSION, "environments": [_described(one) for one in found]})
    else:
        report = "".join(f"{line}\n" for line in _text(found, here))
    return deliver(report) or _status(found)


def _look(path: Path) -> tuple[Checkup, ...]:
    host, looks = read_host(), Looks(Disk())
    surveyor = Surveyor(host, user_choices())
    itself = checkup.environment_at(path, host, looks)
    named = Path(itself.parent) if itself else path
    folder = named if named.is_dir() else named.parent
    workspace = workspace_around(folder, host.home, looks)
    if itself is not None:
        own = checkup.of_prefix(itself, workspace, Settings(), surveyor, looks)
        return (own,) if own else ()
    return tuple(checkup.of_folder(folder, workspace, Settings(), surveyor, looks))


def _text(found: Sequence[Checkup], here: Path) -> Iterator[str]:
    if not found:
        yield "There is no environment in this folder."
    for one in found:
        yield f"{shown(with_version(one.environment, here))}: {one.verdict}"
        for trouble in one.troubles:
            where = place(trouble, shown_path(trouble.file, here))
            yield f"  {trouble.severity.value}[{trouble.code.value}] {where}"
            yield f"    {shown(trouble.message)}."
            yield f"    {shown(trouble.remedy)}."
        for start in one.start_up:
            by = start.tool or "unknown"
            yield f"  start-up code: {shown_path(start.file, here)}:{start.span.line + 1} ({by})"


def _described(one: Checkup) -> dict[str, object]:
    return {
        **reports.identity(one.environment),
        "faults": [
            {
                "code": trouble.code.value,
                "severity": trouble.severity.value,
                "file": str(trouble.file),
                "line": trouble.span.line + 1,
                "column": trouble.span.column + 1,
                "endLine": trouble.span.end_line + 1,
                "endColumn": trouble.span.end_column + 1,
                "message": trouble.message,
                "remedy": trouble.remedy,
            }
            for trouble in one.troubles
        ],
        "startUpCode": [
            {
                "file": str(start.file),
                "line": start.span.line + 1,
                "code": start.code,
                "tool": start.tool,
            }
            for start in one.start_up
        ],
    }


def _status(found: Sequence[Checkup]) -> int:
    loud = (Severity.ERROR, Severity.WARNING)
    return int(any(trouble.severity in loud for one in found for trouble in one.troubles))


def _refuse(sentence: str) -> int:
    say(sentence)
    return COULD_NOT_RUN
