"""Where the code of a project itself is looked for, which no interpreter's files tell."""

from __future__ import annotations

from typing import TYPE_CHECKING

from venvlens.core import layout
from venvlens.core.search_path import Entry, EntryKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import PurePath

    from venvlens.system.disk import Looks

Roots = dict["PurePath", EntryKind]


def roots(
    folder: PurePath,
    project: PurePath,
    configured: Iterable[str],
    declared: Mapping[PurePath, EntryKind],
    looks: Looks,
) -> tuple[Roots, Roots]:
    """Return the first-party folders before the search path, and those behind it.

    ``configured`` are as written in our own settings, ``declared`` as other tools read them.
    A file of a package is run from outside of it, so the package's own folder is
    only a last resort: ``html.py`` next to it is not the standard library's.
    """
    first: Roots = {}
    last: Roots = {}
    outside = _package_root(folder, looks)
    if outside == folder:
        first[folder] = EntryKind.SCRIPT_FOLDER
    else:
        first[outside] = EntryKind.PACKAGE_ROOT
        last[folder] = EntryKind.SCRIPT_FOLDER
    is_package = looks.exists(project / "__init__.py")
    (last if is_package else first).setdefault(project, EntryKind.PROJECT_ROOT)
    if looks.is_folder(project / "src"):
        first.setdefault(project / "src", EntryKind.SOURCE_ROOT)
    for path, kind in declared.items():
        if path not in last:
            first.setdefault(path, kind)
    for root in configured:
        first.setdefault(layout.normalised(project / root), EntryKind.CONFIGURED)
    return first, last


def pythonpath(
    project: PurePath, personal: Iterable[str], shared: Iterable[str]
) -> tuple[Entry, ...]:
    """Return the folders that ``PYTHONPATH`` stands for, by the settings.

    ``personal`` are those of the editor and go before ``shared`` of the project, which hold for
    everybody who works on it.
    """
    kinds = EntryKind.PYTHONPATH, EntryKind.SHARED_PYTHONPATH
    roots, kind = (tuple(personal), kinds[0]) if personal else (tuple(shared), kinds[1])
    return tuple(Entry(layout.normalised(project / root), kind) for root in roots)


def _package_root(folder: PurePath, looks: Looks) -> PurePath:
    """Return the first folder from one upward that is not itself a package."""
    for place in (folder, *folder.parents):
        listing = looks.listing(place)
        if listing is None or "__init__.py" not in listing.files:
            return place
    return folder
