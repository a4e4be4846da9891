"""``venvlens why``: tell which environment a file belongs to, and how that was decided."""

from __future__ import annotations

from typing import TYPE_CHECKING

from venvlens.cli import arguments, decision
from venvlens.cli.output import COULD_NOT_RUN, deliver, say
from venvlens.cli.paths import absolute, current_folder
from venvlens.cli.surveying import survey

if TYPE_CHECKING:
    from collections.abc import Sequence

    from venvlens.cli.arguments import Given

_HELP = """\
Usage: venvlens why FILE [options]

Tells which environment a file belongs to, by which rule, what else was
considered, and where its imports are looked for. A folder will do, and so will
a file that does not exist yet.

Options:
  --format text|json    an answer for people, or for programs
  -h, --help            show this text
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
    if len(given.paths) != 1:
        return _refuse("`venvlens why` takes one file or folder.")
    path = absolute(given.paths[0])
    folder = path if path.is_dir() else path.parent
    if not folder.is_dir():
        return _refuse(f"There is no folder {str(folder)!r}.")
    surveyed = survey(folder, path)
    for sentence in surveyed.problems:
        say(sentence)
    if given.values["--format"] == "json":
        return deliver(decision.as_json(path, surveyed))
    return deliver("".join(f"{line}\n" for line in decision.as_text(path, surveyed.survey, here)))


def _refuse(sentence: str) -> int:
    say(sentence)
    return COULD_NOT_RUN
