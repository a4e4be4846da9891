"""What an environment has installed, as requirements to install again.

Sources: core metadata, ``direct_url.json`` (PEP 610), ``.egg-info`` and ``.egg-link`` of
setuptools. The answer is that of ``pip freeze``, but told by files alone, so it holds for an
environment whose interpreter is gone too.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from packaging.requirements import InvalidRequirement, Requirement
from packaging.version import InvalidVersion, Version

from venvlens.core.direct_url import source
from venvlens.core.names import DistributionName, distribution_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import PurePath

    from venvlens.core.direct_url import Moved
    from venvlens.core.python_version import PythonVersion
    from venvlens.core.tree import Tree

_SEEDS = frozenset({"pip", "setuptools", "wheel", "distribute", "pkg-resources"})
"""What tools put into a new environment by themselves."""
_ALWAYS_SEEDS = frozenset({"pip"})
_SEEDED_ALL_UNTIL = (3, 11)
"""The last series of which tools seed more than pip."""


@dataclass(frozen=True, slots=True)
class Installed:
    """The metadata of one distribution as it was read."""

    folder: PurePath
    """Its metadata folder, or the file that stands for one."""
    metadata: str | None
    """Text of ``METADATA`` or ``PKG-INFO``."""
    direct_url: str | None = None
    """Text of ``direct_url.json``; None if it came from an index."""
    egg_link: str | None = None
    """Text of an ``.egg-link`` file, which ``setup.py develop`` writes."""


@dataclass(frozen=True, slots=True)
class Kept:
    """One distribution that can be installed again."""

    name: DistributionName
    version: str
    argument: str
    """For pip or uv: ``requests==2.32.3``, ``x @ https://…``, or the URL of an editable folder."""
    editable: bool = False


@dataclass(frozen=True, slots=True)
class LeftOut:
    """One that cannot."""

    name: str
    reason: str
    """A clause."""


@dataclass(frozen=True, slots=True)
class Frozen:
    """What an environment has installed."""

    kept: tuple[Kept, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    seeds: frozenset[DistributionName] = frozenset()
    """Those that tools put into every new environment, and nothing here asks for."""
    notes: tuple[str, ...] = ()
    """What else a person should know, as sentences without their full stops."""
    version: PythonVersion | None = None
    """The Python that it is all installed for."""

    @property
    def count(self) -> int:
        """How many there are without the seeds, those that cannot be installed again too."""
        return len(self.kept) + len(self.left_out)


NOTHING = Frozen()


def freeze(
    found: Iterable[Installed],
    version: PythonVersion | None,
    tree: Tree,
    moved: Moved | None = None,
) -> Frozen:
    """Tell what to install again, sorted by name.

    ``version`` is the one that it is all installed for; ``moved`` says from where it was moved, so
    that an editable installation of the project around it follows.
    """
    names: dict[DistributionName, list[tuple[Installed, str]]] = {}
    left_out: list[LeftOut] = []
    for one in found:
        name, installed = _identity(one)
        if name is None:
            left_out.append(LeftOut(one.folder.name, "its metadata has no name and no version"))
        else:
            names.setdefault(name, []).append((one, installed))
    required = frozenset(r for many in names.values() for one, _ in many for r in _required(one))
    seeds = frozenset(n for n in names if _is_seed(n, version) and n not in required)
    kept: list[Kept] = []
    notes: list[str] = []
    for name, many in sorted(names.items()):
        if name in seeds:
            continue
        one, installed = max(many, key=_newest)
        if len(many) > 1:
            notes.append(_twice(name, [text for _, text in many], installed))
        match _again(name, installed, one, tree, moved):
            case Kept() as found_again:
                kept.append(found_again)
            case LeftOut() as reason:
                left_out.append(reason)
    return Frozen(tuple(kept), tuple(left_out), seeds, tuple(notes), version)


def _again(
    name: DistributionName,
    version: str,
    one: Installed,
    tree: Tree,
    moved: Moved | None,
) -> Kept | LeftOut:
    if one.direct_url is not None or one.egg_link is not None:
        given = source(one.direct_url, one.egg_link, one.folder, tree, moved)
        if given.problem:
            return LeftOut(name, given.problem)
        if given.editable:
            return Kept(name, version, given.url, editable=True)
        return Kept(name, version, f"{name} @ {given.url}")
    pinned = _pinned(name, version)
    if pinned is None:
        return LeftOut(name, f"{version!r} is not a version")
    return Kept(name, version, pinned)


def _pinned(name: DistributionName, version: str) -> str | None:
    """Return the requirement of one version, None if the text could be something else."""
    try:
        Version(version)
    except InvalidVersion:
        # PEP 440's ``===`` is for versions of old; what may follow it is anything at all.
        plain = version.replace("-", "").replace(".", "").replace("_", "")
        return f"{name}==={version}" if plain.isascii() and plain.isalnum() else None
    return f"{name}=={version.strip()}"


_NAME = re.compile(r"[A-Za-z0-9]|[A-Za-z0-9][A-Za-z0-9._-]*[A-Za-z0-9]")


def _identity(one: Installed) -> tuple[DistributionName | None, str]:
    """Return the name and the version that the metadata says; an ``.egg-link`` has its name."""
    values: dict[str, str] = {}
    for key, value in _headers(one.metadata or ""):
        values.setdefault(key, value)
    name, version = values.get("Name", ""), values.get("Version", "")
    if one.egg_link is not None:
        name = one.folder.name.removesuffix(".egg-link")
    if not _NAME.fullmatch(name) or (not version and one.egg_link is None):
        return None, ""
    return distribution_name(name), version


def _required(one: Installed) -> Iterator[DistributionName]:
    """Yield what a distribution requires, whatever the markers; not what its extras do."""
    for key, value in _headers(one.metadata or ""):
        if key == "Requires-Dist":
            try:
                requirement = Requirement(value)
            except InvalidRequirement:
                continue
            if "extra" not in str(requirement.marker or ""):
                yield distribution_name(requirement.name)


def _headers(metadata: str) -> Iterator[tuple[str, str]]:
    for line in metadata.splitlines():
        if not line:
            return  # what follows is the description
        key, colon, value = line.partition(":")
        if colon:
            yield key, value.strip()


def _is_seed(name: DistributionName, version: PythonVersion | None) -> bool:
    all_of_them = version is None or version.series <= _SEEDED_ALL_UNTIL
    return name in (_SEEDS if all_of_them else _ALWAYS_SEEDS)


def _newest(one: tuple[Installed, str]) -> tuple[bool, Version]:
    try:
        return True, Version(one[1])
    except InvalidVersion:
        return False, Version("0")


def _twice(name: str, versions: list[str], kept: str) -> str:
    others = [version for version in versions if version != kept]
    return f"{name} is installed {len(versions)} times: {kept} is kept, {', '.join(others)} is not"
