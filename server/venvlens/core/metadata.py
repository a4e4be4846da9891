"""Metadata of installed distributions: text to facts (core metadata, PEP 376 ``RECORD``)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from venvlens.core.names import DistributionName, distribution_name

if TYPE_CHECKING:
    from pathlib import PurePath

_FOLDER = re.compile(r"(?P<name>.+?)(?:-(?P<version>[^-]+))?(?:-py[\d.]+)?\.(?:dist|egg)-info")
_HEADER = re.compile(r"^(Name|Version):[ \t]*(.+?)[ \t\r]*$", re.MULTILINE)


def folder_name(folder: str) -> DistributionName | None:
    """Read the distribution's name from its metadata folder; None for another folder."""
    match = _FOLDER.fullmatch(folder)
    return distribution_name(match["name"]) if match else None


def title(metadata: str, folder: str) -> str:
    """Return name and version as in ``PyYAML 6.0.3``, by the metadata, else by its folder."""
    headers = dict(_HEADER.findall(metadata.partition("\n\n")[0]))
    match = _FOLDER.fullmatch(folder)
    name = headers.get("Name") or (match["name"] if match else folder)
    version = headers.get("Version") or (match["version"] if match else None)
    return f"{name} {version}" if version else name


def records(record: str, relative: PurePath) -> bool:
    """Tell whether a ``RECORD``, or an older list of files, has a file or any of a folder."""
    path = re.escape(relative.as_posix())
    return re.search(rf'^"?{path}(?:[",/]|\r?$)', record, re.MULTILINE) is not None
