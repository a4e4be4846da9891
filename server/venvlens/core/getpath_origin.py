"""Where getpath begins to search: what runs, and which ``pyvenv.cfg`` it obeys."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from venvlens.core.layout import normalised

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import PurePath

    from venvlens.core.installation import Build, Probe, Start

_CFG = "pyvenv.cfg"


@dataclass(frozen=True, slots=True)
class Origin:
    """Where the searches begin."""

    named: PurePath
    running: PurePath
    folder: PurePath | None
    """Where prefixes are searched from."""
    real_folder: PurePath | None
    """Where a build tree is recognised."""
    environment: PurePath | None


def find_origin(start: Start, build: Build, machine: Probe) -> Origin:
    """Find out what is running, and from where its library is searched."""
    named = start.launcher or start.executable
    running = start.executable if build.platform == "darwin" else start.running
    base: PurePath | None = None
    if start.launcher is not None:
        base = _behind_launcher(start, running, build)
        running = running or base
    folder = parent(named) if start.launcher else None
    real_folder: PurePath | None = None
    found = home(named, build, machine)
    if found is not None and found[1] is not None:
        said = named.__class__(found[1])
        base = base or _base_executable(named, said, build, machine)
        folder = real_folder = said if found[1] else None
    running = machine.real(running or base or named)
    if folder is None and build.platform == "darwin" and start.shared is not None:
        folder = real_folder = _beside_library(start.shared, build, machine)
    return Origin(
        named,
        running,
        folder or parent(running),
        real_folder or parent(running),
        found[0] if found else None,
    )


def home(executable: PurePath, build: Build, machine: Probe) -> tuple[PurePath, str | None] | None:
    """Return the environment that an executable starts in, and the ``home`` that it names."""
    if build.version.series < (3, 11):
        # Until 3.10 the links were followed first: a link to a base never was in an environment.
        inner = parent(machine.real(executable))
        places = (inner, inner and parent(inner))
    else:
        inner = parent(executable)
        places = (inner and parent(inner), inner)
    for place in places:
        text = None if place is None else machine.text(join(place, _CFG))
        if place is not None and text is not None:
            said = next(_homes(text), None)
            if said is None:
                # From 3.14 on a file without the key makes an environment all the same.
                return (place, None) if build.version.series >= (3, 14) else None
            return place, said
    return None


def _homes(text: str) -> Iterator[str]:
    for line in text.split("\n"):
        key, equals, value = line.partition("=")
        if equals and key.strip().lower() == "home":
            yield value.strip()


def _behind_launcher(start: Start, running: PurePath | None, build: Build) -> PurePath:
    if build.platform == "darwin" and build.framework and start.shared is not None:
        # What runs is in an application bundle, which nobody needs to know of.
        version = build.version
        return join(start.shared.parent, "bin") / f"python{version.major}.{version.minor}"
    return running or start.executable


def _base_executable(named: PurePath, home: PurePath, build: Build, machine: Probe) -> PurePath:
    real = machine.real(named)
    if real != named:
        return real
    version = build.version
    names = [named.name]
    if not build.is_windows:
        names += [f"python{version.major}", f"python{version.major}.{version.minor}"]
    found = (join(home, name) for name in names if machine.is_file(join(home, name)))
    return next(found, join(home, named.name))


def _beside_library(shared: PurePath, build: Build, machine: Probe) -> PurePath | None:
    folder = shared.parent
    return machine.real(folder) if has_library(folder, build, machine) else None


def has_library(folder: PurePath, build: Build, machine: Probe) -> bool:
    """Tell whether a folder is a prefix with a standard library."""
    return any(machine.is_file(join(folder, landmark)) for landmark in build.landmarks)


def parent(path: PurePath) -> PurePath | None:
    """Return the folder above, as getpath cuts names: on POSIX there is none above ``/usr``."""
    above = path.parent
    return None if above == path or not (above.name or above.drive) else above


def join(folder: PurePath, below: str) -> PurePath:
    """Return a path without dots, as getpath joins names: links are not asked."""
    return normalised(folder / below)
