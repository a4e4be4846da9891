"""``environment-outdated``: the base Python was upgraded under it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from venvlens.core.display import called, short
from venvlens.core.findings import Code, Severity
from venvlens.core.health.trouble import Trouble, span_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from venvlens.core.health.facts import Facts


def find(facts: Facts) -> Iterator[Trouble]:
    """Say that the interpreter is another than the environment was made with.

    Another series finds nothing of what is installed; another micro version is as usual as
    harmless, and a hint.
    """
    written, running = facts.written, facts.running
    if not facts.environment.runs or written is None or running is None:
        return
    name = called(facts.environment, facts.project)
    said = f"{name} was made with Python {written}, and what it starts now is Python {running}"
    file = facts.environment.prefix / "pyvenv.cfg"
    span = span_of(_VERSION.search(facts.cfg), facts.cfg)
    if running.series != written.series:
        message = f"{said}, which finds nothing of what is installed for {written}"
        remedy = f"Recreate {name} with the Python that it is to have, and install anew"
        yield Trouble(Code.ENVIRONMENT_OUTDATED, Severity.WARNING, file, message, remedy, span)
    elif facts.library is not None:
        message = f"{name} has no folder {short(facts.library, facts.project)} for its packages"
        remedy = f"Recreate {name}, and install anew"
        yield Trouble(Code.ENVIRONMENT_OUTDATED, Severity.WARNING, file, message, remedy, span)
    elif -1 not in (written.micro, running.micro) and running.micro != written.micro:
        remedy = (
            f"Nothing has to be done; `python -m venv --upgrade {name}` brings its notes up to date"
        )
        yield Trouble(Code.ENVIRONMENT_OUTDATED, Severity.HINT, file, said, remedy, span)


_VERSION = re.compile(r"^version(?:_info)?[ \t]*=.*?$", re.MULTILINE)
