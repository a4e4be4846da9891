"""PEP 723: the block in a script, compared with the expression that the PEP gives."""

import re
from itertools import product
from time import perf_counter

import pytest

from venvlens.core.script_metadata import ScriptMetadata, read

_REFERENCE = re.compile(r"(?m)^# /// (?P<type>[a-zA-Z0-9-]+)$\s(?P<content>(^#(| .*)$\s)+)^# ///$")

USUAL = """\
#!/usr/bin/env -S uv run
# /// script
# requires-python = ">=3.11"
# dependencies = [
#   "requests<3",
#   "rich",
# ]
# ///
import requests
"""


def by_the_reference(text: str) -> list[str]:
    found = [m for m in _REFERENCE.finditer(text) if m["type"] == "script"]
    return [
        "".join(
            line[2:] if line.startswith("# ") else line[1:]
            for line in match["content"].splitlines(keepends=True)
        )
        for match in found
    ]


def test_a_script_says_which_python_and_what_it_needs() -> None:
    assert read(USUAL) == ScriptMetadata(">=3.11", ("requests<3", "rich"))


@pytest.mark.parametrize("text", ["", "import os\n", "# script\n", '"""# /// script"""\n'])
def test_other_files_are_no_scripts(text: str) -> None:
    assert read(text) is None


def test_lines_may_end_as_on_windows() -> None:
    assert read(USUAL.replace("\n", "\r\n")) == read(USUAL)


def test_the_block_may_be_anywhere() -> None:
    assert read("x = 1\n" * 5000 + USUAL) == read(USUAL)


def test_the_cache_of_uv_may_be_named() -> None:
    text = '# /// script\n# [tool.uv]\n# cache-dir = "/c"\n# ///\n'
    assert read(text) == ScriptMetadata(cache_dir="/c")


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        ("dependencies = [", "Invalid value"),
        ("dependencies = 'requests'", "`dependencies` is not a list of strings"),
        ("dependencies = [1]", "`dependencies` is not a list of strings"),
        ("requires-python = 3.11", "`requires-python` is not a string"),
    ],
)
def test_a_block_that_cannot_be_used_says_why(content: str, problem: str) -> None:
    found = read(f"# /// script\n# {content}\n# ///\n")
    assert found is not None
    assert found.problem is not None
    assert problem in found.problem
    assert found.dependencies == ()


def test_two_blocks_are_one_too_many() -> None:
    found = read(f"{USUAL}\n{USUAL}")
    assert found is not None
    assert found.problem == "there is more than one block of type `script`"


LINES = ("# /// script", "# /// other", "# ///", "#", "# a = 1", "#a", "x", "")


def test_blocks_are_those_of_the_reference() -> None:
    for lines in product(LINES, repeat=5):
        text = "\n".join(lines)
        for variant in (text, f"{text}\n"):
            expected = by_the_reference(variant)
            found = read(variant)
            assert (found is not None) == bool(expected), variant
            many = "there is more than one block of type `script`"
            assert (found is not None and found.problem == many) == (len(expected) > 1), variant


def test_blocks_that_never_end_take_no_time() -> None:
    started = perf_counter()
    assert read("# /// script\n" * 100_000) is None
    assert perf_counter() - started < 2
