"""What is known of one environment of one project, read by ``system/health.py``."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import PurePath

    from venvlens.core.environment import Environment
    from venvlens.core.names import DistributionName
    from venvlens.core.python_version import PythonVersion
    from venvlens.core.source import Span


@dataclass(frozen=True, slots=True)
class Claim:
    """A line that says where the environment is."""

    file: PurePath
    span: Span
    folder: PurePath
    """The folder that it names, which is not the environment's."""


@dataclass(frozen=True, slots=True)
class Repository:
    """The git repository around an environment."""

    root: PurePath
    ignored: bool
    """Whether git ignores the environment, or all that is in it."""
    tracked: int
    """How many files of the environment are in git's index."""


@dataclass(frozen=True, slots=True)
class Metadata:
    """One metadata folder of an installed distribution."""

    folder: PurePath
    name: DistributionName
    has_metadata: bool
    has_record: bool


@dataclass(frozen=True, slots=True)
class Overlap:
    """Files that two installed distributions say to be theirs."""

    first: PurePath
    """Metadata folder of the one, by name the first."""
    second: PurePath
    files: tuple[str, ...]
    """Relative to site-packages, sorted."""


@dataclass(frozen=True, slots=True)
class StartUp:
    """A line of a ``.pth`` file that is code, which every start of the interpreter runs."""

    file: PurePath
    span: Span
    code: str
    tool: str | None
    """Whose line it is, where it is one that a known tool writes; None for any other."""


@dataclass(frozen=True, slots=True)
class Facts:
    """All that the rules of health judge."""

    project: PurePath
    environment: Environment
    selected: bool = True
    """Whether it is the one that the project's files are judged by."""
    texts: tuple[tuple[PurePath, str], ...] = ()
    """The project's declarations: ``pyproject.toml``, ``.python-version``, requirements files."""
    written: PythonVersion | None = None
    """The version that ``pyvenv.cfg`` says."""
    cfg: str = ""
    """Text of ``pyvenv.cfg``."""
    running: PythonVersion | None = None
    """The version of the interpreter that would start."""
    library: PurePath | None = None
    """The folder of site-packages' series where it is not there."""
    claims: tuple[Claim, ...] = ()
    repository: Repository | None = None
    ignore_file: PurePath | None = None
    """The project's ``.gitignore``, or the repository's, if there is one."""
    metadata: tuple[Metadata, ...] = ()
    remains: tuple[PurePath, ...] = ()
    """Folders such as ``~equests`` that pip put aside and never removed."""
    overlaps: tuple[Overlap, ...] = ()
    outside: Mapping[DistributionName, PurePath] | None = None
    """Distributions of the user site and the base Python, each with its folder."""
    start_up: tuple[StartUp, ...] = ()

    def text(self, name: str) -> tuple[PurePath, str] | None:
        """Return a declaration by the name of its file."""
        return next((one for one in self.texts if one[0].name == name), None)
