"""``environment-broken``: it cannot run."""

from __future__ import annotations

from typing import TYPE_CHECKING

from venvlens.core.display import called, clause
from venvlens.core.findings import Code, Severity
from venvlens.core.health.trouble import Trouble

if TYPE_CHECKING:
    from collections.abc import Iterator

    from venvlens.core.health.facts import Facts


def find(facts: Facts) -> Iterator[Trouble]:
    """Say that an environment cannot run; of several reasons the first."""
    environment = facts.environment
    if not environment.runs:
        fault = environment.faults[0]
        name = called(environment, facts.project)
        message = f"{name} cannot run: {clause(fault)}"
        remedy = f"Recreate it: rename {name}, make a new one, and install the project into that"
        file = environment.prefix / "pyvenv.cfg"
        yield Trouble(Code.ENVIRONMENT_BROKEN, Severity.ERROR, file, message, remedy)
