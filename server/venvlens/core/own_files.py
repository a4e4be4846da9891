"""What stands in the folder of a virtual environment, and what only somebody put there."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

from venvlens.core.layout import normalised

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import PurePath

# Sources: venv, virtualenv (also before 20), uv, virtualenvwrapper, tox, and what a wheel's data is
# by PEP 427: ``share`` and ``etc``. ``src`` is not here: pip's checkouts may hold unsaved work.
_OWN = frozenset(
    {"bin", "lib", "lib64", "include", "scripts", "local", "share", "etc", "man", "doc", "libs"}
    | {"pyvenv.cfg", ".gitignore", ".lock", "cachedir.tag", ".python", ".project", "dlls"}
    | {"pip-selfcheck.json", "__pycache__", ".venvlens-removed", ".tox-info.json", ".tox-config1"}
    | {"log", "tmp", ".ds_store", "thumbs.db", "desktop.ini", ".nobackup", ".nosync"}
)
"""In lower case: systems differ in whether case counts."""


def foreign(names: Iterable[str]) -> tuple[str, ...]:
    """Return which names in the folder of an environment are not those of its own parts."""
    return tuple(sorted(name for name in names if name.lower() not in _OWN))


def recorded_beside(record: str, site: PurePath, prefix: PurePath) -> Iterator[str]:
    """Yield the names in the folder of an environment that a ``RECORD`` has files at or below.

    Some distributions bring a ``LICENSE`` or ``tests`` to where nobody looks for them.
    """
    rows = (line for line in record.splitlines() if line.startswith(("../", '"../')))
    try:
        for row in csv.reader(rows):
            path = normalised(site / row[0])
            if path.is_relative_to(prefix) and path != prefix:
                yield path.relative_to(prefix).parts[0]
    except csv.Error:
        return
