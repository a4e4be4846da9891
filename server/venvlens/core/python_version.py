"""Versions of Python interpreters, as far as files tell them."""

from __future__ import annotations

import re
from dataclasses import dataclass

# Accepts "3.12", "3.12.1", "3.14.0rc2", "3.13t" and virtualenv's "3.12.1.final.0".
_SHAPE = re.compile(
    r"(?P<major>\d+)\.(?P<minor>\d+)(?:\.(?P<micro>\d+))?(?P<pre>(?:a|b|rc)\d+)?"
    r"(?:\.(?P<level>alpha|beta|candidate|final)\.(?P<serial>\d+))?(?P<flags>t?)\+?"
)
_LEVELS = {"alpha": "a", "beta": "b", "candidate": "rc"}


@dataclass(frozen=True, slots=True)
class PythonVersion:
    """A version of an interpreter; ``micro`` is -1 where files do not tell it."""

    major: int
    minor: int
    micro: int = -1
    prerelease: str = ""
    """``rc2``, ``a1``, or empty for a final release."""
    free_threaded: bool = False

    @property
    def series(self) -> tuple[int, int]:
        """The first two numbers, which name folders and decide compatibility."""
        return self.major, self.minor

    def __str__(self) -> str:
        micro = "" if self.micro < 0 else f".{self.micro}"
        return f"{self.major}.{self.minor}{micro}{self.prerelease}{'t' * self.free_threaded}"


def parse(text: str) -> PythonVersion | None:
    """Read a version as ``pyvenv.cfg``, folder names and ``PY_VERSION`` write it."""
    match = _SHAPE.fullmatch(text.strip())
    if match is None:
        return None
    prerelease = match["pre"] or ""
    if match["level"] in _LEVELS:
        prerelease = _LEVELS[match["level"]] + match["serial"]
    micro = -1 if match["micro"] is None else int(match["micro"])
    return PythonVersion(
        int(match["major"]), int(match["minor"]), micro, prerelease, bool(match["flags"])
    )
