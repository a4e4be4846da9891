"""What a command that is about one file asks first: all that is known about its folder."""

from __future__ import annotations

from typing import TYPE_CHECKING

from venvlens.core.settings import Settings
from venvlens.system.disk import Disk, Looks
from venvlens.system.host import read_host
from venvlens.system.selecting import script_of
from venvlens.system.state import user_choices
from venvlens.system.surveyor import Surveyor
from venvlens.system.workspace import workspace_around

if TYPE_CHECKING:
    from pathlib import Path

    from venvlens.system.surveyor import Surveyed


def survey(folder: Path, path: Path) -> Surveyed:
    """Return what is known about a file in a folder, or about the folder itself."""
    host = read_host()
    looks = Looks(Disk())
    workspace = workspace_around(folder, host.home, looks)
    script = script_of(looks.text(path) or "", path)
    return Surveyor(host, user_choices()).survey(folder, workspace, Settings(), looks, script)
