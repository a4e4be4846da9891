"""The facts of an environment's health, read from files within bounds."""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING

from venvlens.core import layout, pyvenv_cfg
from venvlens.core.health.claims import ACTIVATE, of_activate, of_cfg, of_script
from venvlens.core.health.facts import Claim, Facts
from venvlens.core.search_path import EntryKind
from venvlens.core.shares import may_be_asked
from venvlens.system import git, installed
from venvlens.system.interpreter_version import read_version
from venvlens.system.real_machine import machine_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import PurePath

    from venvlens.core.environment import Environment
    from venvlens.core.machine import Machine
    from venvlens.core.python_version import PythonVersion
    from venvlens.core.search_path import SearchPath
    from venvlens.core.source import Span
    from venvlens.system.disk import Looks
    from venvlens.system.host import Host

_MOST_SCRIPTS = 500
_HEAD = 1_024
"""Bytes of a script that are read."""
_REQUIREMENTS = re.compile(r"requirements[\w.-]*\.txt")


def read(
    environment: Environment,
    project: PurePath,
    search_path: SearchPath,
    host: Host,
    looks: Looks,
    *,
    selected: bool = True,
) -> Facts:
    """Look at an environment; ``project`` is the folder whose declarations it has to obey."""
    machine, prefix = machine_of(host, looks), environment.prefix
    cfg = looks.text(prefix / "pyvenv.cfg") or ""
    sites = tuple(e.path for e in search_path.entries if e.kind is EntryKind.SITE_PACKAGES)
    running = _running(environment, machine)
    repository = git.repository(prefix, machine, looks)
    found, remains, overlaps = installed.distributions(sites, looks)
    return Facts(
        project=project,
        environment=environment,
        selected=selected,
        texts=tuple(_texts(project, looks)),
        written=pyvenv_cfg.parse(cfg).version,
        cfg=cfg,
        running=running,
        library=_missing_library(environment, running, machine),
        claims=tuple(_claims(environment, cfg, machine, looks)),
        repository=repository,
        ignore_file=_ignore_file(project, repository.root, looks) if repository else None,
        metadata=found,
        remains=remains,
        overlaps=overlaps,
        outside=installed.outside(environment, sites, machine, looks),
        start_up=installed.start_up(sites, environment.version, looks),
    )


def _running(environment: Environment, machine: Machine) -> PythonVersion | None:
    if environment.executable is None or not environment.runs:
        return None
    real = machine.files.resolved(environment.executable)
    inside = real.is_relative_to(machine.files.resolved(environment.prefix))
    base = environment.base_executable if inside else real
    return read_version(base, machine) if base and machine.files.exists(base) else None


def _missing_library(
    environment: Environment, running: PythonVersion | None, machine: Machine
) -> PurePath | None:
    if running is None or machine.is_windows or environment.implementation != "cpython":
        return None
    name = layout.versioned_folder(running)
    folders = [environment.prefix / lib / name for lib in ("lib", "lib64")]
    return None if any(machine.files.is_folder(folder) for folder in folders) else folders[0]


def _texts(project: PurePath, looks: Looks) -> Iterator[tuple[PurePath, str]]:
    listing = looks.listing(project)
    for name in sorted(listing.files) if listing else ():
        if name in ("pyproject.toml", ".python-version") or _REQUIREMENTS.fullmatch(name):
            text = looks.text(project / name)
            if text is not None:
                yield project / name, text


def _ignore_file(project: PurePath, root: PurePath, looks: Looks) -> PurePath | None:
    files = (folder / ".gitignore" for folder in dict.fromkeys((project, root)))
    return next((file for file in files if looks.exists(file)), None)


def _claims(environment: Environment, cfg: str, machine: Machine, looks: Looks) -> Iterator[Claim]:
    prefix = environment.prefix
    here = machine.files.resolved(prefix)
    folder = layout.bin_folder(prefix, machine.platform)
    names = sorted(machine.names(folder))
    for name in (name for name in ACTIVATE if name in names):
        text = looks.text(folder / name) or ""
        yield from _elsewhere(of_activate(text), folder / name, prefix, here, machine)
    others = [name for name in names if not name.startswith(("activate", "python"))]
    for name in others[:_MOST_SCRIPTS]:
        path = folder / name
        text = looks.recall(("head", path), partial(_head, path))
        for said, span in of_script(text):
            base = prefix.__class__(said).parent.parent
            if not _may_be_asked(base, prefix, machine):
                yield Claim(path, span, base)
                continue
            is_environment = machine.files.exists(base / "pyvenv.cfg")
            # A script of the system that somebody put here starts the system's Python.
            if is_environment or not machine.files.exists(prefix.__class__(said)):
                told = iter(((str(base), span),))
                yield from _elsewhere(told, path, prefix, here, machine)
    yield from _elsewhere(of_cfg(cfg), prefix / "pyvenv.cfg", prefix, here, machine)


def _elsewhere(
    said: Iterator[tuple[str, Span]],
    file: PurePath,
    prefix: PurePath,
    here: PurePath,
    machine: Machine,
) -> Iterator[Claim]:
    for text, span in said:
        folder = prefix.__class__(text)
        near = _may_be_asked(folder, prefix, machine)
        if folder != prefix and not (near and machine.files.resolved(folder) == here):
            yield Claim(file, span, folder)


def _may_be_asked(folder: PurePath, prefix: PurePath, machine: Machine) -> bool:
    """Tell whether a file of an environment may lead there: a project may bring it with it."""
    trusted = (prefix, machine.files.resolved(prefix), machine.home, *machine.path)
    return may_be_asked(folder, trusted)


def _head(path: PurePath, looks: Looks) -> str:
    if not looks.exists(path) or looks.is_folder(path):
        return ""
    try:
        with open(path, "rb") as file:  # noqa: PTH123 - a PurePath cannot
            return file.read(_HEAD).decode("utf-8", "surrogateescape")
    except OSError:
        return ""
