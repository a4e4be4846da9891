"""``environment-committed``: git keeps files of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from venvlens.core.display import short
from venvlens.core.findings import Code, Severity
from venvlens.core.health.trouble import Trouble

if TYPE_CHECKING:
    from collections.abc import Iterator

    from venvlens.core.health.facts import Facts


def find(facts: Facts) -> Iterator[Trouble]:
    """Say that files of an environment are in git's index."""
    repository, prefix = facts.repository, facts.environment.prefix
    if repository is None or not repository.tracked:
        return
    name, count = short(prefix, facts.project), repository.tracked
    files = "1 file" if count == 1 else f"{count} files"
    message = f"{files} of {name} are committed to git, and fit no other machine"
    if count == 1:
        message = message.replace(" are ", " is ").replace(" fit ", " fits ")
    remedy = f"Run `git rm -r --cached {name}`, and ignore it"
    file = facts.ignore_file or prefix / "pyvenv.cfg"
    yield Trouble(Code.ENVIRONMENT_COMMITTED, Severity.WARNING, file, message, remedy)
