"""Compare our verdicts on every import of a project with its own interpreter's.

usage: compare_with_interpreter.py PROJECT

PROJECT holds an environment. Each absolute import in its files is judged by us and by
``importlib.util.find_spec``, run by the environment's interpreter with the same first-party
folders on its path. This runs the code of every package that something is imported from.
Prints the differences and a table; the exit status is 1 if there is a difference.
"""

import json
import subprocess
import sys
from collections import defaultdict
from pathlib import Path

from venvlens.core.names import import_name
from venvlens.core.resolution import Missing, Provided, Unknown
from venvlens.core.search_path import SearchPath
from venvlens.core.settings import Settings
from venvlens.system.host import read_host
from venvlens.system.inspector import Inspector
from venvlens.system.source_text import read_source
from venvlens.system.state import user_choices
from venvlens.system.surveyor import Surveyor
from venvlens.system.walk import python_files

_ASK = r"""
import importlib.util, json, os, sys, warnings
warnings.simplefilter("ignore")
first, last, names = json.load(sys.stdin)
sys.path[:] = first + [p for p in sys.path if p] + last
answer, answers = sys.stdout, {}
sys.stdout = sys.stderr = open(os.devnull, "w")
for name in names:
    try:
        answers[name] = importlib.util.find_spec(name) is not None
    except ModuleNotFoundError as error:
        absent = error.name or ""
        answers[name] = False if name == absent or name.startswith(absent + ".") else None
    except BaseException:
        answers[name] = None
json.dump(answers, answer)
answer.flush()
os._exit(0)
"""


def main(project: Path) -> int:
    """Compare, print, and return the exit status."""
    judged, python = _judge(project)
    counts: defaultdict[str, int] = defaultdict(int)
    for roots, verdicts in sorted(judged.items()):
        truth = _ask(python, roots, sorted(verdicts))
        for name, verdict in sorted(verdicts.items()):
            kind = _compare(verdict, truth.get(name))
            counts[kind] += 1
            if kind.startswith("wrong"):
                print(f"{kind}: {name} (from {', '.join(roots[0])})")
    print(", ".join(f"{kind}: {count}" for kind, count in sorted(counts.items())))
    return 1 if any(kind.startswith("wrong") for kind in counts) else 0


def _judge(project: Path) -> tuple[dict, Path]:
    inspector = Inspector(Surveyor(read_host(), user_choices()))
    judged: defaultdict[tuple, dict] = defaultdict(dict)
    python = None
    for file in python_files([project]):
        text = read_source(file)
        if not isinstance(text, str):
            continue
        found = inspector.inspect(text, file.parent, project, Settings())
        python = found.survey.selection.interpreter.executable
        roots = _roots(found.survey.search_path)
        for statement in found.scan.imports:
            name = import_name(statement.name)
            if name and not statement.level:
                judged[roots][name] = inspector_verdict(found, name)
    return judged, Path(python)


def inspector_verdict(found, name):
    """Return our verdict on one import, looking at the disk where that is needed."""
    from_memory = found.resolver
    return from_memory.resolve(name)


def _roots(path: SearchPath) -> tuple[tuple[str, ...], tuple[str, ...]]:
    kinds = [entry.kind.is_first_party for entry in path.entries]
    behind = kinds.index(False)
    own = [(i, str(e.path)) for i, e in enumerate(path.entries) if e.kind.is_first_party]
    return tuple(p for i, p in own if i < behind), tuple(p for i, p in own if i > behind)


def _ask(python: Path, roots: tuple, names: list[str]) -> dict[str, bool | None]:
    answers: dict[str, bool | None] = {}
    for start in range(0, len(names), 100):
        question = json.dumps([list(roots[0]), list(roots[1]), names[start : start + 100]])
        run = subprocess.run(
            [python, "-c", _ASK], input=question, text=True, capture_output=True, check=False
        )
        answers |= json.loads(run.stdout or "{}")
    return answers


def _compare(verdict, truth: bool | None) -> str:
    match verdict, truth:
        case _, None:
            return "no verdict from the interpreter"
        case Unknown(), _:
            return "unknown to us"
        case (Provided(), True) | (Missing(), False):
            return "agreed" if truth else "agreed missing"
        case Provided(), False:
            return "wrong: we find it, the interpreter does not"
        case Missing(), True:
            return "wrong: the interpreter finds it, we do not"
    raise AssertionError(verdict)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]).resolve()))
