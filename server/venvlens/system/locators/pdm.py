"""Environments of pdm: what ``.pdm-python`` names, its own folder, and ``__pypackages__``.

Sources: pdm's ``project/core.py``, ``cli/commands/venv/utils.py``, ``environments/local.py`` and
``pep582/sitecustomize.py``.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from venvlens.core import kept_names
from venvlens.core.environment import Kind
from venvlens.core.selection import allows
from venvlens.core.shares import may_be_asked
from venvlens.system.locators import interpreter, prefix
from venvlens.system.locators.stores import folders_in
from venvlens.system.locators.tool_files import (
    Table,
    as_seen,
    builds_with,
    folder,
    of_platformdirs,
    pyproject,
    switch,
    table,
    text_of,
    toml,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import PurePath

    from venvlens.core.environment import Environment
    from venvlens.core.machine import Machine

_SAVED = ".pdm-python"
_PACKAGES = "__pypackages__"
_MARKS = frozenset({_SAVED, "pdm.lock", "pdm.toml", ".pdm.toml"})
_IN_PROJECT = (".venv", "venv", "env")
_FOR_PDM = "pdm fills it: use `pdm add`"
"""pip would install for the interpreter instead, which belongs to no project."""
_OWN_FOLDER = re.compile(r"3\.\d+(?:-32)?")
"""Folders of ``__pypackages__``: a series, on Windows with the bits of a small Python."""


def locate(machine: Machine) -> Iterator[Environment]:
    """Find the environments in pdm's folder; which project each is for is not written there."""
    store = _store(machine)
    for place in folders_in(store, machine):
        found = prefix.describe(place, machine, f"pdm keeps it in {store}", Kind.PDM)
        if found is not None:
            yield found


def of_project(project: PurePath, machine: Machine) -> Iterator[Environment]:
    """Find the environments of a project of pdm, the one it would use first.

    That is the one whose interpreter was saved if the project allows it, then those in the
    project, then those in pdm's folder.
    """
    data = pyproject(project, machine)
    if not is_of_pdm(project, data, machine):
        return
    requires = text_of(table(data, "project"), "requires-python")
    seen: set[PurePath] = set()
    for found in _in_order(project, machine):
        if found.prefix not in seen and allows(requires, found.version):
            seen.add(found.prefix)
            yield found


def place_for(project: PurePath, series: str, machine: Machine) -> PurePath:
    """Return where pdm would put the environment of a project for a series of Python."""
    said: list[object] = [machine.environ.get("PDM_VENV_IN_PROJECT")]
    for settings in (toml(project / "pdm.toml", machine), _settings(machine)):
        said += [table(settings, "venv").get("in_project")]
    in_project = next((switch(str(v)) is not False for v in said if v is not None), True)
    if in_project:
        return project / _IN_PROJECT[0]
    seen = as_seen(project, machine)[0]
    return _store(machine) / f"{kept_names.pdm(seen)}{series}"


def below(folder: PurePath, machine: Machine) -> Iterator[Environment]:
    """Find the folders of packages that PEP 582 proposed, each with an interpreter of its series.

    Only the saved interpreter counts: nothing else says which program runs the project.
    """
    if _PACKAGES not in machine.names(folder):
        return
    saved = _saved(folder, machine)
    base = interpreter.describe(saved, Kind.GLOBAL, "", machine) if saved else None
    if base is None or base.version is None or _prefix_of(saved, machine) is not None:
        return
    for place in folders_in(folder / _PACKAGES, machine):
        series = f"{base.version.major}.{base.version.minor}"
        if _OWN_FOLDER.fullmatch(place.name) and place.name.partition("-")[0] == series:
            reason = f"pdm keeps packages of {folder} in it"
            yield replace(
                base,
                prefix=place,
                kind=Kind.PYPACKAGES,
                origin=reason,
                project=folder,
                externally_managed=_FOR_PDM,
            )


def is_of_pdm(project: PurePath, data: Table, machine: Machine) -> bool:
    """Tell whether a project's own files say that it is pdm's."""
    if "pdm" in table(data, "tool") or builds_with(data, "pdm."):
        return True
    return not machine.names(project).isdisjoint(_MARKS)


def _in_order(project: PurePath, machine: Machine) -> Iterator[Environment]:
    saved = _prefix_of(_saved(project, machine), machine)
    if saved is not None:
        reason = f"{_SAVED} names it for {project}"
        # What another tool made is still that tool's.
        found = prefix.describe(saved, machine, reason, project=project)
        if found is not None:
            in_store = saved.parent == _store(machine)
            yield replace(found, kind=Kind.PDM) if in_store else found
    if not _uses_environments(project, machine):
        return
    reason = f"pdm keeps it for {project}"
    for name in _IN_PROJECT:
        found = prefix.describe(project / name, machine, reason, project=project)
        if found is not None:
            yield found
            break
    for place, name in _kept(project, machine):
        found = prefix.describe(place, machine, reason, Kind.PDM, project=project, name=name)
        if found is not None:
            yield found


def _uses_environments(project: PurePath, machine: Machine) -> bool:
    """Tell whether pdm looks for an environment where no interpreter was saved."""
    said: list[object] = [machine.environ.get("PDM_USE_VENV")]
    for settings in (toml(project / "pdm.toml", machine), _settings(machine)):
        said += [table(settings, "python").get("use_venv")]
    # ``pdm config`` writes the word that it was given.
    return next((switch(str(value)) is not False for value in said if value is not None), True)


def _kept(project: PurePath, machine: Machine) -> Iterator[tuple[PurePath, str]]:
    """Yield the folders that pdm named for a project, each with the name of its own."""
    places = folders_in(_store(machine), machine)
    for seen in as_seen(project, machine):
        start = kept_names.pdm(seen)
        for place in places:
            if place.name.startswith(start):
                yield place, place.name.removeprefix(start)


def _saved(project: PurePath, machine: Machine) -> PurePath | None:
    """Return the interpreter that ``pdm use`` saved."""
    if switch(machine.environ.get("PDM_IGNORE_SAVED_PYTHON", "")):
        return None
    if text := machine.environ.get("PDM_PYTHON"):
        return folder(text, None, machine)
    if not machine.files.is_file(project / _SAVED):
        return None
    saved = folder((machine.files.text(project / _SAVED) or "").strip(), None, machine)
    trusted = (project, machine.home, *machine.path)
    return saved if saved and may_be_asked(saved, trusted) else None


def _prefix_of(executable: PurePath | None, machine: Machine) -> PurePath | None:
    """Return the environment that an interpreter is in, as ``get_venv_like_prefix`` does."""
    if executable is None:
        return None
    # conda's is in the prefix itself on Windows.
    for place, mark in ((executable.parent, "conda-meta"), (executable.parent.parent, "")):
        for name in (mark,) if mark else ("pyvenv.cfg", "conda-meta"):
            if machine.files.exists(place / name):
                return place
    return None


def _store(machine: Machine) -> PurePath:
    """Return ``venv.location``, which only the user's settings can say."""
    settings = _settings(machine)
    written = text_of(table(settings, "venv"), "location") or text_of(settings, "venv.location")
    usual = _own(machine.data, "XDG_DATA_HOME", machine) / "venvs"
    return folder(written, None, machine) or usual


def _settings(machine: Machine) -> Table:
    usual = _own(machine.config, "XDG_CONFIG_HOME", machine) / "config.toml"
    return toml(machine.named("PDM_CONFIG_FILE") or usual, machine)


def _own(shared: PurePath, variable: str, machine: Machine) -> PurePath:
    # By platformdirs, which takes the program for its author too on Windows.
    own = of_platformdirs(shared, variable, "pdm", machine)
    return own / ("pdm" if machine.is_windows else "")
