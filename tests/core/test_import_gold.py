"""How often the shipped table is right, on names that no rule of it was written by.

The names are in ``import_gold.txt``. They are split by a hash; the half that is held out leaves
out what ``import_overrides.txt`` names, and all below it.
"""

import hashlib
import random
import string
from pathlib import Path, PurePosixPath

import pytest

from venvlens.core.import_table import GENERIC
from venvlens.core.names import ImportName, import_name, prefixes
from venvlens.core.providers import Provider, certain, providers
from venvlens.system.import_table import shipped

HERE = Path(__file__).parent
TABLE = shipped()
ALLOWED = frozenset(TABLE.names)


def pairs(path: Path) -> dict[str, frozenset[str]]:
    lines = [line for line in path.read_text("utf-8").splitlines() if " = " in line]
    parted = [line.partition(" = ") for line in lines if not line.startswith("#")]
    return {name: frozenset(names.split()) for name, _, names in parted}


GOLD = pairs(HERE / "import_gold.txt")
BY_HAND = pairs(HERE.parent.parent / "scripts" / "import_overrides.txt").keys()


def is_held_out(name: str) -> bool:
    odd = hashlib.sha256(name.encode()).digest()[0] % 2
    return bool(odd) and BY_HAND.isdisjoint(prefixes(name))


HELD_OUT = {name: right for name, right in GOLD.items() if is_held_out(name)}


def ask(name: str) -> tuple[Provider, ...]:
    return providers(ImportName(name), (), (), (), TABLE, seen_from=PurePosixPath("/project"))


def is_right(name: str, right: frozenset[str]) -> bool:
    """Tell whether the right one is what is taken, or among the choices where none is."""
    found = ask(name)
    sure = certain(found)
    offered = {sure.distribution} if sure else {one.distribution for one in found}
    return not offered.isdisjoint(right)


def test_the_names_are_names():
    assert all(import_name(name) for name in GOLD)
    assert len(HELD_OUT) >= 300


def share(count: int, whole: int) -> float:
    """Return a part of a whole; numbers alone, so that a failure names none of the names."""
    return round(count / whole, 4)


def test_at_least_95_percent_of_the_held_out_names_are_right_or_among_the_choices():
    right = share(sum(is_right(*one) for one in HELD_OUT.items()), len(HELD_OUT))
    assert right >= 0.95


def test_what_is_taken_without_asking_is_hardly_ever_wrong():
    taken = [(certain(ask(name)), right) for name, right in HELD_OUT.items()]
    wrong = [bool(one and one.distribution not in right) for one, right in taken]
    sure = sum(one is not None for one, _ in taken)
    wrongly, surely = share(sum(wrong), sure), share(sure, len(HELD_OUT))
    assert surely >= 0.85
    assert wrongly <= 0.015


def made_up(count: int) -> list[str]:
    """Return names as people and programs make them up: known parts put together, and noise."""
    chosen = random.Random(5)
    parts = sorted({part for name in GOLD for part in name.split(".")})
    joined = [
        chosen.choice("._").join(chosen.sample(parts, chosen.randint(2, 3))) for _ in range(count)
    ]
    noise = ["".join(chosen.choices(string.ascii_letters, k=6)) for _ in range(count)]
    return joined + noise


def test_nothing_outside_of_the_most_downloaded_is_ever_proposed():
    names = [*GOLD, *made_up(1000), *(f"{name}_sdk" for name in list(GOLD)[:500])]
    proposed = {one.distribution for name in names for one in ask(name)}
    assert proposed <= ALLOWED
    assert len(ALLOWED) == 15_000


@pytest.mark.parametrize("name", sorted(GENERIC))
def test_a_name_that_everybody_uses_gives_no_proposal(name: str):
    assert [ask(name), ask(f"{name}.{name}"), ask(f"{name}.core")] == [(), (), ()]
