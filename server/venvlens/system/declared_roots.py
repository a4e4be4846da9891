"""Folders with first-party modules that a project's files declare, as far as they are there."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from venvlens.core import declared_roots, layout

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import PurePath

    from venvlens.system.disk import Looks


def below(places: Iterable[PurePath], workspace: PurePath, looks: Looks) -> tuple[PurePath, ...]:
    """Return what the files in some folders declare, in their order.

    A project in a workspace is also run from the workspace folder, whose declarations hold then.
    Nothing outside of the workspace folder counts, and links are not followed to find that out.
    """
    found: dict[PurePath, None] = {}
    for place in places:
        texts = looks.text(place / "pyproject.toml"), looks.text(place / "setup.cfg")
        if texts == (None, None):
            continue
        for root in looks.recall(("declared roots", place), partial(_read, place)):
            path = layout.normalised(place / root)
            if path.is_relative_to(workspace) and looks.is_folder(path):
                found.setdefault(path)
    return tuple(found)


def _read(place: PurePath, looks: Looks) -> tuple[str, ...]:
    pyproject = looks.text(place / "pyproject.toml") or ""
    setup_cfg = looks.text(place / "setup.cfg") or ""
    roots = (*declared_roots.in_pyproject(pyproject), *declared_roots.in_setup_cfg(setup_cfg))
    return tuple(dict.fromkeys(roots))
