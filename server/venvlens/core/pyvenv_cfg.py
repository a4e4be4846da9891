"""The file ``pyvenv.cfg``: text to facts. Sources: PEP 405, CPython's ``site`` and ``getpath``."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from venvlens.core import implementation, python_version
from venvlens.core.environment import Kind

if TYPE_CHECKING:
    from venvlens.core.python_version import PythonVersion


@dataclass(frozen=True, slots=True)
class PyvenvCfg:
    """What a ``pyvenv.cfg`` says."""

    kind: Kind
    """Which tool wrote it."""
    home: str | None
    """Folder of the base interpreter's executable; may no longer exist."""
    version: PythonVersion | None
    system_site: bool
    """Whether the base's site-packages are importable too."""
    executable: str | None
    """The base interpreter itself, where the tool wrote it down."""
    implementation: str | None = None
    """As ``sys.implementation.name``; virtualenv and uv write it, ``venv`` does not."""
    extends: str | None = None
    """Environment that uv laid this one over; interpreters ignore it, a ``.pth`` file does it."""
    prompt: str | None = None
    """What its activate scripts show instead of the folder's name."""


_LONGEST_LINE = 4_096
"""Characters; no system takes a longer path, and each part of one would be looked for."""


def parse(text: str) -> PyvenvCfg:
    """Read the text of a ``pyvenv.cfg``.

    It is not an INI file: each line is split at its first ``=``, keys are
    case-insensitive, other lines and unknown keys are ignored.
    """
    pairs = _pairs(text)
    # getpath.py stops at the first ``home``, site.py lets the last of any other key win.
    home = next((value for key, value in pairs if key == "home"), None)
    values = dict(pairs)
    version = values.get("version_info") or values.get("version") or ""
    # site.py: only a key that is there and does not say "true" switches the base's off.
    system_site = values.get("include-system-site-packages", "true").lower() == "true"
    executable = values.get("base-executable") or values.get("executable")
    return PyvenvCfg(
        kind=_kind(values),
        home=home or None,
        version=python_version.parse(version),
        system_site=system_site,
        executable=executable or None,
        implementation=implementation.written(values.get("implementation", "")),
        extends=values.get("extends-environment") or None,
        prompt=_prompt(values.get("prompt", "")),
    )


def _pairs(text: str) -> list[tuple[str, str]]:
    lines = (line for line in text.splitlines() if len(line) <= _LONGEST_LINE)
    cut = (line.partition("=") for line in lines)
    return [(key.strip().lower(), value.strip()) for key, equals, value in cut if equals]


def _prompt(written: str) -> str | None:
    """Read a prompt: ``venv`` writes it as a literal of Python, virtualenv and uv as it is."""
    if len(written) > 1 and written[0] == written[-1] and written[0] in "'\"":
        written = written[1:-1]
    return written or None


def _kind(values: dict[str, str]) -> Kind:
    if "uv" in values:
        return Kind.UV
    if "virtualenv" in values:
        return Kind.VIRTUALENV
    return Kind.VENV


_SYSTEM_SITE = re.compile(
    r"^(?P<key>[ \t]*include-system-site-packages[ \t]*=[ \t]*)(?P<value>[^\r\n]*?)(?=[ \t]*\r?$)",
    re.MULTILINE | re.IGNORECASE,
)


def asks_for_system_site(text: str) -> bool:
    """Tell whether a line says that the base's site-packages are importable too."""
    values = [match["value"].lower() for match in _SYSTEM_SITE.finditer(text)]
    return bool(values) and values[-1] == "true"


def isolated(text: str) -> str:
    """Return the text with the base's site-packages switched off, all else as it was."""
    return _SYSTEM_SITE.sub(r"\g<key>false", text)
