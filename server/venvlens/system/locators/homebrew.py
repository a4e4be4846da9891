"""Interpreters that Homebrew installed, on macOS and on Linux."""

from __future__ import annotations

from typing import TYPE_CHECKING

from venvlens.core.environment import Kind
from venvlens.system.locators import programs
from venvlens.system.locators.interpreter import describe

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import PurePath

    from venvlens.core.environment import Environment
    from venvlens.core.machine import Machine

ORIGIN = "installed by Homebrew"
_PREFIXES = {
    "darwin": ("/opt/homebrew", "/usr/local"),
    "linux": ("/home/linuxbrew/.linuxbrew",),
}
_FORMULAE = ("python@", "python", "pypy", "graalpy")


def locate(machine: Machine) -> Iterator[Environment]:
    """Find the interpreters in the cellar of each prefix, each once.

    The paths that stay when a formula is upgraded are shown: ``bin``, and ``opt`` for what is
    not linked there. What is in the cellar alone is an older version that was kept.
    """
    seen: set[PurePath] = set()
    for prefix in _prefixes(machine):
        real = machine.files.resolved(prefix / "Cellar")
        for executable in _programs(prefix, machine):
            resolved = machine.files.resolved(executable)
            if resolved in seen or not resolved.is_relative_to(real):
                continue
            seen.add(resolved)
            if found := describe(executable, Kind.HOMEBREW, ORIGIN, machine):
                yield found


def _prefixes(machine: Machine) -> Iterator[PurePath]:
    """Yield the prefixes that have a cellar, the named one first."""
    usual = [machine.home.__class__(path) for path in _PREFIXES.get(machine.platform, ())]
    named = None if machine.is_windows else machine.named("HOMEBREW_PREFIX")
    for prefix in dict.fromkeys((*([named] if named else []), *usual)):
        if machine.files.is_folder(prefix / "Cellar"):
            yield prefix


def _programs(prefix: PurePath, machine: Machine) -> Iterator[PurePath]:
    yield from programs.interpreters_in(prefix / "bin", machine)
    cellar = prefix / "Cellar"
    formulae = sorted(name for name in machine.names(cellar) if name.startswith(_FORMULAE))
    for name in formulae:
        yield from programs.interpreters_in(prefix / "opt" / name / "bin", machine)
    for name in formulae:
        for version in sorted(machine.names(cellar / name)):
            yield from programs.interpreters_in(cellar / name / version / "bin", machine)
