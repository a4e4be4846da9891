"""What is installed in site folders, as far as it tells whether they are well."""

from __future__ import annotations

import csv
import re
from functools import partial
from typing import TYPE_CHECKING

from venvlens.core import layout, metadata, pth
from venvlens.core.health.facts import Metadata, Overlap, StartUp
from venvlens.core.health.known_code import tool_of
from venvlens.core.source import LineStarts

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import PurePath

    from venvlens.core.environment import Environment
    from venvlens.core.machine import Machine
    from venvlens.core.names import DistributionName
    from venvlens.core.python_version import PythonVersion
    from venvlens.system.disk import Looks

_MOST_METADATA = 3_000
_MOST_FILES = 1_000_000
_MOST_OVERLAPS = 20
_MOST_START_UP = 200
_Found = tuple[tuple[Metadata, ...], tuple["PurePath", ...], tuple[Overlap, ...]]


def distributions(sites: Iterable[PurePath], looks: Looks) -> _Found:
    """Return the metadata folders of site folders, remains of old ones, and who shares files."""
    found: list[Metadata] = []
    remains: list[PurePath] = []
    overlaps: list[Overlap] = []
    for site in sites:
        made = looks.recall(("installed", site), partial(_read_site, site))
        found += made[0]
        remains += made[1]
        overlaps += made[2]
    return tuple(found), tuple(remains), tuple(overlaps)


def _read_site(site: PurePath, looks: Looks) -> _Found:
    listing = looks.listing(site)
    names = sorted(listing.folders) if listing else []
    found = [
        Metadata(site / folder, name, *_has(site / folder, looks))
        for folder in names[:_MOST_METADATA]
        if folder.endswith(".dist-info") and not folder.startswith("~")
        if (name := metadata.folder_name(folder))
    ]
    remains = tuple(site / name for name in names if name.startswith("~"))
    return tuple(found), remains, tuple(_overlaps(found, looks))


def _has(folder: PurePath, looks: Looks) -> tuple[bool, bool]:
    listing = looks.listing(folder)
    files = listing.files if listing else frozenset()
    return "METADATA" in files, "RECORD" in files


def _overlaps(found: Iterable[Metadata], looks: Looks) -> Iterator[Overlap]:
    owners: dict[str, tuple[Metadata, str]] = {}
    shared: dict[tuple[PurePath, PurePath], list[str]] = {}
    for one in found:
        for path, digest in _records(looks.text(one.folder / "RECORD") or ""):
            first, of_first = owners.setdefault(path, (one, digest))
            # Two folders of one name are told as such; equal __init__ files of a namespace
            # are what its distributions agreed on.
            is_same = first.name == one.name
            if not is_same and not (path.endswith("__init__.py") and digest == of_first):
                shared.setdefault((first.folder, one.folder), []).append(path)
        if len(owners) > _MOST_FILES:
            break
    for (first_folder, second), files in list(shared.items())[:_MOST_OVERLAPS]:
        yield Overlap(first_folder, second, tuple(sorted(set(files))))


def _records(record: str) -> Iterator[tuple[str, str]]:
    """Yield the files of a ``RECORD`` with their digests, without its own and compiled."""
    plain = (line for line in record.splitlines() if "__pycache__" not in line)
    try:
        for row in csv.reader(plain):
            if len(row) > 1 and ".dist-info/" not in row[0]:
                yield row[0], row[1]
    except csv.Error:
        return


def outside(
    environment: Environment, sites: tuple[PurePath, ...], machine: Machine, looks: Looks
) -> Mapping[DistributionName, PurePath]:
    """Return what the user site and the base Python have installed, the user site's first."""
    version, base = environment.version, environment.base_prefix
    if version is None:
        return {}
    made, platform = environment.implementation, machine.platform
    folders = list(_user_site(version, base, made, machine))
    for debian in (False, True) if base else ():
        folders += layout.site_folders(
            base or environment.prefix, version, platform, debian=debian, implementation=made
        )
    found: dict[DistributionName, PurePath] = {}
    for folder in dict.fromkeys(folders):
        listing = looks.listing(folder) if folder not in sites else None
        for name in sorted(listing.folders) if listing else ():
            if distribution := metadata.folder_name(name):
                found.setdefault(distribution, folder)
    return found


def _user_site(
    version: PythonVersion, base: PurePath | None, made: str, machine: Machine
) -> Iterator[PurePath]:
    """Yield the user site of the base Python, as ``site.py`` has it; none if it is switched off."""
    if machine.environ.get("PYTHONNOUSERSITE"):
        return
    framework = _framework(base) if machine.platform == "darwin" else ""
    user = machine.home / ".local"
    if machine.is_windows:
        user = machine.roaming / layout.user_folder(made)
    elif framework:
        # Apple's own framework is Python3, but its users' folders are those of the others.
        user = machine.home / "Library/Python" / f"{version.major}.{version.minor}"
    if named := machine.environ.get("PYTHONUSERBASE"):
        user = user.__class__(named)
    # A relative one is somewhere else wherever Python is started.
    if user.is_absolute():
        yield layout.user_site(
            user, version, machine.platform, framework=framework, implementation=made
        )


def _framework(base: PurePath | None) -> str:
    end = ".framework"
    names = (part.removesuffix(end) for part in (base.parts if base else ()) if part.endswith(end))
    return next(names, "")


def start_up(
    sites: Iterable[PurePath], version: PythonVersion | None, looks: Looks
) -> tuple[StartUp, ...]:
    """Return the lines of code in ``.pth`` files, classed by who writes such a line."""
    if version is None:
        return ()
    found: list[StartUp] = []
    for site in sites:
        listing = looks.listing(site)
        names = sorted(listing.files) if listing else []
        for name in (name for name in names if name.endswith(".pth")):
            found += _code_of(site / name, looks.text(site / name) or "")
    return tuple(found[:_MOST_START_UP])


_CODE = re.compile(r"^(?:\ufeff)?(?P<code>import[ \t][^\n\r]*)", re.MULTILINE)


def _code_of(file: PurePath, text: str) -> Iterator[StartUp]:
    starts = LineStarts(text)
    for match in _CODE.finditer(text):
        code = match["code"].rstrip()
        span = starts.span(match.start("code"), match.start("code") + len(code))
        yield StartUp(file, span, code, tool_of(code, pth.read_code(code)))
