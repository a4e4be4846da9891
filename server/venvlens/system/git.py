"""The git repository around an environment: does git ignore it, or keep it? Read, never asked."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING

from venvlens.core import git_config, git_index, gitignore, layout
from venvlens.core.health.facts import Repository

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import PurePath

    from venvlens.core.machine import Machine
    from venvlens.system.disk import Looks

_LARGEST_INDEX = 256 * 2**20


def repository(prefix: PurePath, machine: Machine, looks: Looks) -> Repository | None:
    """Return what the nearest repository above an environment makes of it; None without one."""
    for root in prefix.parents:
        if looks.exists(root / ".git"):
            folder = _git_folder(root, looks)
            if folder is None or not looks.exists(folder / "HEAD"):
                return None
            common = _common_folder(folder, looks)
            config = looks.text(common / "config") or ""
            sources = tuple(_outer_rules(root, common, config, machine, looks))
            ignored = _is_ignored(prefix, root, sources, looks)
            size = 32 if _VALUE_SHA256.search(config) else 20
            tracked = _tracked(folder / "index", prefix.relative_to(root), size, looks)
            return Repository(root, ignored, tracked)
    return None


_VALUE_SHA256 = re.compile(r"^\s*objectformat\s*=\s*sha256", re.MULTILINE | re.IGNORECASE)


def _git_folder(root: PurePath, looks: Looks) -> PurePath | None:
    """Return the folder of a repository: ``.git``, or what a worktree's file names."""
    place = root / ".git"
    if looks.is_folder(place):
        return place
    text = looks.text(place) or ""
    kind, _, path = text.strip().partition(":")
    return layout.normalised(root / path.strip()) if kind == "gitdir" and path else None


def _common_folder(folder: PurePath, looks: Looks) -> PurePath:
    said = (looks.text(folder / "commondir") or "").strip()
    return layout.normalised(folder / said) if said else folder


def _outer_rules(
    root: PurePath, common: PurePath, config: str, machine: Machine, looks: Looks
) -> Iterator[tuple[PurePath, str]]:
    """Yield the rules behind those of ``.gitignore`` files, the first to be asked first."""
    if text := looks.text(common / "info" / "exclude"):
        yield root, text
    own = machine.named("XDG_CONFIG_HOME") or machine.home / ".config"
    configs = [looks.text(own / "git" / "config"), looks.text(machine.home / ".gitconfig"), config]
    named = [git_config.value(text, "core", "excludesfile") for text in configs if text]
    path = next((one for one in reversed(named) if one), None)
    file = own / "git" / "ignore"
    if path:
        file = machine.home / path[2:] if path.startswith("~/") else root / path
    if text := looks.text(file):
        yield root, text


def _is_ignored(
    prefix: PurePath, root: PurePath, outer: tuple[tuple[PurePath, str], ...], looks: Looks
) -> bool:
    """Ask for each folder from the root of the repository down, as git goes."""
    way = [prefix, *prefix.parents]
    for place in reversed(way[: way.index(root)]):
        above = way[way.index(place) + 1 : way.index(root) + 1]
        # To git a link to a folder is a file.
        is_folder = not os.path.islink(place)  # noqa: PTH114 - a PurePath cannot ask
        rules = [(f, t) for f in above if (t := looks.text(f / ".gitignore"))]
        if _verdict(place, (*rules, *outer), is_folder=is_folder):
            return True
    inside = looks.text(prefix / ".gitignore")
    return bool(inside and _verdict(prefix / "pyvenv.cfg", ((prefix, inside),), is_folder=False))


def _verdict(path: PurePath, sources: tuple[tuple[PurePath, str], ...], *, is_folder: bool) -> bool:
    for base, text in sources:
        relative = path.relative_to(base).as_posix()
        found = gitignore.parse(text).verdict(relative, path.name, is_folder=is_folder)
        if found is not None:
            return found
    return False


def _tracked(index: PurePath, relative: PurePath, size: int, looks: Looks) -> int:
    below = os.fsencode(relative.as_posix() + "/")
    key = ("tracked", index, below, size)
    return looks.recall(key, lambda inner: _count(index, below, size, inner))


def _count(index: PurePath, below: bytes, size: int, looks: Looks) -> int:
    if not looks.exists(index) or looks.is_folder(index):
        return 0
    try:
        with open(index, "rb") as file:  # noqa: PTH123 - a PurePath cannot
            data = file.read(_LARGEST_INDEX)
    except OSError:
        return 0
    return sum(path.startswith(below) for path in git_index.paths(data, size))
