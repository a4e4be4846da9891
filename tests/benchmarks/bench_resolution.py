"""How long verdicts take, beside ``importlib.util.find_spec`` in the same run.

usage: bench_resolution.py ENVIRONMENT

Asks about every module that is imported anywhere in the environment: from nothing, with a
new pass over a warm disk, and again with the same resolver. ``find_spec`` is asked by the
environment's interpreter, in a process of its own, about the top-level names alone: for
others it would import their parents. Last comes the price of finding out that a survey of a
project with that environment still holds. Figures are the best of several runs.
"""

import json
import os
import sys
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path
from time import perf_counter

sys.path[:0] = [str(Path(__file__).parents[1] / name) for name in ("support", "oracle")]

from environments import imported_names  # noqa: E402
from interpreters import described, environ, host, run, site_of  # noqa: E402

from venvlens.core.names import ImportName, import_name  # noqa: E402
from venvlens.core.resolution import Resolver  # noqa: E402
from venvlens.core.settings import Settings  # noqa: E402
from venvlens.system import search_path  # noqa: E402
from venvlens.system.disk import Disk, Looks, unchanged  # noqa: E402
from venvlens.system.state import Choices  # noqa: E402
from venvlens.system.surveyor import Surveyor  # noqa: E402

RUNS = 7

FIND_SPEC = """
import importlib.util, json, sys, time
names = json.load(sys.stdin)
took = []
for _ in range(7):
    importlib.invalidate_caches()
    sys.path_importer_cache.clear()
    start = time.perf_counter()
    for name in names:
        try:
            importlib.util.find_spec(name)
        except ValueError:
            pass
    took.append(time.perf_counter() - start)
print(min(took))
"""


def best(work: Callable[[], object], runs: int = RUNS) -> float:
    """Milliseconds of the fastest run."""
    took = []
    for _ in range(runs):
        start = perf_counter()
        work()
        took.append(perf_counter() - start)
    return min(took) * 1000


def main() -> None:
    environment = described(Path(sys.argv[1]).absolute())
    site = site_of(environment)
    found = (import_name(name) for name in imported_names(site))
    names = sorted(name for name in found if name)
    top = [name for name in names if "." not in name]
    print(f"{len(list(site.glob('*.dist-info')))} distributions, {len(names)} imports")

    machine = host()
    disk = Disk()

    def resolve(asked: Iterable[ImportName], disk: Disk) -> Resolver:
        looks = Looks(disk)
        resolver = Resolver(search_path.build(environment, machine, looks), looks)
        for name in asked:
            resolver.resolve(name)
        return resolver

    def report(title: str, took: float, count: int = len(names)) -> None:
        print(f"{title:52} {took * 1000 / count:8.2f} ms per 1,000")

    report("cold: nothing is known", best(lambda: resolve(names, Disk())))
    resolver = resolve(names, disk)
    report("a new pass over a warm disk", best(lambda: resolve(names, disk)))
    report("warm: the same resolver", best(lambda: [resolver.resolve(name) for name in names]))
    report("cold, top-level names only", best(lambda: resolve(top, Disk())), len(top))
    said = run(
        *(str(environment.executable), "-c", FIND_SPEC), input=json.dumps(top), env=environ()
    )
    report("find_spec, caches cleared, top-level names only", float(said) * 1000, len(top))
    print_survey(site.parents[2])


def print_survey(prefix: Path) -> None:
    """Print what it costs to survey a project of usual size, and to see that it holds."""
    with tempfile.TemporaryDirectory() as folder:
        project = Path(folder) / "project"
        for name in ("src/pack/deep", "tests/unit", "docs/pages", "scripts", "build", "data"):
            (project / name).mkdir(parents=True)
        for name in ("pyproject.toml", "src/pack/__init__.py", "src/pack/deep/__init__.py"):
            (project / name).touch()
        (project / ".venv").symlink_to(prefix)
        for path in (project, *project.rglob("*")):
            os.utime(path, ns=(10**18, 10**18), follow_symlinks=False)
        surveyor = Surveyor(host(), Choices(project / "choices.json"))
        inner, disk, looks = project / "src" / "pack" / "deep", Disk(), Looks(Disk())
        surveyor.survey(inner, project, Settings(), looks)
        took = best(lambda: surveyor.survey(inner, project, Settings(), Looks(disk)))
        assert unchanged(looks.notes, disk)
        holds = best(lambda: unchanged(looks.notes, disk), 50)
    print(f"survey of a project over a warm disk: {took:.2f} ms")
    print(f"to see that it holds: {holds:.3f} ms for {len(looks.notes)} notes")


if __name__ == "__main__":
    main()
