"""Paths as a person writes them and wants to see them."""

from __future__ import annotations

import os
from pathlib import Path, PurePath

from venvlens.cli.printable import shown


def absolute(word: str) -> Path:
    """Return the absolute path of a word; links are followed only to step back from them."""
    path = Path(word).absolute()
    return path.resolve() if ".." in path.parts else path


def current_folder() -> Path | None:
    """Return the current folder, None if it is gone."""
    try:
        return Path.cwd()
    except OSError:
        return None


def what_hinders(word: str) -> str | None:
    """Return why nothing can be checked at a path that was named, as a sentence."""
    if not os.path.exists(word):  # noqa: PTH110 - an empty word is no path, and Path("") is one
        return f"There is no file or folder {word!r}."
    if Path(word).is_dir() and not os.access(word, os.R_OK | os.X_OK):
        return f"The folder {word!r} cannot be read."
    return None


def shown_path(path: PurePath, folder: PurePath) -> str:
    """Return a path as seen from the current folder if it lies below that, on one line."""
    below = path.is_relative_to(folder) and path != folder
    return shown(str(path.relative_to(folder) if below else path))
