"""One file in, its findings out: the way that the server and the command line share."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING

from venvlens.core.diagnosis import Case, Diagnosis, diagnose
from venvlens.core.scanner import scan
from venvlens.core.survey import Elsewhere
from venvlens.system import distributions
from venvlens.system.disk import Disk, Looks, unchanged

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path, PurePath

    from venvlens.core.imports import Scan
    from venvlens.core.settings import Settings
    from venvlens.core.survey import Survey
    from venvlens.system.disk import Stamp
    from venvlens.system.surveyor import Surveyed, Surveyor


@dataclass(frozen=True, slots=True)
class Inspection:
    """What is known about one file, and what it was known from."""

    survey: Survey
    scan: Scan
    diagnosis: Diagnosis
    problems: tuple[str, ...]
    """What is wrong with the settings, as sentences."""
    notes: Mapping[PurePath, Stamp | None]
    """Everything that was looked at: the inspection holds while nothing of it changes."""


@dataclass(frozen=True, slots=True)
class _Kept:
    surveyed: Surveyed
    notes: Mapping[PurePath, Stamp | None]
    settings: Settings


@dataclass(slots=True)
class Inspector:
    """Judges files, one after the other; keeps surveys for as long as they hold."""

    surveyor: Surveyor
    disk: Disk = field(default_factory=Disk)
    _surveys: dict[tuple[PurePath, PurePath], _Kept] = field(default_factory=dict)

    def inspect(
        self,
        text: str,
        folder: Path,
        workspace: Path,
        settings: Settings,
        elsewhere: Elsewhere | None = None,
    ) -> Inspection:
        """Judge a text as if it were a file of a folder in a workspace folder."""
        kept = self._survey(folder, workspace, settings)
        looks = Looks(self.disk)
        found = scan(text)
        case = Case(
            text,
            found,
            kept.surveyed.survey,
            looks,
            elsewhere or Elsewhere(),
            partial(distributions.owner, tree=looks),
        )
        diagnosis = diagnose(case)
        looks.add(kept.notes)
        return Inspection(
            kept.surveyed.survey, found, diagnosis, kept.surveyed.problems, looks.notes
        )

    def holds(self, inspection: Inspection) -> bool:
        """Tell whether everything that an inspection was made from is as it was."""
        return unchanged(inspection.notes, self.disk)

    def survey(self, folder: Path, workspace: Path, settings: Settings) -> Surveyed:
        """Look at a folder without judging a file."""
        return self._survey(folder, workspace, settings).surveyed

    def _survey(self, folder: Path, workspace: Path, settings: Settings) -> _Kept:
        key = (folder, workspace)
        kept = self._surveys.get(key)
        if kept and kept.settings == settings and unchanged(kept.notes, self.disk):
            return kept
        looks = Looks(self.disk)
        surveyed = self.surveyor.survey(folder, workspace, settings, looks)
        kept = self._surveys[key] = _Kept(surveyed, looks.notes, settings)
        return kept
