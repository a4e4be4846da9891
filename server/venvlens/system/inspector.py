"""One file in, its findings out: the way that the server and the command line share."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING

from venvlens.core.diagnosis import Case, Diagnosis, diagnose
from venvlens.core.resolution import Resolver
from venvlens.core.scanner import scan
from venvlens.core.survey import Elsewhere
from venvlens.system import distributions
from venvlens.system.disk import Disk, Looks, NotSeenError, unchanged
from venvlens.system.selecting import script_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path, PurePath

    from venvlens.core.imports import Scan
    from venvlens.core.resolution import Module
    from venvlens.core.settings import Settings
    from venvlens.core.survey import Survey
    from venvlens.core.tree import Listing
    from venvlens.system.disk import Stamp
    from venvlens.system.selecting import Script
    from venvlens.system.surveyor import Surveyed, Surveyor


@dataclass(frozen=True, slots=True)
class Inspection:
    """What is known about one file, and what it was known from."""

    survey: Survey
    scan: Scan
    diagnosis: Diagnosis
    problems: tuple[str, ...]
    """What is wrong with the settings, as sentences."""
    looks: Looks
    """Everything that was looked at: the inspection holds while nothing of it changes."""
    resolver: Resolver
    """Answers for as long as the looks hold."""
    file: PurePath | None = None
    """The file itself, where the text is one."""
    script: Script | None = None
    """The file as a script with an environment of its own."""


@dataclass(frozen=True, slots=True)
class _Kept:
    surveyed: Surveyed
    notes: Mapping[PurePath, Stamp | None]
    settings: Settings
    script: Script | None


@dataclass(slots=True)
class Inspector:
    """Judges files, one after the other; keeps surveys for as long as they hold."""

    surveyor: Surveyor
    disk: Disk = field(default_factory=Disk)
    _surveys: dict[tuple[PurePath, PurePath, PurePath | None], _Kept] = field(default_factory=dict)
    """By folder and workspace folder, and for scripts by file: the last one alone is kept."""
    _owners: dict[PurePath, tuple[Listing | None, str | None]] = field(default_factory=dict)
    """What provides a module's file, and the site-packages that said so."""

    def inspect(
        self,
        text: str,
        folder: Path,
        workspace: Path,
        settings: Settings,
        elsewhere: Elsewhere | None = None,
        file: PurePath | None = None,
    ) -> Inspection:
        """Judge a text as a file of a folder in a workspace folder.

        ``file`` is its path; None for a text that has none.
        """
        script = script_of(text, file)
        kept = self._survey(folder, workspace, settings, script)
        survey, looks = kept.surveyed.survey, Looks(self.disk)
        resolver = Resolver(survey.search_path, looks)
        found = self._judge(text, survey, resolver, looks, elsewhere or Elsewhere(), file)
        looks.add(kept.notes)
        looks.close()
        return Inspection(survey, *found, kept.surveyed.problems, looks, resolver, file, script)

    def again(
        self, text: str, former: Inspection, elsewhere: Elsewhere | None = None
    ) -> Inspection | None:
        """Judge a changed text by what was looked at for a former inspection.

        Nothing is asked of the disk, so nothing can wait for it; None if the new text needs
        more than was looked at.
        """
        if script_of(text, former.file) != former.script:
            return None
        known = former.survey, former.resolver, former.looks
        try:
            found, diagnosis = self._judge(text, *known, elsewhere or Elsewhere(), former.file)
        except NotSeenError:
            return None
        return replace(former, scan=found, diagnosis=diagnosis)

    def _judge(
        self,
        text: str,
        survey: Survey,
        resolver: Resolver,
        looks: Looks,
        elsewhere: Elsewhere,
        file: PurePath | None,
    ) -> tuple[Scan, Diagnosis]:
        found = scan(text)
        owner_of = partial(self._owner_of, looks=looks)
        case = Case(text, found, survey, resolver, looks, elsewhere, owner_of, file)
        return found, diagnose(case)

    def holds(self, inspection: Inspection) -> bool:
        """Tell whether everything that an inspection was made from is as it was."""
        return unchanged(inspection.looks.notes, self.disk)

    def survey(
        self, folder: Path, workspace: Path, settings: Settings, script: Script | None = None
    ) -> Surveyed:
        """Look at a folder, or at a script in it, without judging a file."""
        return self._survey(folder, workspace, settings, script).surveyed

    def _owner_of(self, module: Module, looks: Looks) -> str | None:
        """Tell what provides a module; reading its metadata again only if the folder changed."""
        if module.entry is None or module.file is None:
            return None
        listing = looks.listing(module.entry.path)
        kept = self._owners.get(module.file)
        if kept is None or kept[0] is not listing:
            if looks.closed:
                raise NotSeenError
            kept = self._owners[module.file] = listing, distributions.owner(module, looks)
        return kept[1]

    def _survey(
        self, folder: Path, workspace: Path, settings: Settings, script: Script | None
    ) -> _Kept:
        key = (folder, workspace, script.file if script else None)
        kept = self._surveys.get(key)
        asked = settings, script
        if kept and (kept.settings, kept.script) == asked and unchanged(kept.notes, self.disk):
            return kept
        looks = Looks(self.disk)
        surveyed = self.surveyor.survey(folder, workspace, settings, looks, script)
        kept = self._surveys[key] = _Kept(surveyed, looks.notes, settings, script)
        return kept
