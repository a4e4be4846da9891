import pytest

from venvlens.core.pth import DistutilsLine, HookLine, ImportLine, OpaqueLine, PathLine, PthLine
from venvlens.core.pth import parse as parse_pth
from venvlens.core.pth_code import PlainCode
from venvlens.core.site_rules import read
from venvlens.core.start_file import parse

# The lines of CPython 3.15's Lib/site.py that tell it from older ones.
SITE_315 = 'if name.endswith(".start") ... raw_content.decode("utf-8-sig") ... exec(line)'
NEW = read(SITE_315, (3, 15))


@pytest.mark.parametrize(
    ("entry", "line"),
    [
        ("__editable___a_1_0_finder:install", HookLine("__editable___a_1_0_finder")),
        ("_editable_impl_a:install", HookLine("_editable_impl_a")),
        ("_editable_skbc_a:entrypoint", HookLine("_editable_skbc_a")),
        ("_a_editable_loader:init", HookLine("_a_editable_loader")),
        ("_distutils_hack:add_shim", DistutilsLine("local")),
        ("a.b:start", ImportLine(PlainCode(("a.b",), ()))),
        ("a:C.start", ImportLine(PlainCode(("a",), ()))),
        ("a:install", OpaqueLine("a:install")),
        ("site:addsitedir", OpaqueLine("site:addsitedir")),
        ("importlib.util:find_spec", OpaqueLine("importlib.util:find_spec")),
    ],
)
def test_entry_points_are_known_by_their_module(entry: str, line: PthLine) -> None:
    assert parse(f"{entry}\n") == (line,)


def test_blanks_comments_and_a_mark_are_no_part_of_entry_points() -> None:
    assert parse("\ufeff# start\n\n  a:b \r\n") == (ImportLine(PlainCode(("a",), ())),)


@pytest.mark.parametrize(
    "text",
    ["a", "a:", ":b", "a.:b", "1a:b", "a:b # c", "a:b()", "import a", "a b:c", "a:b:c", "/a"],
)
def test_what_is_no_entry_point_is_passed_over(text: str) -> None:
    assert parse(text) == ()


def test_a_file_that_is_not_utf_8_counts_as_not_there() -> None:
    assert parse("a:b\n\udcff") is None


def test_a_file_without_end_is_read_to_a_bound() -> None:
    found = parse("site:x\n" * 50_000)
    assert found is not None
    assert len(found) == 10_001


def test_both_ends_of_a_line_are_stripped_since_start_files_are_read() -> None:
    found = parse_pth("  /a \n # no\n  import os\n", NEW)
    assert found == (PathLine("/a"), ImportLine(PlainCode(("os",), ())))


def test_which_versions_read_start_files_and_run_import_lines() -> None:
    assert NEW.reads_start and NEW.runs_imports
    assert not read("exec(line) utf-8-sig", (3, 15)).reads_start
    assert not read(None, (3, 14)).reads_start
    assert read(None, (3, 15)).reads_start and read(None, (3, 17)).runs_imports
    assert not read(None, (3, 18)).runs_imports
    assert not read('".start"', (3, 18)).runs_imports
    assert read("", (3, 8)).runs_imports


def test_import_lines_mean_nothing_from_318_on() -> None:
    assert parse_pth("import os\n/a\nimportos\n", read(None, (3, 18))) == (
        PathLine("/a"),
        PathLine("importos"),
    )
