"""The git repository around an environment: does git ignore it, or keep it? Read, never asked."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from venvlens.core import git_config, git_index, gitignore, layout
from venvlens.core.health.facts import Repository
from venvlens.core.shares import may_be_asked

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import PurePath

    from venvlens.core.git_config import Setting
    from venvlens.core.machine import Machine
    from venvlens.system.disk import Looks

_LARGEST_INDEX = 256 * 2**20
_DEEPEST = 10
"""Files of settings that include each other, as many as git follows."""


def repository(prefix: PurePath, machine: Machine, looks: Looks) -> Repository | None:
    """Return what the nearest repository above an environment makes of it; None without one.

    ``GIT_DIR`` and its kin speak of one command in one terminal, and are not asked.
    """
    for root in prefix.parents:
        if looks.exists(root / ".git"):
            folder = _git_folder(root, looks)
            if folder is not None and looks.exists(folder / "HEAD"):
                return _read(prefix, root, folder, machine, looks)
            if not looks.is_folder(root / ".git"):
                return None  # git stops here too, at a work tree whose repository is gone
    return None


def _read(
    prefix: PurePath, root: PurePath, folder: PurePath, machine: Machine, looks: Looks
) -> Repository:
    common = _common_folder(folder, looks)
    own = tuple(_settings(common / "config", machine, looks))
    if _is_true(own, "extensions.worktreeconfig"):
        own += tuple(_settings(folder / "config.worktree", machine, looks))
    said = (*_users_settings(machine, looks), *own)
    rules = tuple(_outer_rules(root, common, said, machine, looks))
    folded = _is_true(said, "core.ignorecase")
    ignored = _is_ignored(prefix, root, rules, looks, folded=folded)
    size = 32 if (git_config.value(own, "extensions.objectformat") or "") == "sha256" else 20
    tracked = _tracked(folder / "index", prefix.relative_to(root), size, looks)
    return Repository(root, ignored, tracked)


def _is_true(said: tuple[Setting, ...], name: str) -> bool:
    return (git_config.value(said, name) or "").lower() in ("true", "yes", "on", "1")


def _git_folder(root: PurePath, looks: Looks) -> PurePath | None:
    """Return the folder of a repository: ``.git``, or what a worktree's file names."""
    place = root / ".git"
    if looks.is_folder(place):
        return place
    text = looks.text(place) or ""
    kind, _, path = text.strip().partition(":")
    named = layout.normalised(root / path.strip()) if kind == "gitdir" and path else None
    return named if named and may_be_asked(named, (root,)) else None


def _common_folder(folder: PurePath, looks: Looks) -> PurePath:
    said = (looks.text(folder / "commondir") or "").strip()
    return layout.normalised(folder / said) if said else folder


def _users_settings(machine: Machine, looks: Looks) -> Iterator[Setting]:
    """Yield the settings of the machine, then the user's, which are stronger."""
    if not machine.is_windows:
        yield from _settings(machine.home.__class__("/etc/gitconfig"), machine, looks)
    named = machine.named("GIT_CONFIG_GLOBAL")
    usual = (_users_folder(machine) / "config", machine.home / ".gitconfig")
    for file in (named,) if named else usual:
        yield from _settings(file, machine, looks)


def _users_folder(machine: Machine) -> PurePath:
    return (machine.named("XDG_CONFIG_HOME") or machine.home / ".config") / "git"


def _settings(file: PurePath, machine: Machine, looks: Looks, depth: int = 0) -> Iterator[Setting]:
    """Yield the settings of a file, and where it says so those of others (``include.path``)."""
    for key, value in git_config.settings(looks.text(file) or ""):
        yield key, value
        if key == "include.path" and value and depth < _DEEPEST:
            yield from _settings(_path(value, file.parent, machine), machine, looks, depth + 1)


def _path(text: str, base: PurePath, machine: Machine) -> PurePath:
    return machine.home / text[2:] if text.startswith("~/") else layout.normalised(base / text)


def _outer_rules(
    root: PurePath,
    common: PurePath,
    said: tuple[Setting, ...],
    machine: Machine,
    looks: Looks,
) -> Iterator[tuple[PurePath, str]]:
    """Yield the rules behind those of ``.gitignore`` files, the first to be asked first."""
    if text := looks.text(common / "info" / "exclude"):
        yield root, text
    named = git_config.value(said, "core.excludesfile")
    if named == "":
        return
    file = _path(named, root, machine) if named else _users_folder(machine) / "ignore"
    if text := looks.text(file):
        yield root, text


def _is_ignored(
    prefix: PurePath,
    root: PurePath,
    outer: tuple[tuple[PurePath, str], ...],
    looks: Looks,
    *,
    folded: bool,
) -> bool:
    """Ask for each folder from the root of the repository down, as git goes."""
    way = [prefix, *prefix.parents]
    is_folder = True
    for place in reversed(way[: way.index(root)]):
        above = way[way.index(place) + 1 : way.index(root) + 1]
        # To git a link to a folder is a file.
        is_folder = not os.path.islink(place)  # noqa: PTH114 - a PurePath cannot ask
        rules = [(f, t) for f in above if (t := looks.text(f / ".gitignore"))]
        if _verdict(place, (*rules, *outer), is_folder=is_folder, folded=folded):
            return True
    inside = looks.text(prefix / ".gitignore") if is_folder else None
    rules = [(prefix, inside)] if inside else []
    return _verdict(prefix / "pyvenv.cfg", rules, is_folder=False, folded=folded)


def _verdict(
    path: PurePath, sources: Iterable[tuple[PurePath, str]], *, is_folder: bool, folded: bool
) -> bool:
    for base, text in sources:
        relative, name = path.relative_to(base).as_posix(), path.name
        if folded:
            text, relative, name = text.lower(), relative.lower(), name.lower()
        found = gitignore.parse(text).verdict(relative, name, is_folder=is_folder)
        if found is not None:
            return found
    return False


def _tracked(index: PurePath, relative: PurePath, size: int, looks: Looks) -> int:
    below = os.fsencode(relative.as_posix() + "/")
    key = ("tracked", index, below, size)
    return looks.recall(key, lambda inner: _count(index, below, size, inner))


def _count(index: PurePath, below: bytes, size: int, looks: Looks) -> int:
    own = git_index.read(_bytes(index, looks), size)
    paths = list(own.paths)
    if own.shared is not None:
        shared = git_index.read(_bytes(index.with_name(f"sharedindex.{own.shared}"), looks), size)
        paths += [path for at, path in enumerate(shared.paths) if at not in own.dropped]
    return sum(path.startswith(below) for path in paths)


def _bytes(file: PurePath, looks: Looks) -> bytes:
    if not looks.exists(file) or looks.is_folder(file):
        return b""
    try:
        with open(file, "rb") as opened:  # noqa: PTH123 - a PurePath cannot
            return opened.read(_LARGEST_INDEX)
    except OSError:
        return b""
