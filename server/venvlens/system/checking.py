"""Many files in, what is wrong with each out: the part of a check that prints nothing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from venvlens.core.settings import Settings
from venvlens.system import elsewhere
from venvlens.system.disk import Looks
from venvlens.system.host import read_host
from venvlens.system.inspector import Inspector
from venvlens.system.results import Checked, Results
from venvlens.system.source_text import Unreadable, read_source
from venvlens.system.state import user_choices
from venvlens.system.still_disk import StillDisk
from venvlens.system.surveyor import Surveyor
from venvlens.system.workspace import workspace_around

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path, PurePath

    from venvlens.core.names import ImportName
    from venvlens.core.survey import Elsewhere, Survey


def check_files(files: Iterable[Path], inspector: Inspector | None = None) -> Results:
    """Judge files; other interpreters are looked into once, for all that is missing.

    Without an inspector the disk is taken to stay as it is for the time of the check.
    """
    run = _Run(inspector or Inspector(Surveyor(read_host(), user_choices()), StillDisk()))
    unreadable: list[Unreadable] = []
    first: list[_First] = []
    for file in files:
        match read_source(file):
            case Unreadable() as refused:
                unreadable.append(refused)
            case text:
                first.append(run.first_look(file, text))
    places = run.look_elsewhere(first)
    checked = tuple(run.second_look(one, places) for one in first)
    return Results(checked, tuple(unreadable), tuple(run.problems))


_Place = tuple["PurePath | None", "Path"]
"""The prefix of the selected interpreter and the workspace folder: who lacks something."""


@dataclass(frozen=True, slots=True)
class _First:
    """What is known of a file before anything else is looked into."""

    checked: Checked
    workspace: Path
    wanted: frozenset[ImportName]

    @property
    def place(self) -> _Place:
        interpreter = self.checked.survey.selection.interpreter
        return interpreter.prefix if interpreter else None, self.workspace


class _Run:
    """One run over many files, with what it remembers between them."""

    def __init__(self, inspector: Inspector) -> None:
        self.problems: dict[str, None] = {}
        self._host, self._disk = inspector.surveyor.host, inspector.disk
        self._workspaces: dict[Path, Path] = {}
        self._inspector = inspector

    def first_look(self, file: Path, text: str) -> _First:
        workspace = self._workspace(file.parent)
        inspection = self._inspector.inspect(text, file.parent, workspace, Settings(), file=file)
        self.problems |= dict.fromkeys(inspection.problems)
        diagnosis = inspection.diagnosis
        # The text of a file without findings is not needed again.
        kept = text if diagnosis.findings or diagnosis.wanted else ""
        checked = Checked(file, kept, inspection.survey, diagnosis.findings)
        return _First(checked, workspace, diagnosis.wanted)

    def _workspace(self, folder: Path) -> Path:
        known = self._workspaces.get(folder)
        if known is None:
            looks = Looks(self._disk)
            known = self._workspaces[folder] = workspace_around(folder, self._host.home, looks)
        return known

    def look_elsewhere(self, files: Iterable[_First]) -> Mapping[_Place, Elsewhere]:
        wanted: dict[_Place, set[ImportName]] = {}
        surveys: dict[_Place, Survey] = {}
        for one in files:
            if one.wanted:
                wanted.setdefault(one.place, set()).update(one.wanted)
                surveys.setdefault(one.place, one.checked.survey)
        return {
            place: elsewhere.look(
                names, surveys[place], [place[1]], self._host, self._disk
            ).elsewhere
            for place, names in wanted.items()
        }

    def second_look(self, one: _First, places: Mapping[_Place, Elsewhere]) -> Checked:
        if not one.wanted:
            return one.checked
        checked = one.checked
        inspection = self._inspector.inspect(
            checked.text,
            checked.path.parent,
            one.workspace,
            Settings(),
            places[one.place],
            checked.path,
        )
        return Checked(checked.path, checked.text, checked.survey, inspection.diagnosis.findings)
