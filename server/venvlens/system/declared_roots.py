"""Folders with first-party modules that a project's files declare, as far as they are there."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from venvlens.core import declared_roots, layout
from venvlens.core.search_path import EntryKind

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import PurePath

    from venvlens.system.disk import Looks


def below(
    places: Iterable[PurePath], workspace: PurePath, looks: Looks
) -> dict[PurePath, EntryKind]:
    """Return what the files in some folders declare, in their order.

    A project in a workspace is also run from the workspace folder, whose declarations hold then.
    Nothing outside of the workspace folder counts, and links are not followed to find that out.
    """
    found: dict[PurePath, EntryKind] = {}
    for place in places:
        texts = looks.text(place / "pyproject.toml"), looks.text(place / "setup.cfg")
        if texts == (None, None):
            continue
        for root, kind in looks.recall(("declared roots", place), partial(_read, place)):
            path = layout.normalised(place / root)
            if path.is_relative_to(workspace) and looks.is_folder(path):
                found.setdefault(path, kind)
    return found


def _read(place: PurePath, looks: Looks) -> tuple[tuple[str, EntryKind], ...]:
    pyproject = looks.text(place / "pyproject.toml") or ""
    setup_cfg = looks.text(place / "setup.cfg") or ""
    roots = dict.fromkeys(declared_roots.in_pyproject(pyproject), EntryKind.DECLARED)
    for root in declared_roots.in_setup_cfg(setup_cfg):
        roots.setdefault(root, EntryKind.DECLARED_IN_SETUP_CFG)
    return tuple(roots.items())
