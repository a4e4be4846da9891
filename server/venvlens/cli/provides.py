"""``venvlens provides``: tell which distributions provide an import, and how that is known."""

from __future__ import annotations

from typing import TYPE_CHECKING

from venvlens.cli import arguments
from venvlens.cli.json_text import encoded
from venvlens.cli.output import COULD_NOT_RUN, deliver, say
from venvlens.cli.paths import current_folder
from venvlens.core import stdlib
from venvlens.core.import_table import GENERIC
from venvlens.core.names import import_name, top_level
from venvlens.core.providers import Provider, providers
from venvlens.core.resolution import Provided, Resolver
from venvlens.core.search_path import EntryKind
from venvlens.core.settings import Settings
from venvlens.core.survey import Place
from venvlens.system import distributions
from venvlens.system.declared import requirements
from venvlens.system.disk import Disk, Looks
from venvlens.system.elsewhere import look
from venvlens.system.host import read_host
from venvlens.system.import_table import shipped
from venvlens.system.state import user_choices
from venvlens.system.surveyor import Surveyor
from venvlens.system.workspace import workspace_around

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from venvlens.cli.arguments import Given
    from venvlens.core.names import ImportName
    from venvlens.core.survey import Survey

_HELP = """\
Usage: venvlens provides IMPORT ... [options]

Tells which distributions provide an import, such as PyYAML for `yaml`, the
best first: what the project of the current folder declares or locks, what its
environments and the interpreters of this machine have it from, and what is
well known. Nothing is asked over a network, and no name is guessed.

The exit status is 0 if each import has an answer, 1 if any has none, and 2 if
the question could not be answered.

Options:
  --json, --format text|json   an answer for people, or for programs
  -h, --help                   show this text
"""
_CHOICES = {"--format": ("text", "json")}
_UNKNOWN = 1
"""Exit status where nothing is known to provide some import."""


def main(words: Sequence[str]) -> int:
    """Run the command and return its exit status."""
    match arguments.read(words, _CHOICES, ["--json"]):
        case arguments.Refused(sentence):
            return _refuse(sentence)
        case given:
            return deliver(_HELP) if arguments.HELP in given.switches else _run(given)


def _run(given: Given) -> int:
    here = current_folder()
    if here is None:
        return _refuse("The current folder no longer exists.")
    if not given.paths:
        return _refuse("`venvlens provides` takes the names of imports.")
    names = {text: import_name(text) for text in dict.fromkeys(given.paths)}
    for text, name in names.items():
        if name is None:
            return _refuse(f"{text!r} is not the name of an import.")
    answers = _answers([name for name in names.values() if name is not None], here)
    if "--json" in given.switches or given.values["--format"] == "json":
        report = encoded({n: [_as_json(one) for one in found] for n, found in answers.items()})
    else:
        report = "".join(f"{line}\n" for n, found in answers.items() for line in _text(n, found))
    status = deliver(report)
    return status or (0 if all(answers.values()) else _UNKNOWN)


def _answers(names: Sequence[ImportName], here: Path) -> Mapping[ImportName, tuple[Provider, ...]]:
    host, disk = read_host(), Disk()
    looks = Looks(disk)
    workspace = workspace_around(here, host.home, looks)
    survey = Surveyor(host, user_choices()).survey(here, workspace, Settings(), looks).survey
    tops = dict.fromkeys(top_level(name) for name in names)
    places = look(tops, survey, [workspace], host, disk).elsewhere.places
    resolver = Resolver(survey.search_path, looks)
    known = requirements(survey.project, workspace, looks)
    return {
        name: providers(
            name,
            places[top_level(name)],
            known.declared,
            known.locked,
            shipped(),
            seen_from=here,
            claims=_installed(top_level(name), survey, resolver, looks),
        )
        for name in names
    }


def _installed(
    name: ImportName, survey: Survey, resolver: Resolver, looks: Looks
) -> tuple[Place, ...]:
    """Return where the selected environment has a module, if a distribution brought it."""
    environment = survey.selection.interpreter
    match resolver.resolve(name):
        case Provided(module=module) if module.file and module.entry and environment:
            owner = distributions.owner(module, looks)
            is_own = module.entry.kind.is_first_party or module.entry.kind is EntryKind.STDLIB
            return () if is_own else (Place(environment, module.file, owner),)
        case _:
            return ()


def _text(name: ImportName, found: Sequence[Provider]) -> list[str]:
    if not found:
        return [f"{name}: {_why_none(name)}"]
    width = max(len(one.distribution) for one in found)
    return [f"{name}:", *(f"  {one.distribution:{width}}  {_why(one)}" for one in found)]


def _why_none(name: ImportName) -> str:
    if top_level(name) in GENERIC:
        return "too many projects have a module of that name for any to be meant"
    if top_level(name) in stdlib.names_of_any_version():
        return "a module of Python's standard library"
    return "no distribution is known to provide it"


def _why(one: Provider) -> str:
    known_from = f"; known from {' and '.join(one.vouchers)}" if one.vouchers else ""
    return one.reason + known_from


def _as_json(one: Provider) -> dict[str, object]:
    return {
        "distribution": one.distribution,
        "source": one.source.value,
        "reason": one.reason,
        "version": one.version,
        "rank": one.rank,
        "knownFrom": list(one.vouchers),
        "certain": one.is_certain,
    }


def _refuse(sentence: str) -> int:
    say(sentence)
    return COULD_NOT_RUN
