"""The shipped table is well-formed and small, and is read as it is written."""

import re
import zlib
from pathlib import Path

import pytest

from venvlens.core.import_table import FORMAT, GENERIC, NO_TABLE, SOURCES, ImportTable, Listed
from venvlens.core.names import ImportName, distribution_name, import_name
from venvlens.core.stdlib import names_of_any_version
from venvlens.system.import_table import shipped

ROOT = Path(__file__).parent.parent.parent
TABLE = ImportTable(
    "# a table\n"
    "requests =pct\n"
    "pyyaml _yaml=p yaml=pct\n"
    "nothing\n"
    "two-words =p other=h\n"
    "yam =p yaml=p\n"
    "ya ya.ml=p\n"
)
LINE = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*(?: [^ =]*=[a-z]+)*")


@pytest.mark.parametrize(
    ("module", "expected"),
    [
        ("requests", [Listed(distribution_name("requests"), 1, "pct")]),
        ("two_words", [Listed(distribution_name("two-words"), 4, "p")]),
        ("other", [Listed(distribution_name("two-words"), 4, "h")]),
        ("ya.ml", [Listed(distribution_name("ya"), 6, "p")]),
        ("ya", []),
        ("Requests", []),
        ("two-words", []),
        ("nothing", []),
        ("ml", []),
    ],
)
def test_what_is_listed_for_a_module(module: str, expected: list[Listed]):
    assert list(TABLE.listed(ImportName(module))) == expected


def test_what_lists_have_judged_goes_before_what_only_wheels_tell():
    found = TABLE.listed(ImportName("yaml"))
    assert [(one.distribution, one.rank) for one in found] == [("pyyaml", 2), ("yam", 5)]


def test_ranks_names_and_modules():
    names = [distribution_name(name) for name in ("requests", "nothing", "ya", "two", "a")]
    assert [TABLE.rank(name) for name in names] == [1, 3, 6, None, None]
    assert TABLE.starting_with("y") == ("yam", "ya")
    assert TABLE.modules(distribution_name("two-words")) == ("two_words", "other")
    assert TABLE.modules(distribution_name("nothing")) == ()
    assert NO_TABLE.listed(ImportName("a")) == NO_TABLE.names == ()


def test_the_shipped_table_takes_at_most_150_kb_where_it_is_packed():
    assert len(zlib.compress(shipped().text.encode(), 9)) <= 150_000


def test_the_shipped_table_is_well_formed():
    heading, *lines = shipped().text.splitlines()
    assert heading.startswith(f"# {FORMAT}: ")
    assert [line for line in lines if not LINE.fullmatch(line)] == []
    names = [line.partition(" ")[0] for line in lines]
    assert len(set(names)) == len(names) == 15_000
    assert all(distribution_name(name) == name for name in names)


def test_the_modules_in_it_can_be_imported_and_are_somebodys():
    tokens = {token for line in shipped().text.splitlines()[1:] for token in line.split()[1:]}
    assert {letter for token in tokens for letter in token.partition("=")[2]} == set(SOURCES)
    by_others = {m for m, _, who in (t.partition("=") for t in tokens) if m and who != "h"}
    assert [module for module in by_others if not import_name(module)] == []
    assert by_others.isdisjoint(GENERIC | names_of_any_version())


def test_what_it_was_made_from_is_named_with_its_licence():
    heading = shipped().text.partition("\n")[0]
    notice = (ROOT / "NOTICE").read_text("utf-8")
    made_from = heading.partition(" from ")[2].split(", ")
    assert len(made_from) == 4
    for source in made_from:
        assert re.search(rf"^{re.escape(source)}, .*[Ll]icen[cs]e", notice, re.MULTILINE), source
