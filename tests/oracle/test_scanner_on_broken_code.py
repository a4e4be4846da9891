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

DAMAGES_PER_FILE = 4


def cut(text, chance):
    offset = chance.randrange(len(text))
    return text[:offset], offset


def delete(pattern):
    def damage(text, chance):
        places = [found.start() for found in pattern.finditer(text)]
        offset = chance.choice(places or [0])
        return text[:offset] + text[offset + 1 :], offset

    return damage


def insert(pieces):
    def damage(text, chance):
        offset = chance.randrange(len(text))
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
# Quotes may turn all that follows inside out, and a cut leaves nothing.
HARMLESS_BELOW = ("a bracket deleted", "a colon deleted", "a bracket inserted")


@pytest.fixture(scope="module")
def texts():
    stdlib = files([sysconfig.get_path("stdlib")])
    candidates = [path for path in stdlib if "site-packages" not in path.parts]
    read_texts = map(read, random.Random(3).sample(candidates, 300))
    return [text for text in read_texts if text]


def places(text):
    """Return the imports of a text: name, level, line and column."""
    return [
        (each.name, each.level, each.span.line, each.span.column) for each in scan(text).imports
    ]


def damaged(texts, kind):
    """Return each text's imports, those of the damaged text, and the line of the damage."""
    chance = random.Random(kind)
    for text in texts:
        whole = places(text)
        starts = LineStarts(text)
        for _ in range(DAMAGES_PER_FILE):
            broken, offset = DAMAGES[kind](text, chance)
            yield text, whole, places(broken), starts.place(offset)[0]


@pytest.mark.parametrize("kind", DAMAGES)
def test_imports_above_a_damage_are_all_found(texts, kind):
    looked_for = 0
    for _, whole, found, line in damaged(texts, kind):
        above = {place for place in whole if place[2] < line}
        looked_for += len(above)
        assert above <= set(found)
    assert looked_for > 1000


@pytest.mark.parametrize("kind", HARMLESS_BELOW)
def test_top_level_imports_below_a_damage_are_nearly_all_found(texts, kind):
    looked_for = missing = 0
    for text, whole, found, line in damaged(texts, kind):
        lines = text.split("\n")
        below = Counter(
            place[:2]
            for place in whole
            if place[2] > line and lines[place[2]].startswith(("import ", "from "))
        )
        looked_for += below.total()
        missing += (below - Counter(place[:2] for place in found)).total()
    share = 1 - missing / looked_for
    assert share >= 0.99, f"found {share:.2%} of {looked_for} imports below {kind}"


def test_no_prefix_of_a_file_makes_it_fail(texts):
    text = min((text for text in texts if scan(text).flags), key=len)
    for end in range(len(text)):
        scan(text[:end])
