"""What tools call the environments that they keep apart from projects: paths to names.

Sources: poetry's ``utils/env/env_manager.py``, pipenv's ``utils/venv_locator.py``, pdm's
``cli/commands/venv/utils.py``, hatch's ``utils/fs.py`` and ``env/virtual.py``. Paths are those that
the tool itself would see, of the machine's own flavour.
"""

from __future__ import annotations

import base64
import hashlib
import re
from pathlib import PureWindowsPath
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import PurePath

_LONGEST = 42
"""Characters that poetry and pipenv keep of a project's name."""
_POETRY_REPLACED = re.compile(r'[ $`!*@"\\\r\n\t]')
_PIPENV_REPLACED = re.compile(r'[ &$`!*@"()\[\]\\\r\n\t]')
_POETRY = re.compile(r".+-[A-Za-z0-9_-]{8}-py\d+\.\d+")
_PIPENV = re.compile(r".+-[A-Za-z0-9_-]{8}(?:-\S+)?")


def canonical(name: str) -> str:
    """Return the name of a distribution as tools write it (PEP 503)."""
    return re.sub(r"[-_.]+", "-", name).lower()


def poetry(name: str, project: PurePath) -> str:
    """Return the start of what poetry calls a project's environments, before ``-pyX.Y``.

    ``project`` is resolved.
    """
    # ``ntpath.normcase``; on POSIX it changes nothing.
    text = str(project).lower() if isinstance(project, PureWindowsPath) else str(project)
    return f"{_POETRY_REPLACED.sub('_', canonical(name))[:_LONGEST]}-{_sha256(text)}"


def is_poetry(folder: str) -> bool:
    """Tell whether a folder is called as poetry does it."""
    return _POETRY.fullmatch(folder) is not None


def pipenv(pipfile: PurePath) -> str:
    """Return what pipenv calls the environment of a ``Pipfile``, before ``PIPENV_PYTHON``."""
    name = _PIPENV_REPLACED.sub("_", pipfile.parent.name)[:_LONGEST]
    return f"{name}-{_sha256(str(pipfile))}"


def is_pipenv(folder: str) -> bool:
    """Tell whether a folder is called as pipenv does it."""
    return _PIPENV.fullmatch(folder) is not None


def pdm(project: PurePath) -> str:
    """Return the start of what pdm calls a project's environments, before their own names."""
    digest = hashlib.md5(_bytes(project.as_posix()), usedforsecurity=False).digest()
    return f"{project.name}-{_encoded(digest)}-"


def hatch(project: PurePath, platform: str) -> str:
    """Return hatch's id of a project."""
    text = str(project)
    return _sha256(text.casefold() if platform in ("win32", "darwin") else text)


def _sha256(text: str) -> str:
    return _encoded(hashlib.sha256(_bytes(text)).digest())


def _bytes(text: str) -> bytes:
    # A folder's name need not be Unicode; tools fail for such, and nothing is found.
    return text.encode("utf-8", "surrogateescape")


def _encoded(digest: bytes) -> str:
    return base64.urlsafe_b64encode(digest).decode()[:8]
