"""What a check gives, before it is put into words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path, PurePath

    from venvlens.core.environment import Environment
    from venvlens.core.findings import Finding
    from venvlens.core.survey import Survey
    from venvlens.system.source_text import Unreadable


@dataclass(frozen=True, slots=True)
class Checked:
    """One file with what is wrong with it."""

    path: Path
    text: str
    survey: Survey
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Results:
    """What a check of many files gives."""

    checked: tuple[Checked, ...]
    unreadable: tuple[Unreadable, ...]
    problems: tuple[str, ...]
    """What is wrong with the settings, each sentence once."""


@dataclass(frozen=True, slots=True)
class Used:
    """An environment that files were judged by."""

    environment: Environment | None
    """None where not even a global interpreter was found."""
    reason: str
    files: int


def environments_used(checked: Iterable[Checked]) -> tuple[Used, ...]:
    """Return the environments that files were judged by, the most used first."""
    used: dict[tuple[PurePath | None, ...], Used] = {}
    for one in checked:
        selection = one.survey.selection
        environment = selection.interpreter
        key = (environment.prefix, environment.executable) if environment else ()
        before = used.get(key)
        files = before.files + 1 if before else 1
        reason = before.reason if before else selection.reason
        used[key] = Used(environment, reason, files)
    return tuple(sorted(used.values(), key=lambda one: -one.files))
