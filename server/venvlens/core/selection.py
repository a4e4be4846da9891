"""Which environment a file runs in, and why: candidates in, a choice with reasons out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from packaging.specifiers import InvalidSpecifier, SpecifierSet

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import PurePath

    from venvlens.core.environment import Environment
    from venvlens.core.python_version import PythonVersion

_LATEST = 99
"""Stands for the newest release of a series, of which files tell no more than the series."""


@dataclass(frozen=True, slots=True)
class Considered:
    """One step of the decision."""

    place: PurePath
    """The environment, or the folder that was looked into."""
    taken: bool
    reason: str


@dataclass(frozen=True, slots=True)
class Selection:
    """The environment of a file with the whole decision."""

    environment: Environment | None
    """The project's own; None if it has none."""
    fallback: Environment | None
    """The global interpreter that runs the project if it has no environment."""
    considered: tuple[Considered, ...]
    open: str | None = None
    """Why it is not known what the file can import: then nothing is missing from anywhere."""
    is_wanted: bool = False
    """Whether somebody named the global interpreter, or the file is in it: it is no makeshift."""

    @property
    def interpreter(self) -> Environment | None:
        """The environment or global interpreter whose modules the file sees."""
        return self.environment or self.fallback

    @property
    def chosen(self) -> Environment | None:
        """The environment, or the global interpreter that somebody wants in its place."""
        return self.environment or (self.fallback if self.is_wanted else None)

    @property
    def reason(self) -> str:
        """Why this one, as a phrase."""
        return next((step.reason for step in self.considered if step.taken), "nothing was found")


def allows(specifier: str | None, version: PythonVersion | None) -> bool:
    """Tell whether ``requires-python`` allows a version; what is not known does not forbid."""
    if not specifier or version is None:
        return True
    try:
        allowed = SpecifierSet(specifier)
    except InvalidSpecifier:
        return True
    # Like pip, which takes a preview for its release.
    micros = (version.micro,) if version.micro >= 0 else (0, _LATEST)
    return any(allowed.contains(f"{version.major}.{version.minor}.{m}") for m in micros)


def best_in_folder(
    candidates: Sequence[Environment], usual: str, specifier: str | None, folder: PurePath
) -> tuple[Environment, str]:
    """Choose among the environments of one folder, and say why.

    The usual name comes first, then one whose Python the project allows, then the
    first in the order given, usual names before others: never the highest version.
    """
    first = candidates[0]
    if len(candidates) == 1 or first.prefix.name == usual:
        return first, f"it is the nearest environment, in {folder}"
    count = f"of the {len(candidates)} environments in {folder}"
    for candidate in candidates if specifier else ():
        if allows(specifier, candidate.version):
            why = f"it is the first that requires-python {specifier} allows"
            return candidate, f"{count} {why}"
    if specifier:
        count += f", none of which requires-python {specifier} allows,"
    by_name = first.prefix.name == min(one.prefix.name for one in candidates)
    return first, f"{count} it {'is the first by name' if by_name else 'has the most usual name'}"


def best_kept(candidates: Sequence[Environment], specifier: str | None) -> Environment:
    """Choose among the environments that tools keep for one project, in the order of its tool.

    Those of Pythons that the project no longer allows may have stayed behind.
    """
    return next((one for one in candidates if allows(specifier, one.version)), candidates[0])


def why_not(other: Environment, taken: Environment, specifier: str | None) -> str:
    """Say why an environment was refused for the one that was taken."""
    if allows(specifier, taken.version) and not allows(specifier, other.version):
        return f"requires-python {specifier} does not allow its Python {other.version}"
    return f"{taken.prefix.name} comes first"
