"""``start-up-code``: every start of the interpreter runs code of a ``.pth`` file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from venvlens.core.findings import Code, Severity
from venvlens.core.health.trouble import Trouble

if TYPE_CHECKING:
    from collections.abc import Iterator

    from venvlens.core.health.facts import Facts


def find(facts: Facts) -> Iterator[Trouble]:
    """Say of each file with code that no known tool writes; the channel of LiteLLM's attack."""
    told = set()
    for one in facts.start_up:
        if one.tool is None and one.file not in told:
            told.add(one.file)
            code = one.code if len(one.code) <= _SHOWN else f"{one.code[:_SHOWN]}…"
            name = one.file.name
            message = f"Every start of Python runs code of {name}, not a known tool's: {code}"
            remedy = "Find out which distribution brought it; if none did, delete the file"
            yield Trouble(
                Code.START_UP_CODE,
                Severity.INFORMATION,
                one.file,
                message,
                remedy,
                one.span,
                one.file.stem,
            )


_SHOWN = 80
"""Characters of code in a message."""
