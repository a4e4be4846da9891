"""Files before and after a requirement is declared in them.

A case is a header and a file: ``=== what | file | requirement | place``, then the file's lines,
each behind one column: ``+`` is added by the edit, ``-`` goes, a blank stays.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path, PurePath

FOLDER = Path(__file__).parent.parent / "core" / "declare"

DYNAMIC = """\
[project]
name = "shop"
dynamic = ["version", "dependencies"]

[tool.setuptools.dynamic]
dependencies = {file = ["requirements.txt"]}
"""


@dataclass(frozen=True)
class Case:
    what: str
    file: PurePath
    requirement: str
    place: str
    before: str
    after: str

    @property
    def files(self) -> dict[PurePath, str]:
        """The project's files by their paths."""
        beside = {PurePath("pyproject.toml"): DYNAMIC} if self.what.startswith("setuptools") else {}
        return {self.file: self.before, **beside}


def cases() -> list[Case]:
    """Return all cases of all files."""
    return [
        _case(block)
        for file in sorted(FOLDER.glob("*.cases"))
        for block in file.read_text("utf-8").removeprefix("=== ").split("\n=== ")
    ]


def _case(block: str) -> Case:
    header, *lines = block.removesuffix("\n").split("\n")
    what, file, requirement, place = (part.strip() for part in header.split("|"))
    name = "requirements.txt" if file == "setup" else file
    before = "".join(f"{line[1:]}\n" for line in lines if line[0] in " -")
    after = "".join(f"{line[1:]}\n" for line in lines if line[0] in " +")
    return Case(what, PurePath(name), requirement, place, before, after)
