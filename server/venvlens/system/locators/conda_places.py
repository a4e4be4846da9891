"""Where conda, mamba and micromamba are installed and keep environments, on any system.

Sources: ``conda/base/context.py`` and ``conda/base/constants.py`` of conda, and mamba's
documentation of its configuration.
"""

from __future__ import annotations

import re
from itertools import chain
from typing import TYPE_CHECKING

from venvlens.core import conda_text
from venvlens.system.locators import conda_prefix

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import PurePath

    from venvlens.core.machine import Machine

_NAMES = (
    *("anaconda", "anaconda3", "miniconda", "miniconda3", "miniforge", "miniforge3"),
    *("mambaforge", "micromamba"),
)
_CASKS = ("miniconda", "miniforge", "mambaforge")
_ROOT_VARIABLES = ("CONDA_ROOT", "_CONDA_ROOT", "MAMBA_ROOT_PREFIX", "CONDA_DIR", "CONDA")
_ENVIRONMENT_VARIABLES = ("CONDA_ENVS_DIRS", "CONDA_ENVS_PATH", "ANACONDA_PROJECT_ENVS_PATH")
_PROGRAM_VARIABLES = ("CONDA_EXE", "MAMBA_EXE")
_PROGRAMS = frozenset(
    f"{name}{end}" for name in ("conda", "mamba", "micromamba") for end in ("", ".exe", ".bat")
)
_OF_PROGRAMS = frozenset({"bin", "condabin", "scripts"})
_CONFIG_NAMES = (".condarc", "condarc", ".mambarc", "mambarc")
_VARIABLE = re.compile(r"\$\{(\w+)\}|\$(\w+)|%(\w+)%")
_DRIVE_OF_WINDOWS = re.compile(r"/mnt/[a-z](?:/|$)")


def roots(machine: Machine) -> Iterator[PurePath]:
    """Yield the folders that conda may be installed in, those that are there, each once."""
    candidates = chain(_named_roots(machine), _beside_programs(machine), _usual_roots(machine))
    return (root for root in dict.fromkeys(candidates) if machine.files.is_folder(root))


def environment_folders(machine: Machine) -> Iterator[PurePath]:
    """Yield the folders that hold named environments, existing or not, each once."""
    found = chain(
        _from_variables(machine),
        _from_settings(machine),
        (root / "envs" for root in roots(machine)),
        _usual_environment_folders(machine),
    )
    return iter(dict.fromkeys(found))


def listed(machine: Machine) -> Iterator[PurePath]:
    """Yield what ``environments.txt`` lists: every prefix that conda made for this user."""
    text = machine.files.text(machine.home / ".conda" / "environments.txt") or ""
    yield from _absolute((line.strip() for line in text.splitlines()), machine)


def _named_roots(machine: Machine) -> Iterator[PurePath]:
    yield from filter(None, map(machine.named, _ROOT_VARIABLES))
    if active := machine.named("CONDA_PREFIX"):
        yield active.parent.parent if active.parent.name == "envs" else active
    for program in filter(None, map(machine.named, _PROGRAM_VARIABLES)):
        if program.parent.name.lower() in _OF_PROGRAMS:
            yield program.parent.parent


def _beside_programs(machine: Machine) -> Iterator[PurePath]:
    for folder in machine.path:
        for name in sorted(_PROGRAMS & machine.names(folder)):
            for program in (folder / name, machine.files.resolved(folder / name)):
                root = program.parent.parent
                usual = program.parent.name.lower() in _OF_PROGRAMS
                if usual and conda_prefix.is_installation(root, machine.files):
                    yield root


def _usual_roots(machine: Machine) -> Iterator[PurePath]:
    bases = [machine.home, *(machine.home / name for name in ("opt", ".conda", ".local"))]
    bases += [machine.home.__class__(base) for base in _shared_bases(machine)]
    if machine.is_windows:
        bases.append(machine.data)
        yield machine.roaming / "mamba"
    else:
        yield machine.home.__class__("/opt/conda")
        # micromamba's own since its version 2
        yield (machine.named("XDG_DATA_HOME") or machine.home / ".local" / "share") / "mamba"
    if machine.platform == "darwin":
        rooms = [machine.home.__class__(p) / "Caskroom" for p in ("/opt/homebrew", "/usr/local")]
        yield from (room / name / "base" for room in rooms for name in _CASKS)
    for base in bases:
        if machine.files.is_folder(base):
            yield from (base / name for name in _NAMES)


def _shared_bases(machine: Machine) -> tuple[str, ...]:
    if machine.is_windows:
        return "C:\\ProgramData", "C:\\"
    homebrew = "/opt/homebrew" if machine.platform == "darwin" else "/home/linuxbrew/.linuxbrew"
    return "/opt", "/usr/share", "/usr/local", "/usr", "/", "/opt/conda", homebrew


def _from_variables(machine: Machine) -> Iterator[PurePath]:
    separator = ";" if machine.is_windows else ":"
    for variable in _ENVIRONMENT_VARIABLES:
        yield from _absolute(machine.environ.get(variable, "").split(separator), machine)


def _from_settings(machine: Machine) -> Iterator[PurePath]:
    for file in _settings_files(machine):
        text = machine.files.text(file) or ""
        named = chain(conda_text.values(text, "envs_dirs"), conda_text.values(text, "envs_path"))
        yield from _absolute(named, machine)


def _usual_environment_folders(machine: Machine) -> Iterator[PurePath]:
    yield machine.home / ".conda" / "envs"
    if machine.is_windows:
        yield machine.data / "conda" / "conda" / "envs"
    yield machine.home / "envs"
    yield machine.home / "my-envs"


def _settings_files(machine: Machine) -> Iterator[PurePath]:
    """Yield the settings of conda and mamba that are there, as their search paths have them."""
    for variable in ("CONDARC", "MAMBARC"):
        if file := machine.named(variable):
            yield file
    for folder in dict.fromkeys(_settings_folders(machine)):
        listing = machine.files.listing(folder)
        if listing is None:
            continue
        yield from (folder / name for name in _CONFIG_NAMES if name in listing.files)
        if "condarc.d" in listing.folders:
            parts = sorted(machine.names(folder / "condarc.d"))
            yield from (folder / "condarc.d" / n for n in parts if n.endswith((".yml", ".yaml")))


def _settings_folders(machine: Machine) -> Iterator[PurePath]:
    shared = ("C:\\ProgramData",) if machine.is_windows else ("/etc", "/var/lib")
    for place in map(machine.home.__class__, shared):
        yield from (place / name for name in ("conda", "miniconda", "miniconda3"))
    yield from roots(machine)
    if config := machine.named("XDG_CONFIG_HOME"):
        yield config / "conda"
    yield from (machine.home / ".config" / "conda", machine.home / ".conda", machine.home)
    if active := machine.named("CONDA_PREFIX"):
        yield active


def _absolute(texts: Iterable[str], machine: Machine) -> Iterator[PurePath]:
    for text in texts:
        path = _expanded(text, machine)
        if path is not None and not _is_of_windows_beside(path, machine):
            yield path


def _expanded(text: str, machine: Machine) -> PurePath | None:
    """Return a path with variables and the user's folder filled in, None if not absolute."""
    filled = _VARIABLE.sub(lambda m: machine.environ.get(m[m.lastindex or 0], m[0]), text)
    if filled == "~" or filled.startswith(("~/", "~\\")):
        return machine.home / filled[2:]
    path = machine.home.__class__(filled)
    return path if filled and "\0" not in filled and path.is_absolute() else None


def _is_of_windows_beside(path: PurePath, machine: Machine) -> bool:
    """Tell whether Linux on Windows would look at the other system's disk, which is slow."""
    return "WSL_DISTRO_NAME" in machine.environ and bool(_DRIVE_OF_WINDOWS.match(str(path)))
