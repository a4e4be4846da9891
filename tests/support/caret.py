"""Judging source text against the carets written in it."""

import re
import textwrap
from collections.abc import Iterable, Mapping
from pathlib import PurePosixPath as Path

from table_tree import TableTree

from venvlens.core.diagnosis import Case, Diagnosis, diagnose
from venvlens.core.environment import Environment, Fault, Kind
from venvlens.core.findings import Severity
from venvlens.core.names import ImportName
from venvlens.core.python_version import PythonVersion
from venvlens.core.resolution import Resolver
from venvlens.core.scanner import scan
from venvlens.core.search_path import Entry, EntryKind, SearchPath, Target
from venvlens.core.selection import Selection
from venvlens.core.settings import Settings
from venvlens.core.source import lines
from venvlens.core.survey import Elsewhere, Place, Survey

PROJECT = Path("/work/shop")
SITE = PROJECT / ".venv/lib/python3.12/site-packages"
LIB = Path("/base/lib/python3.12")

_CARETS = re.compile(r"\s*#\s*(?P<carets>\^+)\s+(?P<said>.+)")
_STDLIB = (
    "os.py",
    "re/__init__.py",
    "json/__init__.py",
    "json/decoder.py",
    "sys.py",
    "asyncio/__init__.py",
)
_STDLIB += (
    "typing.py",
    "importlib/__init__.py",
    "importlib/util.py",
    "contextlib.py",
    "email/__init__.py",
)


def environment(**more: object) -> Environment:
    """A sound ``.venv`` of the project."""
    facts: dict[str, object] = {
        "prefix": PROJECT / ".venv",
        "kind": Kind.VENV,
        "origin": "found in a test",
        "executable": PROJECT / ".venv/bin/python",
        "version": PythonVersion(3, 12, 1),
        "base_prefix": Path("/base"),
    }
    return Environment(**(facts | more))  # type: ignore[arg-type]


def broken(fault: Fault) -> Environment:
    return environment(faults=(fault,))


def global_python(micro: int = 0) -> Environment:
    return Environment(
        prefix=Path("/usr"),
        kind=Kind.GLOBAL,
        origin="found on PATH",
        executable=Path("/usr/bin/python3.13"),
        version=PythonVersion(3, 13, micro),
        base_prefix=Path("/usr"),
    )


def judge(
    source: str,
    *,
    installed: Iterable[str] = (),
    own: Iterable[str] = (),
    texts: Mapping[str, str] | None = None,
    selected: Environment | None = None,
    fallback: Environment | None = None,
    settings: Settings | None = None,
    elsewhere: Mapping[str, tuple[Place, ...]] | None = None,
    owners: Mapping[str, str] | None = None,
    platform: str = "linux",
    opaque: tuple[str, ...] = (),
    last_resort: Path | None = None,
    file: Path | None = None,
    name: str | None = None,
    system_site: Path | None = None,
    pythonpath: Mapping[Path, EntryKind] | None = None,
    left_open: str | None = None,
) -> Diagnosis:
    """Judge a text in a project; ``installed`` and ``own`` are files, packages end in ``/``."""
    files = {str(LIB / f): "" for f in _STDLIB}
    files |= {str(SITE / _file(f)): "" for f in installed}
    files |= {str(PROJECT / _file(f)): "" for f in own}
    files |= texts or {}
    python = selected or fallback
    version = (python and python.version) or PythonVersion(3, 12, 1)
    path = SearchPath(
        Target(version, platform, python.implementation if python else "cpython"),
        (
            Entry(PROJECT, EntryKind.PROJECT_ROOT),
            *(Entry(folder, kind) for folder, kind in (pythonpath or {}).items()),
            Entry(LIB, EntryKind.STDLIB),
            Entry(SITE, EntryKind.SITE_PACKAGES),
            *([Entry(system_site, EntryKind.SYSTEM_SITE)] if system_site else []),
            *([Entry(last_resort, EntryKind.SCRIPT_FOLDER)] if last_resort else []),
        ),
        (".so",),
        opaque=opaque,
    )
    tree = TableTree(files)
    selection = Selection(selected, fallback, (), left_open)
    survey = Survey(PROJECT, PROJECT, selection, path, settings or Settings(), name)
    known = {ImportName(name): places for name, places in (elsewhere or {}).items()}
    case = Case(
        source,
        scan(source),
        survey,
        Resolver(path, tree),
        tree,
        Elsewhere(known),
        lambda module: (owners or {}).get(module.name),
        file,
    )
    return diagnose(case)


def check(source: str, **facts: object) -> Diagnosis:
    """Judge a text in a sound project and compare with its carets.

    A comment ``# ^^^^ code`` below a line says what is found there; ``code hint`` adds the
    severity, which is ``error`` otherwise.
    """
    text = textwrap.dedent(source).lstrip("\n")
    facts.setdefault("selected", environment())
    found = judge(text, **facts)  # type: ignore[arg-type]
    assert [_written(f) for f in found.findings] == _expected(text)
    return found


def _written(finding: object) -> tuple[int, int, int, str]:
    span, severity = finding.span, finding.severity  # type: ignore[attr-defined]
    said = finding.code.value  # type: ignore[attr-defined]
    said += "" if severity is Severity.ERROR else f" {severity.value}"
    return span.line, span.column, span.end_column, said


def _expected(text: str) -> list[tuple[int, int, int, str]]:
    found = []
    line = -1
    for number, content in enumerate(lines(text)):
        if match := _CARETS.fullmatch(content):
            found.append((line, match.start("carets"), match.end("carets"), match["said"].strip()))
        else:
            line = number
    return sorted(found)


def _file(name: str) -> str:
    return f"{name}__init__.py" if name.endswith("/") else name
