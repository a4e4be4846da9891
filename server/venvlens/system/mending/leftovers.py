"""Setting aside what interrupted installers left in an environment. Nothing is deleted.

A leftover is moved to ``.venvlens-removed`` in its environment: nothing imports it there, its
path below says where it was, and it goes when the environment does. Whoever misses something
moves it back.
"""

from __future__ import annotations

import os
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from venvlens.core.environment import Kind
from venvlens.core.plans import Cannot
from venvlens.core.search_path import EntryKind
from venvlens.system import installed, search_path
from venvlens.system.locators import prefix as prefixes
from venvlens.system.real_machine import machine_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import PurePath

    from venvlens.core.environment import Environment
    from venvlens.core.requests import SetAsideRequest
    from venvlens.system.disk import Looks
    from venvlens.system.host import Host

FOLDER = ".venvlens-removed"
QUIET_SECONDS = 10.0
"""For so long what is there must have been there: pip works with such folders while it runs."""


@dataclass(frozen=True, slots=True)
class Move:
    """One folder that is moved."""

    source: PurePath
    target: PurePath
    stamp: str
    """What tells its state from others."""


def plan(wanted: SetAsideRequest, host: Host, looks: Looks) -> tuple[Move, ...] | Cannot:
    """Tell what would be moved where, or why nothing is."""
    machine = machine_of(host, looks)
    found = prefixes.describe(wanted.environment, machine, "named by the user")
    if found is None or found.kind.is_global or found.kind is Kind.UV_SCRIPT:
        return Cannot(f"{wanted.environment} is not a project's environment: nothing is moved")
    known = frozenset(_leftovers(found, host, looks))
    place = _free(found.prefix)
    if isinstance(place, Cannot):
        return place
    moves = []
    for path, seen in zip(wanted.paths, wanted.stamps, strict=True):
        if path not in known:
            return Cannot(f"{path} is not what an interrupted installation left: look at it again")
        if reason := _hindrance(path, found.prefix, seen):
            return Cannot(f"{path} {reason}")
        moves.append(Move(path, place / path.relative_to(found.prefix), stamp(path)))
    return tuple(dict.fromkeys(moves))


def carry_out(moves: Sequence[Move]) -> str:
    """Move all or nothing; say why it was not done, or nothing."""
    done: list[Move] = []
    for move in moves:
        try:
            if stamp(move.source) != move.stamp:
                problem = f"{move.source} has changed meanwhile"
                break
            os.makedirs(move.target.parent, exist_ok=True)  # noqa: PTH103 - a PurePath cannot
            os.rename(move.source, move.target)  # noqa: PTH104
            done.append(move)
        except OSError as error:
            problem = f"{move.source} could not be moved: {error.strerror}"
            break
    else:
        return ""
    lost = [str(move.target) for move in reversed(done) if not _moved_back(move)]
    return f"{problem}{'; move back by hand: ' if lost else ''}{', '.join(lost)}."


def stamp(path: PurePath) -> str:
    """Return what tells the state of a folder from others; empty if nothing is there."""
    try:
        found = os.lstat(path)
    except OSError:
        return ""
    return f"{found.st_dev:x}-{found.st_ino:x}-{found.st_mtime_ns:x}"


def _moved_back(move: Move) -> bool:
    try:
        os.rename(move.target, move.source)  # noqa: PTH104
    except OSError:
        return False
    return True


def _leftovers(environment: Environment, host: Host, looks: Looks) -> Iterator[PurePath]:
    """Yield what ``distribution-remains`` reports, as it is now."""
    entries = search_path.build(environment, host, looks).entries
    sites = [entry.path for entry in entries if entry.kind is EntryKind.SITE_PACKAGES]
    found, remains, _ = installed.distributions(sites, looks)
    yield from remains
    yield from (one.folder for one in found if not (one.has_metadata and one.has_record))


def _hindrance(path: PurePath, prefix: PurePath, seen: str | None) -> str:
    """Say why a leftover is not touched, or nothing."""
    real, top = os.path.realpath(path), os.path.realpath(prefix)
    if os.path.islink(path) or not os.path.isdir(path):  # noqa: PTH112, PTH114
        return "is a link or no folder: remove it by hand"
    if not path.is_relative_to(prefix) or os.path.commonpath((real, top)) != top:
        return f"does not lie in {prefix}: it is not touched"
    if seen is not None and seen != stamp(path):
        return "has changed meanwhile: look at it again"
    if time.time() - os.lstat(path).st_ctime < QUIET_SECONDS:
        return "was put there only just now: wait until no installer is at work"
    return ""


def _free(prefix: PurePath) -> PurePath | Cannot:
    """Return a folder of its own for what is set aside now."""
    top = prefix / FOLDER
    if os.path.islink(top):  # noqa: PTH114
        return Cannot(f"{top} is a link: remove it first")
    number = 1
    while os.path.lexists(top / str(number)):
        number += 1
    return top / str(number)
