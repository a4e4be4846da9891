"""``distribution-overlap``: two distributions own the same file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from venvlens.core import metadata
from venvlens.core.findings import Code, Severity
from venvlens.core.health.trouble import Trouble

if TYPE_CHECKING:
    from collections.abc import Iterator

    from venvlens.core.health.facts import Facts


def find(facts: Facts) -> Iterator[Trouble]:
    """Say once for each pair which files of one are the other's too."""
    for overlap in facts.overlaps:
        names = [metadata.title("", folder.name) for folder in (overlap.first, overlap.second)]
        first, count = overlap.files[0], len(overlap.files)
        more = f" and {count - 1} more" if count > 1 else ""
        message = (
            f"{names[0]} and {names[1]} both own {first}{more}:"
            " what was installed last is there, and removing either takes it from both"
        )
        remedy = "Uninstall both, and install the one that is wanted"
        file = overlap.first / "RECORD"
        subject = (metadata.folder_name(overlap.first.name) or "").replace("-", "_")
        yield Trouble(
            Code.DISTRIBUTION_OVERLAP, Severity.INFORMATION, file, message, remedy, subject=subject
        )
