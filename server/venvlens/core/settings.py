"""What the user wants: one table of settings, from whichever place it comes."""

from __future__ import annotations

from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING

from venvlens.core.findings import Code, Severity
from venvlens.core.names import import_name

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


CREATE_WITH = ("auto", "project", "uv", "virtualenv", "venv")
"""The project's own tool first and then the fastest that is there, or one of them by name."""


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings that decide verdicts."""

    severity: Mapping[Code, Severity] = field(default_factory=lambda: MappingProxyType({}))
    """How loudly each rule speaks, where the user says so."""
    ignore: frozenset[str] = frozenset()
    """Import names that are never reported; a name stands for its submodules too."""
    roots: tuple[str, ...] = ()
    """Further folders with first-party modules, relative to the project."""
    pythonpath: tuple[str, ...] = ()
    """What ``PYTHONPATH`` holds when the code runs, relative to the project."""
    environment: str | None = None
    """Prefix of the project's environment, relative to the project."""
    interpreter: str | None = None
    """What the editor takes where a project has no environment: it alone may say so."""
    environment_folders: tuple[str, ...] = ()
    """Folders in which the user keeps environments side by side: the editor alone may say so."""
    create_with: str = "auto"
    """What makes new environments, one of :data:`CREATE_WITH`: the editor alone may say so."""

    def severity_of(self, code: Code) -> Severity:
        """Return how loudly a rule speaks."""
        return self.severity.get(code, code.default_severity)

    def ignores(self, name: str) -> bool:
        """Tell whether a dotted import name, or a package above it, is ignored."""
        parts = name.split(".")
        return any(".".join(parts[: end + 1]) in self.ignore for end in range(len(parts)))

    def over(self, lower: Settings) -> Settings:
        """Return these settings laid over others."""
        return Settings(
            {**lower.severity, **self.severity},
            lower.ignore | self.ignore,
            self.roots or lower.roots,
            self.pythonpath or lower.pythonpath,
            self.environment or lower.environment,
            self.interpreter,
            self.environment_folders,
            self.create_with,
        )


@dataclass(frozen=True, slots=True)
class Read:
    """What was read from a table of settings."""

    settings: Settings
    problems: tuple[str, ...]
    """A sentence for each value that was ignored."""


def read(table: object, place: str) -> Read:
    """Read ``[tool.venvlens]``, or the same table as an editor sends it.

    What is wrong is named in a sentence that begins with the place, and ignored. Some editors send
    the default of each setting that nobody has touched: null and what is empty say nothing.
    """
    if table is None:
        return Read(Settings(), ())
    if not isinstance(table, dict):
        return Read(Settings(), (f"{place}: expected a table of settings",))
    problems: list[str] = []
    problems += [
        f"{place}: there is no setting {key!r}" for key in table if key not in _KEYS | _CLIENT_KEYS
    ]
    settings = Settings(
        dict(_severities(table.get("severity"), place, problems)),
        frozenset(_names(table.get("ignore"), place, problems)),
        tuple(_texts(table.get("roots"), f"{place}: roots", problems)),
        tuple(_texts(table.get("pythonpath"), f"{place}: pythonpath", problems)),
        _text(table.get("environment"), f"{place}: environment", problems),
        _text(table.get("interpreter"), f"{place}: interpreter", problems),
        tuple(_texts(table.get("environmentFolders"), f"{place}: environmentFolders", problems)),
        _one_of(CREATE_WITH, table.get("createWith"), f"{place}: createWith", problems),
    )
    return Read(settings, tuple(problems))


_KEYS = {"severity", "ignore", "roots", "pythonpath", "environment", "interpreter"} | {
    "environmentFolders",
    "createWith",
}
_CLIENT_KEYS = {"trusted", "trace", "serverPython", "environmentChanged", "answers"} | {
    "terminal",
    "shareChoice",
}
"""Settings of editors' clients that come along and are not ours to judge."""


def _severities(value: object, place: str, problems: list[str]) -> Iterator[tuple[Code, Severity]]:
    if value is None:
        return
    if not isinstance(value, dict):
        problems.append(f"{place}: severity must be a table of rules")
        return
    for key, level in value.items():
        if level is None:
            continue
        try:
            yield Code(key), Severity(level)
        except ValueError:
            levels = ", ".join(severity.value for severity in Severity)
            known = key in {code.value for code in Code}
            said = f"{level!r} is not one of {levels}" if known else "there is no such rule"
            problems.append(f"{place}: severity of {key!r}: {said}")


def _names(value: object, place: str, problems: list[str]) -> Iterator[str]:
    for text in _texts(value, f"{place}: ignore", problems):
        if import_name(text) is None:
            problems.append(f"{place}: ignore: {text!r} is not an import name")
        else:
            yield text


def _text(value: object, place: str, problems: list[str]) -> str | None:
    if value is None or (isinstance(value, str) and "\0" not in value):
        return value or None
    problems.append(f"{place} must be a path")
    return None


def _one_of(known: tuple[str, ...], value: object, place: str, problems: list[str]) -> str:
    if value is None or value in known:
        return str(value or known[0])
    problems.append(f"{place} must be one of {', '.join(known)}")
    return known[0]


def _texts(value: object, place: str, problems: list[str]) -> Iterator[str]:
    if value is None:
        return
    if isinstance(value, list | tuple) and all(isinstance(item, str) for item in value):
        yield from value
    else:
        problems.append(f"{place} must be a list of strings")
