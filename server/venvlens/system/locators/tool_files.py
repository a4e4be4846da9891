"""What the locators of tools share: settings in TOML, and folders that people write in them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, cast

from venvlens.core import layout, toml_text

if TYPE_CHECKING:
    from pathlib import PurePath

    from venvlens.core.machine import Machine
    from venvlens.core.tree import Tree

Table = dict[str, object]

LONGEST_PATH = 4_096
"""Characters; no system takes a longer path."""


def toml(file: PurePath, machine: Machine) -> Table:
    """Read a file of settings; one that is not there or not valid says nothing."""
    return machine.files.recall(("toml", file), lambda inner: _toml(file, inner))


def _toml(file: PurePath, files: Tree) -> Table:
    text = files.text(file)
    data = toml_text.read(text) if text else {}
    return data if isinstance(data, dict) else {}


def table(data: Table, *keys: str) -> Table:
    """Return a table inside of tables, an empty one if it is not there."""
    for key in keys:
        inner = data.get(key)
        data = cast("Table", inner) if isinstance(inner, dict) else {}
    return data


def pyproject(project: PurePath, machine: Machine) -> Table:
    """Read a project's ``pyproject.toml``."""
    return toml(project / "pyproject.toml", machine)


def builds_with(data: Table, backend: str) -> bool:
    """Tell whether the backend that builds a project starts with a name."""
    return text_of(table(data, "build-system"), "build-backend").startswith(backend)


def text_of(data: Table, key: str) -> str:
    """Return a text among settings, an empty one if there is none."""
    value = data.get(key)
    return value if isinstance(value, str) else ""


def folder(text: str, base: PurePath | None, machine: Machine) -> PurePath | None:
    """Return the folder that a person wrote down.

    A relative one starts at ``base``; without a base it names none.
    """
    if not text or "\0" in text or len(text) > LONGEST_PATH:
        return None
    if text == "~" or text.startswith(("~/", "~\\")):
        return machine.home / text[2:]
    if base is not None:
        return layout.normalised(base / text)
    path = machine.home.__class__(text)
    return path if path.is_absolute() else None


def folder_of(variable: str, machine: Machine) -> PurePath | None:
    """Return the folder that a variable names, for a tool that expands variables in it."""
    return folder(expanded(machine.environ.get(variable, ""), machine), None, machine)


def expanded(text: str, machine: Machine) -> str:
    """Replace variables as ``os.path.expandvars`` does; those that are not set stay."""
    if len(text) > LONGEST_PATH:
        return text
    pattern = _VARIABLES_OF_WINDOWS if machine.is_windows else _VARIABLES

    def value(found: re.Match[str]) -> str:
        name = next(group for group in found.groups() if group is not None)
        # Names of Windows are in upper case here, and in any case there.
        key = name.upper() if machine.is_windows else name
        return machine.environ.get(key, found[0])

    return pattern.sub(value, text)


_VARIABLES = re.compile(r"\$(?:(\w+)|\{([^}]*)\})", re.ASCII)
_VARIABLES_OF_WINDOWS = re.compile(rf"{_VARIABLES.pattern}|%([^%]+)%", re.ASCII)


def of_platformdirs(usual: PurePath, variable: str, name: str, machine: Machine) -> PurePath:
    """Return a program's own folder below a usual one, by the variable of XDG that stands for it.

    Newer versions of platformdirs ask XDG's variables on macOS too, older ones do not: there
    the folder that exists tells which one the tool has.
    """
    said = machine.named(variable) if machine.platform == "darwin" else None
    if said is None:
        return usual / name
    is_old = machine.files.is_folder(usual / name) and not machine.files.is_folder(said / name)
    return (usual if is_old else said) / name


def switch(text: str) -> bool | None:
    """Read a variable that switches something on or off; None if it says neither."""
    return _SWITCHES.get(text.strip().lower())


_SWITCHES = dict.fromkeys(("1", "true", "yes", "on"), True) | dict.fromkeys(
    ("0", "false", "no", "off"), False
)


def as_seen(path: PurePath, machine: Machine) -> tuple[PurePath, ...]:
    """Return a folder as a tool that was started in it sees it, and then as it is written.

    The working folder of a process has no links in it, but an option may name one that has.
    """
    return tuple(dict.fromkeys((machine.files.resolved(path), path)))
