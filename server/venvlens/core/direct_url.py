"""Where a distribution came from that no index gave: ``direct_url.json`` to a requirement.

Source: PEP 610 and the specification of direct URLs at packaging.python.org.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from venvlens.core import file_uri

if TYPE_CHECKING:
    from pathlib import PurePath

    from venvlens.core.tree import Tree

_VCS = frozenset({"git", "hg", "bzr", "svn"})
_PLAIN = re.compile(r"[!-~]+")
"""Of an address: no spaces, no control characters, all else is escaped in one."""
_COMMIT = re.compile(r"[A-Za-z0-9._/-]+")
_DIGEST = re.compile(r"[a-z0-9_]+=[0-9a-fA-F]+")
# A tool that has the address as an argument fills in no variables, which is all that may stand
# here (PEP 610): git's helpers and a netrc file know the user all the same.
_USER = re.compile(r"^(?P<scheme>[a-z+]+://)\$[^/@]*@", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Moved:
    """An environment was moved together with the folder around it, or copied with it."""

    old: PurePath
    """The folder that was around it."""
    new: PurePath
    """The folder that is."""


@dataclass(frozen=True, slots=True)
class Source:
    """What a tool is told to install instead of a name and a version."""

    url: str = ""
    editable: bool = False
    problem: str = ""
    """Why it cannot be installed again, as a clause; empty if it can."""


def source(
    direct_url: str | None,
    egg_link: str | None,
    folder: PurePath,
    tree: Tree,
    moved: Moved | None,
) -> Source:
    """Read where a distribution came from; ``folder`` is that of its metadata."""
    if egg_link is not None:
        return _linked(egg_link, folder, tree, moved)
    try:
        said = json.loads(direct_url or "")
    except (ValueError, RecursionError):
        said = None
    url = said.get("url") if isinstance(said, dict) else None
    if not isinstance(said, dict) or not isinstance(url, str) or not _PLAIN.fullmatch(url):
        return Source(problem="its direct_url.json does not say where it came from")
    url = _USER.sub(r"\g<scheme>", url)
    below = said.get("subdirectory")
    below = below if isinstance(below, str) and _PLAIN.fullmatch(below) else ""
    for key, read in (("vcs_info", _versioned), ("archive_info", _archive)):
        if isinstance(info := said.get(key), dict):
            return read(url, info, below, folder, tree)
    info = said.get("dir_info")
    editable = isinstance(info, dict) and info.get("editable") is True
    return _local(url, below, folder, tree, moved, editable=editable)


def _versioned(
    url: str, info: dict[str, object], below: str, folder: PurePath, tree: Tree
) -> Source:
    vcs, commit = info.get("vcs"), info.get("commit_id")
    if vcs not in _VCS or not isinstance(commit, str) or not _COMMIT.fullmatch(commit):
        return Source(problem="its direct_url.json does not say which commit it was made from")
    if problem := _gone(url, folder, tree):
        return Source(problem=problem)
    return Source(f"{vcs}+{url}@{commit}{_fragment(below)}")


def _archive(url: str, info: dict[str, object], below: str, folder: PurePath, tree: Tree) -> Source:
    if problem := _gone(url, folder, tree):
        return Source(problem=problem)
    digest = info.get("hash")
    known = digest if isinstance(digest, str) and _DIGEST.fullmatch(digest) else ""
    return Source(url.partition("#")[0] + _fragment(below, known))


def _local(
    url: str, below: str, folder: PurePath, tree: Tree, moved: Moved | None, *, editable: bool
) -> Source:
    path = file_uri.path_of(url, folder)
    if path is None:
        return Source(problem="its direct_url.json names no folder")
    return _folder(path / below if below else path, tree, moved, editable=editable)


def _linked(egg_link: str, folder: PurePath, tree: Tree, moved: Moved | None) -> Source:
    first = egg_link.splitlines()[0].strip() if egg_link.strip() else ""
    path = folder.__class__(first)
    if not path.is_absolute():
        return Source(problem=f"{folder.name} names no folder")
    return _folder(path, tree, moved, editable=True)


def _folder(path: PurePath, tree: Tree, moved: Moved | None, *, editable: bool) -> Source:
    here = _followed(path, tree, moved)
    if not tree.exists(here):
        return Source(problem=f"{path} is gone")
    return Source(here.as_uri(), editable=editable)


def _followed(path: PurePath, tree: Tree, moved: Moved | None) -> PurePath:
    """Return where a folder is now that the folder around the environment was moved.

    The project around a copy is meant, and not the one that it was copied from.
    """
    if moved is None or not path.is_relative_to(moved.old):
        return path
    here = moved.new / path.relative_to(moved.old)
    return here if tree.exists(here) else path


def _gone(url: str, folder: PurePath, tree: Tree) -> str:
    path = file_uri.path_of(url, folder)
    return f"{path} is gone" if path is not None and not tree.exists(path) else ""


def _fragment(below: str, digest: str = "") -> str:
    parts = [digest, f"subdirectory={below}" if below else ""]
    known = "&".join(part for part in parts if part)
    return f"#{known}" if known else ""
