"""Real Python files: what the interpreters found on a machine bring along."""

from __future__ import annotations

import io
import os
import sys
import tokenize
from pathlib import Path


def interpreters() -> list[Path]:
    """Return the library folders of all interpreters found, the running one's first."""
    homes = [Path(sys.base_prefix)]
    pyenv = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv")) / "versions"
    homes += sorted(pyenv.iterdir()) if pyenv.is_dir() else []
    found = [library for home in homes for library in sorted(home.glob("lib/python[23]*"))]
    found += sorted(Path("/usr/lib").glob("python3*"))
    return list(dict.fromkeys(folder.resolve() for folder in found))


def files(folders) -> list[Path]:
    """Return the Python files in folders, in an order that stays the same."""
    return [path for folder in folders for path in sorted(Path(folder).rglob("*.py"))]


def read(path: Path) -> str | None:
    """Return the text of a file with the line ends it has; None if it cannot be decoded."""
    try:
        content = path.read_bytes()
        encoding, _ = tokenize.detect_encoding(io.BytesIO(content).readline)
        return content.decode(encoding)
    except (OSError, SyntaxError, UnicodeDecodeError, LookupError):
        return None
