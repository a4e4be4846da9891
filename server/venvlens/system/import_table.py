"""The table that is shipped with the program, read where it is first needed."""

from __future__ import annotations

import pkgutil
from functools import cache

from venvlens.core.import_table import ImportTable


@cache
def shipped() -> ImportTable:
    """Return the table of which distributions have which modules; it never changes."""
    data = pkgutil.get_data("venvlens.core", "data/import_table.txt") or b""
    return ImportTable(data.decode("ascii"))
