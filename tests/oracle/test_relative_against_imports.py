"""Relative imports of made packages: our verdicts against those of an interpreter that imports.

Each package is imported for real, for names taken from it depend on the code that it runs.
"""

import itertools
import json
from pathlib import Path

from interpreters import interpreters, path_of, run

from venvlens.core.relative import Asker, asked
from venvlens.core.resolution import Missing, Provided, Resolver
from venvlens.core.scanner import scan

ASK = r"""
import importlib, json, sys
sys.path.insert(0, sys.argv[1])
said = {}
for name, statements in json.load(open(sys.argv[2])).items():
    package = name.rpartition(".")[0]
    for statement in statements:
        for loaded in [n for n in sys.modules if n.partition(".")[0] in ("p", "n", "x")]:
            del sys.modules[loaded]
        importlib.invalidate_caches()
        importlib.import_module(package)
        try:
            exec(statement, {"__package__": package, "__name__": name})
        except ImportError:
            said[name + ": " + statement] = False
        else:
            said[name + ": " + statement] = True
print(json.dumps(said))
"""

FILES = {
    "p/__init__.py": "defined = 1\n__all__ = ['listed']\n",
    "p/here.py": "inside = 1\n",
    "p/deep/__init__.py": "from .. import here as renamed\n",
    "p/deep/a.py": "inside = 1\n",
    "p/deep/part/x.py": "inside = 1\n",
    "p/both.py": "inside = 1\n",
    "p/both/a.py": "inside = 1\n",
    "p/first.py": "inside = 1\n",
    "p/first/__init__.py": "inside = 2\n",
    "p/lazy/__init__.py": "def __getattr__(name):\n    return 1\n",
    "p/lazy/a.py": "inside = 1\n",
    "n/a.py": "inside = 1\n",
    "n/inner/a.py": "inside = 1\n",
    "n/regular/__init__.py": "",
    "n/regular/a.py": "inside = 1\n",
    "p/Upper.py": "inside = 1\n",
    "p/notes.txt": "",
}
ASKERS = ("p/here.py", "p/deep/a.py", "p/deep/part/x.py", "p/lazy/a.py", "n/a.py", "n/inner/a.py")
ASKERS += ("n/regular/a.py",)
WORDS = ("here", "a", "deep", "part", "both", "first", "lazy", "inner", "regular", "x", "absent")
WORDS += ("defined", "listed", "renamed", "upper", "notes", "__name__", "__init__")


def _statements(depth: int) -> list[str]:
    """Every way of asking with as many dots as there are packages to leave."""
    found = []
    for dots in ("." * level for level in range(1, depth + 1)):
        found += [f"from {dots} import {word}" for word in WORDS]
        found += [f"from {dots}{word} import __name__ as y" for word in WORDS]
        pairs = itertools.product(("deep", "both", "first", "inner", "a"), WORDS)
        found += [f"from {dots}{one}.{two} import __name__ as y" for one, two in pairs]
        found += [f"from {dots}{one} import x" for one in ("deep.part", "part", "inner")]
    return found


def test_relative_imports_as_an_interpreter_makes_them(tmp_path: Path) -> None:
    root = tmp_path / "root"
    for name, text in FILES.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text)
    asks = {ask: _statements(ask.count("/")) for ask in ASKERS}
    table = tmp_path / "asks.json"
    names = {ask.removesuffix(".py").replace("/", "."): made for ask, made in asks.items()}
    table.write_text(json.dumps(names))
    environment = interpreters()[0]
    said = json.loads(run(str(environment.executable), "-B", "-c", ASK, str(root), str(table)))
    path, looks = path_of(environment, root)
    resolver = Resolver(path, looks)
    wrong = []
    for ask, statements in asks.items():
        name = ask.removesuffix(".py").replace("/", ".")
        for text in statements:
            asker = Asker(root / ask, text, root, path, resolver, looks)
            verdicts = [one.verdict for one in asked(scan(text).imports[0], asker)]
            assert all(isinstance(one, Provided | Missing) for one in verdicts), text
            works = all(isinstance(one, Provided) for one in verdicts)
            if works is not said[f"{name}: {text}"]:
                wrong.append(f"{name}: {text}")
    assert len(said) > 900
    assert wrong == []
