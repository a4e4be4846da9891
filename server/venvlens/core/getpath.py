"""Where an interpreter's prefix and standard library are, as CPython tells it when it starts.

The rules are those of ``Modules/getpath.py`` (3.11 and newer; 3.8 to 3.10 have nearly the same
ones in C) for a process without ``PYTHONHOME``, ``PYTHONPATH`` and registry. Nothing is run: what
the process would know of itself is given as a :class:`~venvlens.core.installation.Start`, what was
compiled in as a :class:`~venvlens.core.installation.Build`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from venvlens.core import fixed_path
from venvlens.core.getpath_origin import find_origin, has_library, join, parent
from venvlens.core.installation import Layout

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import PurePath

    from venvlens.core.fixed_path import FixedPath
    from venvlens.core.getpath_origin import Origin
    from venvlens.core.installation import Build, Probe, Start


@dataclass(frozen=True, slots=True)
class _Places:
    """What the searches have found so far."""

    prefix: PurePath | None = None
    exec_prefix: PurePath | None = None
    library: PurePath | None = None
    dynload: PurePath | None = None
    tree: PurePath | None = None
    """The folder of a build that was not installed."""


def layout(start: Start, build: Build, machine: Probe) -> Layout:
    """Return the prefix of an interpreter and the search path that it starts with."""
    origin = find_origin(start, build, machine)
    fixed, beside = _fixed(start, origin, build, machine)
    built = _build_tree(origin, build, machine)
    places = _Places(beside, beside, None, built.dynload, built.tree) if beside else built
    places = _with_prefix(places, start, origin, build, machine)
    prefix = places.prefix or build.prefix
    exec_prefix, dynload = _exec_prefix(places, prefix, origin, build, machine)
    library = places.library or join(prefix, build.library)
    archive = _archive_at(places, start, origin, prefix, build)
    entries = _entries(archive, library, dynload, origin, build)
    in_tree = places.tree is not None and not build.is_windows
    configured = any(machine.is_file(join(prefix, landmark)) for landmark in build.landmarks)
    return Layout(
        # On POSIX an interpreter that is not installed says where it will be.
        prefix=build.prefix if in_tree else prefix,
        exec_prefix=(build.exec_prefix or build.prefix) if in_tree else exec_prefix,
        environment=origin.environment,
        running=origin.running,
        library=library,
        entries=fixed.entries if fixed else entries,
        fixed=fixed,
        found=places.prefix is not None or configured,
        lib=build.lib,
        framework=build.framework,
    )


def above(
    folder: PurePath,
    landmarks: Iterable[str],
    test: Callable[[PurePath], bool],
) -> PurePath | None:
    """Return the first folder from one upward that has a landmark.

    The root of a POSIX file system does not count, though Debian's ``/lib`` is a link to a
    folder that has one: for getpath the folder above ``/lib`` is an empty name.
    """
    wanted = tuple(landmarks)
    place: PurePath | None = folder
    while place is not None:
        if any(test(join(place, landmark)) for landmark in wanted):
            return place
        place = parent(place)
    return None


def _fixed(
    start: Start, origin: Origin, build: Build, machine: Probe
) -> tuple[FixedPath | None, PurePath | None]:
    """Read the ``._pth`` file beside the library or the executable, and tell its folder."""
    if not build.is_windows and build.version.series < (3, 11):
        return None, None
    for path in (start.shared, origin.named, origin.running):
        if path is None:
            continue
        is_program = build.is_windows and path.name.lower().endswith((".exe", ".dll"))
        file = path.with_name(f"{path.stem if is_program else path.name}._pth")
        text = machine.text(file)
        if text is not None:
            return fixed_path.parse(text, file.parent), file.parent
    return None, None


def _build_tree(origin: Origin, build: Build, machine: Probe) -> _Places:
    """Recognise an interpreter that runs where it was compiled."""
    folder = origin.real_folder
    if folder is None:
        return _Places()
    tree = join(folder, build.sources)
    dynload: PurePath | None = None
    text = machine.text(join(folder, "pybuilddir.txt"))
    if text is not None:
        dynload = join(folder, text.split("\n")[0].rstrip("\r")) if text else folder
    elif machine.is_file(_setup(folder, tree, build)):
        dynload = folder if build.is_windows else None
    else:
        return _Places()
    above_tree = tree if build.is_windows else above(tree, ("Lib/os.py",), machine.is_file)
    return _Places(above_tree, tree, join(above_tree or tree, "Lib"), dynload, tree)


def _setup(folder: PurePath, tree: PurePath, build: Build) -> PurePath:
    return join(tree if build.is_windows else folder, "Modules/Setup.local")


def _with_prefix(
    places: _Places, start: Start, origin: Origin, build: Build, machine: Probe
) -> _Places:
    """Search the prefix beside the shared library, by the zipped library, by the library."""
    if places.prefix is not None:
        return places
    if start.shared is not None:
        folder = start.shared.parent
        if found := _zipped(folder, build, machine):
            return replace(places, prefix=found)
        if has_library(folder, build, machine):
            return replace(places, prefix=folder, library=join(folder, build.library))
    if origin.folder is None:
        return places
    if found := _zipped(origin.folder, build, machine):
        library = join(found, build.library)
        return replace(
            places, prefix=found, library=library if machine.is_folder(library) else None
        )
    found = above(origin.folder, build.landmarks, machine.is_file)
    if found is None:
        return places
    return replace(places, prefix=found, library=places.library or join(found, build.library))


def _zipped(folder: PurePath, build: Build, machine: Probe) -> PurePath | None:
    if build.is_windows:
        return folder if machine.is_file(join(folder, build.archive)) else None
    return above(folder, (build.archive,), machine.is_file)


def _exec_prefix(
    places: _Places, prefix: PurePath, origin: Origin, build: Build, machine: Probe
) -> tuple[PurePath, PurePath]:
    """Return the prefix of the extension modules and their folder."""
    found = places.exec_prefix
    if build.is_windows and found is None:
        # Without DLLs, they probably are with the executable.
        has_own = machine.is_folder(join(prefix, build.dynload))
        return prefix, places.dynload or (join(prefix, build.dynload) if has_own else prefix)
    if found is None and build.version.series >= (3, 14):
        found = prefix if machine.is_folder(join(prefix, build.dynload)) else None
    if found is None and origin.folder is not None:
        found = above(origin.folder, (build.dynload,), machine.is_folder)
    found = found or build.exec_prefix or prefix
    return found, places.dynload or join(found, build.dynload)


def _archive_at(
    places: _Places, start: Start, origin: Origin, prefix: PurePath, build: Build
) -> PurePath | None:
    if build.is_windows:
        folder = start.shared.parent if start.shared else origin.folder
    else:
        folder = prefix if places.tree is None else build.prefix
    return join(folder, build.archive) if folder else None


def _entries(
    archive: PurePath | None, library: PurePath, dynload: PurePath, origin: Origin, build: Build
) -> tuple[PurePath, ...]:
    first = (archive,) if archive else ()
    if not build.is_windows:
        return *first, library, dynload
    found = (*first, dynload, library)
    # The executable's folder comes last, unless it is there already.
    last = (origin.folder,) if origin.folder and origin.folder not in found else ()
    return *found, *last
