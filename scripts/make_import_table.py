"""Write ``server/venvlens/core/data/import_table.txt`` from public wheels.

Run it with nothing but Python and pip; it downloads 40 MB into a temporary folder::

    python scripts/make_import_table.py [--wheels FOLDER]

Every wheel is pinned by version and hash, so the same table comes out everywhere. What each
has to tell, under which licence, is said in NOTICE. A pair of module and distribution goes
into the table if

* the distribution is among the 15,000 most downloaded ones (``guarddog``), and
* its own wheel has the module (``pigar``), or a curated list names it as the only answer
  (conda's through ``conda-pypi``, typeshed's through ``mypy``), or we do
  (``import_overrides.txt``).

Modules that everybody has (``tests``, ``utils``) and those of the standard library are left out.
"""

from __future__ import annotations

import argparse
import ast
import json
import keyword
import re
import sqlite3
import subprocess
import sys
import tempfile
import zipfile
from collections import Counter, defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT / "server"))

from venvlens.core import import_table, namespaces, stdlib  # noqa: E402
from venvlens.core.names import distribution_name  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

TARGET = ROOT / "server" / "venvlens" / "core" / "data" / "import_table.txt"
OVERRIDES = Path(__file__).with_name("import_overrides.txt")
WHEELS = {
    "pigar==2.2.0": "73ba65974dc63e7bb68f81f753642b61d93cbd1aafc2a902aaaaa834a85d07d5",
    "guarddog==3.2.0": "e503812dc8cf79b74327b7a85a819d62bfb420e3fa8739a7f2f29a93a372c84d",
    "conda-pypi==0.13.1": "3b1e38c5c39b6246d5a808742ef539b8726bfb256155b1f4baab3f342ce6238c",
    "mypy==2.4.1": "1784648d6ec8c2b5465e3f26241b845a0b3cb4e56c993c64abe16989e7698999",
}
RANKING = "guarddog/analyzer/metadata/resources/top_pypi_packages.json"
DATABASE = "pigar/.db.sqlite3"
GRAYSKULL = "conda_pypi/grayskull_pypi_mapping.json"
STUBINFO = "mypy/stubinfo.py"

COMMONPLACE = 25
"""Distributions that have a module, of which none is named like it: it is nobody's."""
MOST_CHOICES = 8
"""Distributions offered for one module."""

Modules = dict[str, set[str]]
"""Top-level module to normalised names of distributions."""


class Pair(NamedTuple):
    """That a distribution has a module."""

    distribution: str
    sources: str
    """Letters of who says so; see :mod:`venvlens.core.import_table`."""


def main() -> None:
    """Download what is needed and write the table."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--wheels", type=Path, help="folder that has the wheels already")
    given = parser.parse_args().wheels
    with tempfile.TemporaryDirectory() as folder:
        wheels = given or download(Path(folder))
        TARGET.write_text(table(wheels, Path(folder)), encoding="utf-8", newline="\n")
    print(f"{TARGET.relative_to(ROOT)}: {TARGET.stat().st_size:,} bytes")


def download(folder: Path) -> Path:
    """Fetch the wheels with pip, which refuses any that has another hash."""
    lines = [f"{wheel} --hash=sha256:{digest}\n" for wheel, digest in WHEELS.items()]
    (folder / "wheels.txt").write_text("".join(lines))
    any_python = ["--platform=any", "--implementation=py", "--abi=none", "--python-version=3.13"]
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--require-hashes"]
    command += ["--only-binary=:all:", *any_python, f"--dest={folder}", "-r", "wheels.txt"]
    subprocess.run(command, check=True, cwd=folder)
    return folder


def table(wheels: Path, scratch: Path) -> str:
    """Return the text of the table."""
    ranking = read_ranking(wheels)
    rank = {name: number for number, name in enumerate(ranking, 1)}
    wheels_say, spread = read_pigar(wheels, scratch, rank)
    votes = {"c": read_grayskull(wheels, rank), "t": read_typeshed(wheels, rank)}
    by_hand = read_overrides(rank)
    lines: Modules = defaultdict(set)
    for module in sorted({*wheels_say, *by_hand, *(m for vote in votes.values() for m in vote)}):
        for pair in pairs(module, wheels_say[module], votes, by_hand.get(module, set()), rank):
            if pair.sources != "p" or not is_commonplace(module, spread[module], rank):
                shown = "" if module == pair.distribution.replace("-", "_") else module
                lines[pair.distribution].add(f"{shown}={pair.sources}")
    body = (" ".join((name, *sorted(lines.get(name, ())))) for name in ranking)
    heading = f"# {import_table.FORMAT}: made by scripts/make_import_table.py from "
    return heading + ", ".join(w.replace("==", " ") for w in WHEELS) + "\n" + "\n".join(body) + "\n"


def pairs(
    module: str,
    wheels_say: set[str],
    votes: Mapping[str, Modules],
    by_hand: set[str],
    rank: Mapping[str, int],
) -> list[Pair]:
    """Return what goes into the table for a module."""
    if by_hand:
        return [Pair(name, "h") for name in by_hand]
    if not is_usable(module):
        return []
    found = dict.fromkeys(wheels_say, "p")
    for letter, vote in votes.items():
        if len(vote.get(module, ())) == 1:
            (name,) = vote[module]
            found[name] = found.get(name, "") + letter
    best = sorted(found, key=lambda name: (found[name] == "p", rank[name]))
    # Of a family of distributions each is kept, for the rest of a dotted name to tell them apart.
    family = {name for name in best if name.startswith(f"{distribution_name(module)}-")}
    return [Pair(n, found[n]) for at, n in enumerate(best) if at < MOST_CHOICES or n in family]


def is_usable(module: str) -> bool:
    """Tell whether a module may have an entry at all."""
    parts = module.split(".")
    if not all(part.isidentifier() and not keyword.iskeyword(part) for part in parts):
        return False
    if module.startswith("__") or module in namespaces.ROOTS:
        return False
    return parts[0] not in import_table.GENERIC | stdlib.names_of_any_version()


def is_commonplace(module: str, spread: int, rank: Mapping[str, int]) -> bool:
    """Tell whether a module is something that many have for themselves: ``_version``."""
    return spread >= COMMONPLACE and distribution_name(module) not in rank


def member(wheels: Path, wheel: str, name: str) -> bytes:
    """Read a file of a wheel."""
    (path,) = wheels.glob(f"{wheel}-*.whl")
    with zipfile.ZipFile(path) as archive:
        return archive.read(name)


def read_ranking(wheels: Path) -> tuple[str, ...]:
    """Return the most downloaded distributions, the first one the most."""
    names = json.loads(member(wheels, "guarddog", RANKING))["packages"]
    return tuple(dict.fromkeys(distribution_name(name) for name in names))


def read_pigar(
    wheels: Path, scratch: Path, rank: Mapping[str, int]
) -> tuple[Modules, Counter[str]]:
    """Return what the most downloaded have by their wheels, and in how many of all a module is."""
    path = scratch / "pigar.sqlite3"
    path.write_bytes(member(wheels, "pigar", DATABASE))
    database = sqlite3.connect(path)
    database.text_factory = lambda raw: raw.decode("utf-8", "replace")
    rows = database.execute(
        "SELECT m.name, d.name FROM top_level_module_names m"
        " JOIN distributions d ON d.id = m.distribution_id"
    )
    modules: Modules = defaultdict(set)
    spread: Counter[str] = Counter()
    for module, distribution in rows:
        spread[module] += 1
        name = distribution_name(distribution)
        if name in rank and (not is_of_stubs(name) or distribution_name(module) == name):
            modules[module].add(name)
    database.close()
    for module in [module for module in modules if "." in module]:
        # Where its package is no namespace, that says it all.
        modules[module] -= modules.get(module.partition(".")[0], set())
    return modules, spread


def is_of_stubs(distribution: str) -> bool:
    """Tell whether a distribution has nothing to run, whatever lies in its wheel."""
    return distribution.startswith("types-") or distribution.endswith("-stubs")


def read_grayskull(wheels: Path, rank: Mapping[str, int]) -> Modules:
    """Return what conda's packages are made from."""
    entries = json.loads(member(wheels, "conda_pypi", GRAYSKULL)).values()
    found = ((entry["import_name"], entry["pypi_name"]) for entry in entries)
    return known(found, rank)


def read_typeshed(wheels: Path, rank: Mapping[str, int]) -> Modules:
    """Return what typeshed has stubs for, as mypy lists it."""
    tree = ast.parse(member(wheels, "mypy", STUBINFO))
    found: list[tuple[str, str]] = []
    for node in ast.walk(tree):
        match node:
            case ast.Dict(keys=keys, values=values):
                for key, value in zip(keys, values, strict=True):
                    match key, value:
                        case ast.Constant(str(module)), ast.Constant(str(stubs)):
                            found.append((module, re.sub("^types-|-stubs$", "", stubs)))
    return known(found, rank)


def known(found: Iterable[tuple[str, str]], rank: Mapping[str, int]) -> Modules:
    """Join pairs by module, those of unknown distributions left out."""
    modules: Modules = defaultdict(set)
    for module, distribution in found:
        name = distribution_name(distribution)
        if name in rank and "." not in module:
            modules[module].add(name)
    return modules


def read_overrides(rank: Mapping[str, int]) -> Modules:
    """Return what is written by hand; a distribution that is not in the ranking is an error."""
    modules: Modules = {}
    for line in OVERRIDES.read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            module, _, names = line.partition(" = ")
            modules[module] = set(names.split())
            if not modules[module] <= rank.keys():
                sys.exit(f"not among the most downloaded: {line}")
    return modules


if __name__ == "__main__":
    main()
