"""Declaring a requirement in a project's own files: texts in, the smallest edits out.

``targets`` says where, ``add`` how. Nothing is written here: the server sends the edits to the
editor, the command line writes them (``system/editing.py``). Whatever is not understood is
refused with a sentence: an edit changes the one list, or there is none.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from venvlens.core.declare import (
    conda_list,
    requirements,
    script_block,
    setup_cfg,
    toml_lists,
    toml_tables,
)
from venvlens.core.declare.apply import apply, difference, plain, unified
from venvlens.core.declare.pyproject import own_name
from venvlens.core.declare.targets import may_declare, targets, title
from venvlens.core.declare.values import (
    Cannot,
    Declared,
    Edited,
    Format,
    LineEdit,
    Outcome,
    Target,
)
from venvlens.core.names import distribution_name

if TYPE_CHECKING:
    from packaging.requirements import Requirement

__all__ = [
    "Cannot",
    "Declared",
    "Edited",
    "Format",
    "LineEdit",
    "Outcome",
    "Target",
    "add",
    "apply",
    "may_declare",
    "targets",
    "title",
    "unified",
]


def add(text: str, target: Target, requirement: Requirement) -> Outcome:
    """Return the edits of a file's text that declare a requirement in a list of it.

    Applied, they give a text with exactly one requirement more; every other line stays as it
    was, its end included. A name that the list has already is left alone.
    """
    if target.cannot is not None:
        return Cannot(target.cannot)
    lines = plain(text)
    if target.is_main and target.file.name == "pyproject.toml":
        own = own_name(lines)
        if own and distribution_name(own) == distribution_name(requirement.name):
            return Cannot(f"{requirement.name} is this project itself.")
    after = _after(lines, target, requirement)
    return Edited(difference(text, after)) if isinstance(after, str) else after


def _after(text: str, target: Target, requirement: Requirement) -> str | Declared | Cannot:
    file = target.file.name
    match target.format:
        case Format.TOML_ARRAY:
            return toml_lists.add(text, target.keys, requirement, file)
        case Format.POETRY | Format.PIPFILE | Format.PIXI:
            return toml_tables.add(text, target, requirement)
        case Format.REQUIREMENTS:
            return requirements.add(text, requirement, file)
        case Format.CONDA | Format.CONDA_PIP:
            with_pip = target.format is Format.CONDA_PIP
            return conda_list.add(text, requirement, file, with_pip=with_pip)
        case Format.SETUP_CFG:
            return setup_cfg.add(text, requirement, file)
        case Format.SCRIPT:
            return script_block.add(text, requirement, file)
        case Format.CODE:
            return Cannot(f"{file} is code, which only a person can edit: add {requirement} there.")
        case unreachable:
            assert_never(unreachable)
