"""What ``.venv`` in a folder is: an environment, a link to one, or a file that names one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from venvlens.core.layout import normalised
from venvlens.core.shares import may_be_asked
from venvlens.system.locators import prefix
from venvlens.system.locators.tool_files import folder_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import PurePath

    from venvlens.core.machine import Machine

NAME = ".venv"
_LONGEST = 4096
"""A path that is longer is none that a system takes."""


def dot_venv(folder: PurePath, machine: Machine) -> PurePath | str:
    """Turn ``.venv`` in a folder into the prefix of an environment, or a sentence why not.

    uv and pipenv read a file as a path; pipenv and virtualfish also as the name of an
    environment in a folder of theirs. A link stays as it is written.
    """
    place = folder / NAME
    if machine.files.is_folder(place):
        return place if _is_environment(place, machine) else f"{place} holds no environment."
    if machine.files.is_file(place):
        return _named_by(place, machine)
    target = machine.files.real(place)
    if target != place:
        return f"{place} is a link to {target}, which is not there."
    return f"There is no {NAME} in {folder}."


def _named_by(file: PurePath, machine: Machine) -> PurePath | str:
    text = (machine.files.text(file) or "").strip()
    if not text or len(text) > _LONGEST or "\n" in text or "\0" in text:
        return f"{file} is a file that holds neither a path nor a name."
    for place in _meant(text, file, machine):
        if _is_environment(place, machine):
            return place
    if not may_be_asked(file.__class__(text), (file,)):
        return f"{file} is a file that names {text}, which is on another share than the file."
    return f"{file} is a file that names {text}, where no environment is."


def _meant(text: str, file: PurePath, machine: Machine) -> Iterator[PurePath]:
    """Yield what a text in ``.venv`` may mean: a path of any kind, or else a name."""
    if text.startswith(("~/", "~\\")):
        yield from _near(machine.home / text[2:], machine.home)
        return
    # What ``..`` means is decided by where the folder really is.
    folder = machine.files.resolved(file.parent) if ".." in text else file.parent
    yield from _near(normalised(folder / text), file, folder)
    own = file.__class__(text)
    if len(own.parts) == 1 and text != ".." and not own.drive:
        for store in _stores(machine):
            yield store / text


def _near(place: PurePath, *trusted: PurePath) -> Iterator[PurePath]:
    if may_be_asked(place, trusted):
        yield place


def _stores(machine: Machine) -> Iterator[PurePath]:
    """Yield the folders in which tools keep environments by name."""
    for variable in ("WORKON_HOME", "VIRTUALFISH_HOME"):
        named = folder_of(variable, machine)
        if named is not None:
            yield named
    yield machine.home / ".virtualenvs"
    if machine.is_windows:
        yield machine.home / "Envs"
    else:
        data = machine.named("XDG_DATA_HOME") or machine.home / ".local" / "share"
        yield data / "virtualenvs"


def _is_environment(place: PurePath, machine: Machine) -> bool:
    if machine.files.exists(place / "pyvenv.cfg"):
        return True
    return machine.files.is_folder(place) and prefix.describe(place, machine, "") is not None
