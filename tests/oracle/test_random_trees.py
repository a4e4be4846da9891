"""Random folders judged by us and by real interpreters: whether, where, and in which portions.

``VENVLENS_TREES=5000`` judges that many per interpreter, on other trees each time.
"""

import itertools
import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from interpreters import host, interpreters, usual_and_others
from long_lived import Judge, Truth, judge
from random_trees import DEPTH, INNER, NAMES, Maker, Tree, trees

from venvlens.core import layout
from venvlens.core.environment import Environment, Kind
from venvlens.core.implementation import CPYTHON
from venvlens.core.names import ImportName
from venvlens.core.resolution import Missing, Module, Provided, Resolver, Shape, Unknown, Verdict
from venvlens.core.search_path import EntryKind
from venvlens.system import search_path
from venvlens.system.disk import Disk, Looks

EXAMPLES = int(os.environ.get("VENVLENS_TREES", "0"))

SETTINGS = settings(
    derandomize=not EXAMPLES,
    max_examples=EXAMPLES or 150,
    deadline=None,
    database=None,
    suppress_health_check=list(HealthCheck),
)


@dataclass(frozen=True)
class Bench:
    """An interpreter, and where its trees are made."""

    base: Environment = field(repr=False)
    judge: Judge = field(repr=False)
    folder: Path = field(repr=False)
    numbers: Iterator[int] = field(repr=False)
    """No folder is used twice: an interpreter remembers what it saw in one."""

    def compare(self, tree: Tree) -> list[str]:
        root = self.folder / str(next(self.numbers))
        assert self.base.version is not None
        own = layout.versioned_folder(self.base.version, self.base.implementation)
        site = root / "env" / "lib" / own / "site-packages"
        Maker(root, site, self.judge.suffixes, self.judge.bytecode).make(tree)
        first = (root / "project", root / "src")
        truth = self.judge.truth(site, first, NAMES, INNER, DEPTH)
        wrong = list(_differences(truth, self._resolver(root, first)))
        shutil.rmtree(root)
        return [line.replace(str(root), "{root}") for line in wrong]

    def _resolver(self, root: Path, first: tuple[Path, ...]) -> Resolver:
        made = replace(
            self.base,
            prefix=root / "env",
            kind=Kind.VENV,
            base_prefix=self.base.prefix,
            base_executable=self.base.executable,
        )
        looks = Looks(Disk())
        path = search_path.build(made, host(), looks)
        assert path.opaque == ()
        roots = dict.fromkeys(first, EntryKind.SOURCE_ROOT)
        return Resolver(search_path.with_roots(path, roots, {}), looks)


def _differences(truth: Truth, resolver: Resolver) -> Iterator[str]:
    for name, theirs in truth.items():
        ours = resolver.resolve(ImportName(name))
        if theirs is not None and not _agree(ours, theirs):
            yield f"{name}: find_spec says {theirs}, we say {ours}"


def _agree(ours: Verdict, theirs: list[str] | bool) -> bool:
    match ours:
        case Missing():
            return theirs is False
        case Provided(module=module):
            # What is frozen or built in has no place.
            return isinstance(theirs, list) and (not theirs or _places(module) in ([], theirs))
        case Unknown():
            return False


def _places(module: Module) -> list[str]:
    """The file of a module, the portions of a namespace; nothing for what is built in."""
    portions = module.locations or () if module.shape is Shape.NAMESPACE else ()
    return [str(module.file)] if module.file else [str(portion) for portion in portions]


def newest_and_oldest() -> tuple[Environment, ...]:
    by_version = sorted(interpreters(), key=lambda one: one.version.series if one.version else ())
    usual = [one for one in by_version if one.implementation == CPYTHON]
    return tuple(dict.fromkeys((usual[-1], usual[0], *usual_and_others()[1:])))


def title(base: Environment) -> str:
    return f"{base.implementation} {base.version}"


@pytest.fixture(scope="module", params=newest_and_oldest(), ids=title)
def bench(request, tmp_path_factory) -> Iterator[Bench]:
    base: Environment = request.param
    assert base.executable is not None
    with judge(base.executable) as asked:
        yield Bench(base, asked, tmp_path_factory.mktemp("trees"), itertools.count())


@given(tree=trees())
@SETTINGS
def test_random_trees_are_judged_as_the_interpreter_does(bench: Bench, tree: Tree) -> None:
    assert bench.compare(tree) == []
