"""``distribution-remains``: an installation or a removal stopped half-way."""

from __future__ import annotations

from typing import TYPE_CHECKING

from venvlens.core import metadata
from venvlens.core.display import short
from venvlens.core.findings import Code, Severity
from venvlens.core.health.trouble import Trouble

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import PurePath

    from venvlens.core.health.facts import Facts


def find(facts: Facts) -> Iterator[Trouble]:
    """Say what an interrupted installer left: ``~ame`` folders, metadata without its files."""
    file = facts.environment.prefix / "pyvenv.cfg"
    for folder in facts.remains:
        message = f"{short(folder, facts.project)} was put aside by pip and never removed"
        remedy = "Delete the folder: nothing imports it"
        subject = folder.name.lstrip("~").partition("-")[0]
        yield _trouble(file, message, remedy, subject, folder)
    for one in facts.metadata:
        lacks = "METADATA" if not one.has_metadata else "RECORD"
        if not (one.has_metadata and one.has_record):
            said = metadata.title("", one.folder.name)
            message = f"{said} is half-installed: {short(one.folder, facts.project)} has no {lacks}"
            remedy = f"Delete that folder, and install {one.name} again"
            subject = one.name.replace("-", "_")
            yield _trouble(file, message, remedy, subject, one.folder)


def _trouble(file: PurePath, message: str, remedy: str, subject: str, folder: PurePath) -> Trouble:
    code, loud = Code.DISTRIBUTION_REMAINS, Severity.WARNING
    return Trouble(code, loud, file, message, remedy, subject=subject, paths=(folder,))
