"""``environment-moved``: it says that it is somewhere else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from venvlens.core.display import called
from venvlens.core.findings import Code, Severity
from venvlens.core.health.trouble import Trouble

if TYPE_CHECKING:
    from collections.abc import Iterator

    from venvlens.core.health.facts import Facts


def find(facts: Facts) -> Iterator[Trouble]:
    """Say once that an environment was moved or copied, at the first line that shows it."""
    claims = facts.claims
    if not claims or not facts.environment.runs:
        return
    name, first = called(facts.environment, facts.project), claims[0]
    files = dict.fromkeys(claim.file for claim in claims)
    more = f" and {len(files) - 1} more of its files" if len(files) > 1 else ""
    message = (
        f"{name} was moved or copied here: {first.file.name}{more} say{'' if more else 's'}"
        f" that it is {first.folder}"
    )
    remedy = f"Recreate {name} here, and install the project into it; its scripts lead elsewhere"
    yield Trouble(Code.ENVIRONMENT_MOVED, Severity.WARNING, first.file, message, remedy, first.span)
