"""``python-not-pinned``: ``.python-version`` names another Python."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from venvlens.core.display import with_version
from venvlens.core.findings import Code, Severity
from venvlens.core.health.trouble import Trouble, span_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from venvlens.core.health.facts import Facts


def find(facts: Facts) -> Iterator[Trouble]:
    """Compare the selected environment with the first version in ``.python-version``.

    The name of a pyenv virtualenv, or of an implementation, is no version and says nothing here.
    """
    pinned, version = facts.text(".python-version"), facts.running or facts.environment.version
    if pinned is None or version is None or not facts.selected:
        return
    file, text = pinned
    match = _FIRST.match(text)
    if match is None:
        return
    wanted = tuple(int(part) for part in match["version"].split("."))
    if _agree(wanted, (*version.series, version.micro)):
        return
    name = with_version(facts.environment, facts.project)
    message = f"{name} is not the Python {match['version']} that .python-version names"
    remedy = f"Recreate the environment with Python {match['version']}, or change .python-version"
    span = span_of(match, text, "version")
    yield Trouble(Code.PYTHON_NOT_PINNED, Severity.INFORMATION, file, message, remedy, span)


_FIRST = re.compile(r"(?:\s*#[^\n]*\n|\s+)*(?:cpython[-@])?(?P<version>\d+(?:\.\d+){0,2})(?=\s|\Z)")


def _agree(wanted: tuple[int, ...], found: tuple[int, ...]) -> bool:
    known = found if found[-1] >= 0 else found[:-1]
    return all(ours == theirs for ours, theirs in zip(wanted, known, strict=False))
