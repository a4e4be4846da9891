"""Ways to say that an import is right as it is: in the project's settings, or on its own line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from packaging.requirements import InvalidRequirement, Requirement

from venvlens.core.declare import toml_lists
from venvlens.core.declare.apply import difference, plain

if TYPE_CHECKING:
    from venvlens.core.declare import LineEdit
    from venvlens.core.findings import Code
    from venvlens.core.names import ImportName

_KEYS = ("tool", "venvlens", "ignore")


def in_project(text: str, name: ImportName) -> tuple[LineEdit, ...]:
    """Return the edits of a ``pyproject.toml`` that have a module ignored; none if that fails."""
    try:
        # A list of strings is a list of strings: a module's name is spelled as a distribution's.
        wanted = Requirement(name)
    except InvalidRequirement:
        return ()
    after = toml_lists.add(plain(text), _KEYS, wanted, "pyproject.toml")
    return difference(text, after) if isinstance(after, str) else ()


def comment(code: Code) -> str:
    """Return what silences a rule at the end of a line."""
    return f"  # venvlens: ignore[{code.value}]"
