"""Our verdicts beside an interpreter's, and what they differ in."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

from environments import truth
from interpreters import path_of

from venvlens.core.environment import Environment
from venvlens.core.names import import_name
from venvlens.core.resolution import Provided, Resolver, Unknown

ALLOWED: dict[str, str] = {}
"""Names about which we may differ, each with its reason."""


@dataclass(frozen=True)
class Comparison:
    """One environment judged twice."""

    environment: str
    judged: int
    wrong: tuple[str, ...]
    """Names with both verdicts."""
    unknown: tuple[str, ...]
    milliseconds: float
    """Our time for all of them, from nothing."""

    def __str__(self) -> str:
        counts = f"{self.judged:6} judged {len(self.wrong):3} wrong {len(self.unknown):3} unknown"
        return f"{self.environment:36} {counts} {self.milliseconds:7.1f} ms"


def compare(
    title: str, environment: Environment, asked: Iterable[str], script_folder: Path, **more: str
) -> Comparison:
    """Judge names by files and by the environment's own interpreter."""
    names = sorted(name for text in asked if (name := import_name(text)))
    assert environment.executable is not None
    theirs = truth(environment.executable, names, script_folder, **more)
    start = perf_counter()
    path, looks = path_of(environment, script_folder, **more)
    resolver = Resolver(path, looks)
    ours = {name: resolver.resolve(name) for name in names}
    took = (perf_counter() - start) * 1000
    judged = [name for name in names if theirs[name] is not None and name not in ALLOWED]
    unknown = [name for name in judged if isinstance(ours[name], Unknown)]
    wrong = [
        f"{name}: find_spec says {theirs[name]}, we say {ours[name]}"
        for name in judged
        if name not in set(unknown) and isinstance(ours[name], Provided) is not theirs[name]
    ]
    found = Comparison(title, len(judged), tuple(wrong), tuple(unknown), took)
    print(found)
    return found
