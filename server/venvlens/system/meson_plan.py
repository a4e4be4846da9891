"""What meson-python's finder maps: its build folder's plan of installation, read as data."""

from __future__ import annotations

import json
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

from venvlens.core import layout
from venvlens.core.editable import EditableHook

if TYPE_CHECKING:
    from collections.abc import Iterator

    from venvlens.core.editable import MesonHook
    from venvlens.system.disk import Looks

_PLACES = ("{py_platlib}", "{py_purelib}")
_MOST_FILES = 20_000


def read(hook: MesonHook, loader: PurePath, looks: Looks) -> EditableHook | None:
    """Read the plan; None if it is gone or not what Meson writes."""
    text = looks.text(hook.build / "meson-info" / "intro-install_plan.json")
    try:
        plan: Any = json.loads(text or "")
        files = dict(_files(plan, looks))
    except (ValueError, RecursionError, AttributeError, TypeError, KeyError):
        return None
    return _hook(hook, files, loader)


def _files(plan: Any, looks: Looks) -> Iterator[tuple[tuple[str, ...], str]]:
    """Yield where each file would be below site-packages, and where it is."""
    for kind, entries in plan.items():
        for source, target in entries.items():
            place, *parts = PurePath(target["destination"]).parts
            if place not in _PLACES:
                continue
            path = layout.normalised(PurePath(source))
            if kind == "install_subdirs" or (kind == "targets" and looks.is_folder(path)):
                excluded = {*target.get("exclude_files", ()), *target.get("exclude_dirs", ())}
                for inner in _below(path, excluded, looks):
                    yield (*parts, *inner.parts), str(path / inner)
            else:
                yield tuple(parts), str(path)


def _below(folder: PurePath, excluded: set[str], looks: Looks) -> Iterator[PurePath]:
    pending = [PurePath()]
    found = 0
    while pending and found < _MOST_FILES:
        inner = pending.pop()
        listing = looks.listing(folder / inner)
        for name in listing.files if listing else ():
            if str(inner / name) not in excluded:
                found += 1
                yield inner / name
        names = listing.folders if listing else ()
        pending += [inner / name for name in names if str(inner / name) not in excluded]


def _hook(hook: MesonHook, files: dict[tuple[str, ...], str], loader: PurePath) -> EditableHook:
    modules: dict[str, str] = {}
    folders: set[str] = set()
    for parts, path in files.items():
        if not parts or parts[0].partition(".")[0] not in hook.names:
            continue
        folders.update(".".join(parts[:end]) for end in range(1, len(parts)))
        modules.setdefault(_module_name(parts), path)
    # The finder answers for every name in its tree; what it does not know is looked up further.
    locations = {name: (str(loader / name),) for name in folders}
    namespaces = {name: paths for name, paths in locations.items() if name not in modules}
    return EditableHook(modules, namespaces, None, True, locations)


def _module_name(parts: tuple[str, ...]) -> str:
    stem = parts[-1].partition(".")[0]
    return ".".join(parts[:-1] if stem == "__init__" else (*parts[:-1], stem))
