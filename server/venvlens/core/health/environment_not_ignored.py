"""``environment-not-ignored``: git would take it in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from venvlens.core.display import short
from venvlens.core.findings import Code, Severity
from venvlens.core.health.trouble import Trouble

if TYPE_CHECKING:
    from collections.abc import Iterator

    from venvlens.core.health.facts import Facts


def find(facts: Facts) -> Iterator[Trouble]:
    """Say that an environment in a repository is not ignored; a committed one is another rule's."""
    repository, prefix = facts.repository, facts.environment.prefix
    if repository is None or repository.ignored or repository.tracked:
        return
    name = short(prefix, facts.project)
    file = facts.ignore_file or prefix / "pyvenv.cfg"
    message = f"{name} lies in the git repository {repository.root.name} and is not ignored"
    place = short(facts.ignore_file, facts.project) if facts.ignore_file else "a .gitignore"
    remedy = f"Add the line `/{name}` to {place}" if ".." not in name else f"Ignore it in {place}"
    code, loud = Code.ENVIRONMENT_NOT_IGNORED, Severity.INFORMATION
    wanted = (facts.ignore_file or repository.root / ".gitignore",)
    yield Trouble(code, loud, file, message, remedy, paths=wanted)
