"""Lock files: text to names with versions.

Programs write them, so a line at a time tells all that is wanted of them: as TOML, the lock of
a large project takes a second to read. Sources: files that uv, poetry, PDM, pipenv and pip
wrote, and PEP 751.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from venvlens.core.declarations.declared import Declared, named
from venvlens.core.names import distribution_name

if TYPE_CHECKING:
    from collections.abc import Iterator

LOCK_FILES = ("uv.lock", "poetry.lock", "pdm.lock", "pylock.toml")
"""Those that have a table ``[[package]]`` or ``[[packages]]`` for each distribution."""

_FIELD = re.compile(r"""(name|version) ?= ?(["'])([^"'\\]+)\2""")


def in_lock_file(text: str, file: str) -> tuple[Declared, ...]:
    """Return what a lock file in TOML holds, in its order."""
    found: dict[Declared, None] = {}
    for fields in _tables(text):
        name, version = fields.get("name"), fields.get("version")
        if name is not None:
            found[Declared(distribution_name(name), file, version)] = None
    return tuple(found)


def in_pipfile_lock(text: str, file: str = "Pipfile.lock") -> tuple[Declared, ...]:
    """Return what a ``Pipfile.lock`` holds."""
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        return ()
    groups = data.values() if isinstance(data, dict) else ()
    # _meta has no distributions: its keys are "hash", "requires" and the like.
    tables = [
        group for group in groups if isinstance(group, dict) and group is not data.get("_meta")
    ]
    return tuple(one for table in tables for one in named(table.items(), file))


def _tables(text: str) -> Iterator[dict[str, str]]:
    """Yield name and version of each package's table."""
    fields: dict[str, str] | None = None
    for line in text.splitlines():
        if line.startswith("["):
            if fields is not None:
                yield fields
            fields = {} if line.rstrip() in ("[[package]]", "[[packages]]") else None
        elif fields is not None and (match := _FIELD.match(line)):
            fields.setdefault(match[1], match[3])
    if fields is not None:
        yield fields
