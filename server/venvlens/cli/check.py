"""``venvlens check``: judge the Python files of folders."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from venvlens.cli import arguments
from venvlens.cli.json_report import json_report
from venvlens.cli.output import COULD_NOT_RUN, deliver, say
from venvlens.cli.paths import absolute, current_folder, shown_path, what_hinders
from venvlens.cli.progress import with_progress
from venvlens.cli.terminal import Style, wants_colors, width
from venvlens.cli.text_report import Look, text_report
from venvlens.core.findings import Severity
from venvlens.system.checking import check_files
from venvlens.system.host import read_host
from venvlens.system.walk import python_files

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from venvlens.cli.arguments import Given
    from venvlens.system.results import Results

_HELP = """\
Usage: venvlens check [PATH ...] [options]

Reports the imports of Python files that their environment cannot find.
A PATH is a file or a folder; without one the current folder is checked.
Files that git ignores are passed over unless they are named.

Options:
  --format text|json           a report for people, or for programs
  --hints                      show hints too
  --color auto|always|never    colour the report
  -h, --help                   show this text

Exit status: 0 if nothing is wrong, 1 if there are errors or warnings,
2 if nothing could be checked.
"""
_CHOICES = {"--format": ("text", "json"), "--color": ("auto", "always", "never")}


def main(words: Sequence[str]) -> int:
    """Run the command and return its exit status."""
    match arguments.read(words, _CHOICES, ["--hints"]):
        case arguments.Refused(sentence):
            say(sentence)
            return COULD_NOT_RUN
        case given:
            return deliver(_HELP) if arguments.HELP in given.switches else _run(given)


def _run(given: Given) -> int:
    folder = current_folder()
    if folder is None:
        say("The current folder no longer exists.")
        return COULD_NOT_RUN
    words = given.paths or (".",)
    hindrances = [sentence for word in words if (sentence := what_hinders(word))]
    for sentence in hindrances:
        say(sentence)
    if hindrances:
        return COULD_NOT_RUN
    files = tuple(python_files(absolute(word) for word in words))
    results = check_files(with_progress(files, sys.stderr))
    _say_what_hindered(results, folder)
    return deliver(_report(results, given, folder)) or _status(results)


def _say_what_hindered(results: Results, folder: Path) -> None:
    for sentence in results.problems:
        say(sentence)
    for refused in results.unreadable:
        say(f"{shown_path(refused.path, folder)} cannot be read: {refused.reason}.")
    if not results.checked and not results.unreadable:
        say("There are no Python files to check.")


def _report(results: Results, given: Given, folder: Path) -> str:
    if given.values["--format"] == "json":
        return json_report(results)
    colors = wants_colors(given.values["--color"], sys.stdout, read_host().environ)
    columns = width(sys.stdout) if sys.stdout.isatty() else None
    look = Look(folder, Style(colors=colors), columns, "--hints" in given.switches)
    return "".join(f"{line}\n" for line in text_report(results, look))


def _status(results: Results) -> int:
    if results.unreadable and not results.checked:
        return COULD_NOT_RUN
    loud = (Severity.ERROR, Severity.WARNING)
    return int(any(f.severity in loud for one in results.checked for f in one.findings))
