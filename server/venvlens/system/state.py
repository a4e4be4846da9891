"""What is remembered between runs: the environments that the user chose for projects."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from platformdirs import user_data_path

from venvlens.system.files import read_text

if TYPE_CHECKING:
    from pathlib import PurePath

    from venvlens.core.machine import Files


class Choices:
    """The user's choices, one file for all projects and editors."""

    def __init__(self, file: Path) -> None:
        self.file = file

    def of(self, project: PurePath, files: Files) -> PurePath | None:
        """Return the prefix that was chosen for a project, by whatever links it is reached."""
        kept = self._kept(files)
        if not kept:
            return None
        make = project.__class__
        # As paths: on Windows their letters are alike, however an editor writes them.
        by_path = {make(key): value for key, value in kept.items()}
        chosen = by_path.get(project) or by_path.get(files.resolved(project))
        return make(chosen) if chosen else None

    def _kept(self, files: Files) -> dict[str, str]:
        return files.recall(("choices", self.file), lambda inner: _read(inner.text(self.file)))

    def choose(self, project: Path, prefix: PurePath | None) -> str | None:
        """Keep a choice, or forget it with None; return why if that fails.

        It is kept for the folder that links lead to: editors differ in whether they follow one.
        """
        real = project.resolve()
        kept = {
            key: value
            for key, value in _read(read_text(self.file)).items()
            if Path(key) not in (project, real)
        }
        return self._keep(kept if prefix is None else {**kept, str(real): str(prefix)})

    def forget(self, prefix: PurePath) -> tuple[Path, ...]:
        """Forget each choice of an environment that the user removes; return for which projects."""
        kept = _read(read_text(self.file))
        others = {key: value for key, value in kept.items() if Path(value) != prefix}
        if others == kept or self._keep(others) is not None:
            return ()
        return tuple(Path(key) for key in kept if key not in others)

    def _keep(self, kept: dict[str, str]) -> str | None:
        try:
            self.file.parent.mkdir(parents=True, exist_ok=True)
            _replace(self.file, json.dumps({"environments": kept}, indent=1))
        except OSError as error:
            return f"The choice could not be kept in {self.file}: {error.strerror}"
        return None


def user_choices() -> Choices:
    """Return the choices of the user who runs this process."""
    return Choices(user_data_path("venvlens", appauthor=False) / "choices.json")


def _read(text: str | None) -> dict[str, str]:
    try:
        data = json.loads(text or "{}")
    except (ValueError, RecursionError):
        return {}
    kept = data.get("environments") if isinstance(data, dict) else None
    if not isinstance(kept, dict):
        return {}
    return {key: value for key, value in kept.items() if isinstance(value, str)}


def _replace(file: Path, text: str) -> None:
    """Write a file so that a reader sees the old one or the new one, never a part."""
    with tempfile.TemporaryDirectory(dir=file.parent) as folder:
        written = Path(folder) / file.name
        written.write_text(text, "utf-8", "surrogateescape")
        written.replace(file)
