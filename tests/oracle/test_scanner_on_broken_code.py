"""On real files with one random damage, the scanner still finds what can be found."""

import random
import re
import sysconfig
from collections import Counter

import pytest
from python_corpus import files, read

from venvlens.core.scanner import scan
from venvlens.core.source import LineStarts

BRACKETS = re.compile(r"[()\[\]{}]")
QUOTES = re.compile(r"['\"]")
COLONS = re.compile(r":")

TOP_LEVEL = re.compile(r"^(?:import|from) ", re.MULTILINE)

DAMAGES_PER_FILE = 4


def cut(text, limit, chance):
    offset = chance.randrange(limit)
    return text[:offset], offset


def delete(pattern):
    def damage(text, limit, chance):
        places = [found.start() for found in pattern.finditer(text, 0, limit)]
        if not places:
            return text, len(text)
        offset = chance.choice(places)
        return text[:offset] + text[offset + 1 :], offset

    return damage


def insert(pieces):
    def damage(text, limit, chance):
        offset = chance.randrange(limit)
        return text[:offset] + chance.choice(pieces) + text[offset:], offset

    return damage


DAMAGES = {
    "cut off": cut,
    "a bracket deleted": delete(BRACKETS),
    "a quote deleted": delete(QUOTES),
    "a colon deleted": delete(COLONS),
    "a quote inserted": insert(["'", '"', "'''", '"""', "f'{"]),
    "a bracket inserted": insert("()[]{}"),
}
LEAST_BELOW = {
    "cut off": 0,
    "a bracket deleted": 0.99,
    # A quote less may turn inside out all that follows, up to the next of its kind.
    "a quote deleted": 0.5,
    "a colon deleted": 0.99,
    "a quote inserted": 0.8,
    "a bracket inserted": 0.99,
}


@pytest.fixture(scope="module")
def texts():
    stdlib = files([sysconfig.get_path("stdlib")])
    candidates = [path for path in stdlib if "site-packages" not in path.parts]
    read_texts = map(read, random.Random(3).sample(candidates, 200))
    return [text for text in read_texts if text and TOP_LEVEL.search(text)]


def places(text):
    """Return the imports of a text: name, level, line and column."""
    return [
        (each.name, each.level, each.span.line, each.span.column) for each in scan(text).imports
    ]


@pytest.fixture(scope="module", params=DAMAGES)
def damaged(request, texts):
    """Return the kind, and for each damage the text, both results, and the damaged line."""
    chance = random.Random(request.param)
    damage = DAMAGES[request.param]
    results = []
    for text in texts:
        whole = places(text)
        starts = LineStarts(text)
        # Half of the damages lie above the last top-level import, where most can go wrong.
        last = [found.end() for found in TOP_LEVEL.finditer(text)][-1]
        for limit in [len(text), last] * (DAMAGES_PER_FILE // 2):
            broken, offset = damage(text, limit, chance)
            results.append((text, whole, places(broken), starts.place(offset)[0]))
    return request.param, results


def test_imports_above_a_damage_are_all_found(damaged):
    looked_for = 0
    for _, whole, found, line in damaged[1]:
        above = {place for place in whole if place[2] < line}
        looked_for += len(above)
        assert above <= set(found)
    assert looked_for > 1000


def test_top_level_imports_below_a_damage_are_nearly_all_found(damaged):
    kind, results = damaged
    looked_for = missing = 0
    for text, whole, found, line in results:
        lines = text.split("\n")
        below = Counter(
            place[:2] for place in whole if place[2] > line and TOP_LEVEL.match(lines[place[2]])
        )
        looked_for += below.total()
        missing += (below - Counter(place[:2] for place in found)).total()
    share = 1 - missing / looked_for
    least = LEAST_BELOW[kind]
    assert share >= least, f"found {share:.2%} of {looked_for} imports below {kind}"


def test_no_prefix_of_a_file_makes_it_fail(texts):
    text = min((text for text in texts if scan(text).flags), key=len)
    for end in range(len(text)):
        scan(text[:end])
