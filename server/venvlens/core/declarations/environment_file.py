"""What conda's ``environment.yml`` asks for: names of conda's packages and of pip's.

conda's names are not the package index's, but nearly always alike; who reads them compares
them with what is known to provide an import.
"""

from __future__ import annotations

import re

from venvlens.core.declarations.declared import Declared, declared, exact
from venvlens.core.names import distribution_name

_KEY = re.compile(r"dependencies\s*:\s*(?:#.*)?$")
_ITEM = re.compile(r"(?P<indent>[ \t]*)-[ \t]+(?P<value>\S.*)")
_PIP = re.compile(r"""["']?pip["']?[ \t]*:""")
_CONDA = re.compile(r"(?:[\w/.-]+::)?(?P<name>[A-Za-z0-9_][\w.-]*)[ \t]*(?P<version>[=<>!~].*)?$")
_MOST_CHARACTERS = 200_000


def in_environment_file(text: str, file: str) -> tuple[Declared, ...]:
    """Return what an ``environment.yml`` asks for; only lists with an item a line are read."""
    found: list[Declared] = []
    inside, pips_at = False, -1
    for line in text[:_MOST_CHARACTERS].removeprefix("\ufeff").splitlines():
        if line[:1].strip() and line[0] not in "-#":
            inside = _KEY.match(line) is not None
            pips_at = -1
        match = _ITEM.match(line)
        if not inside or match is None:
            continue
        indent = len(match["indent"])
        if indent <= pips_at:
            pips_at = -1
        if _PIP.match(match["value"]):
            pips_at = indent
        else:
            found += _item(_plain(match["value"]), file, is_pips=pips_at >= 0)
    return tuple(found)


def _item(value: str, file: str, *, is_pips: bool) -> list[Declared]:
    if is_pips:
        return list(declared([value], file))
    match = _CONDA.match(value)
    if match is None or match["name"] == "python":
        return []
    # conda's "=1.2" means any 1.2.x, "=1.2.3=build" and "==1.2.3" that very one.
    version, _, build = (match["version"] or "").lstrip("= ").partition("=")
    only = exact(version) if build or (match["version"] or "").startswith("==") else None
    return [Declared(distribution_name(match["name"]), file, only)]


def _plain(value: str) -> str:
    value = re.sub(r"\s#.*$", "", value).strip()
    return value[1:-1] if value[:1] in "\"'" and value[-1:] == value[:1] else value
