"""What a ``Pipfile`` asks for."""

from __future__ import annotations

from venvlens.core import toml_text
from venvlens.core.declarations.declared import Declared, named

_NO_GROUPS = frozenset({"source", "requires", "pipenv", "scripts"})


def in_pipfile(text: str, file: str = "Pipfile") -> tuple[Declared, ...]:
    """Return what a ``Pipfile`` asks for, in whichever group."""
    data = toml_text.read(text)
    if isinstance(data, str):
        return ()
    groups = [v for k, v in data.items() if k not in _NO_GROUPS and isinstance(v, dict)]
    return tuple(one for group in groups for one in named(group.items(), file))
