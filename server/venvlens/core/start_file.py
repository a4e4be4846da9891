"""Files ``*.start``: entry points that run at start-up. Sources: PEP 829, CPython's ``site.py``.

None is run. An entry point ``a.b:c`` does what the import line ``import a.b; a.b.c()`` of a
``.pth`` file does, and is recognised like it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from venvlens.core import pth

if TYPE_CHECKING:
    from venvlens.core.pth import PthLine

_NAME = r"(?!\d)\w+(?:\.(?!\d)\w+)*"
# As pkgutil.resolve_name(strict=True) has it; what differs is reported and passed over.
_ENTRY_POINT = re.compile(rf"(?P<module>{_NAME}):(?P<callable>{_NAME})")
_UNDECODED = re.compile("[\udc80-\udcff]")
_MOST_LINES = 10_000


def parse(text: str) -> tuple[PthLine, ...] | None:
    """Read the lines of a ``.start`` file as what their entry points do.

    None for a file that is not UTF-8, which counts as not there.
    """
    if _UNDECODED.search(text):
        return None
    found: list[PthLine] = []
    for line in text.removeprefix("\ufeff").splitlines():
        if len(found) >= _MOST_LINES:
            found.append(pth.OpaqueLine("its many further lines are not read"))
            break
        if entry := _ENTRY_POINT.fullmatch(line.strip()):
            found += _entry_point(entry["module"], entry["callable"])
    return tuple(found)


def _entry_point(module: str, function: str) -> tuple[PthLine, ...]:
    # Nobody has settled what function setuptools will name; the module has one purpose.
    if module == "_distutils_hack":
        return (pth.DistutilsLine("local"),)
    known = pth.read_code(f"import {module}; {module}.{function}()")
    if any(isinstance(line, pth.OpaqueLine) for line in known):
        return (pth.OpaqueLine(f"{module}:{function}"),)
    return known
