"""The packaged extension, as an editor would install it."""

from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING

import pytest
from places import CLIENT

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="session")
def vsix() -> Path:
    """The file that `npm run package` has made in this checkout."""
    found = sorted(CLIENT.glob("venvlens-*.vsix"))
    assert len(found) == 1, f"run `npm ci && npm run package` in {CLIENT} first"
    return found[0]


@pytest.fixture(scope="session")
def extension(vsix: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The extension's folder, unpacked where a path is least convenient."""
    folder = tmp_path_factory.mktemp("Program Files (ñandú)") / "venvlens.venvlens-0.1.0"
    with zipfile.ZipFile(vsix) as archive:
        archive.extractall(folder)
    return folder / "extension"
