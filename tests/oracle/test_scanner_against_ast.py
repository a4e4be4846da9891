"""On code that Python accepts, the scanner finds exactly what is in the syntax tree."""

import os
import random
import sysconfig
from pathlib import Path

import pytest
from compare_scanner import differences
from python_corpus import files, interpreters, read

# ``python tests/oracle/compare_scanner.py`` compares all files of all interpreters.
SAMPLE = int(os.environ.get("VENVLENS_ORACLE_SAMPLE", "400"))

STDLIB = Path(sysconfig.get_path("stdlib")).resolve()


def sample():
    """Return some files of the other interpreters, the same ones in each run."""
    others = [folder for folder in interpreters() if folder != STDLIB]
    candidates = files([*others, STDLIB / "site-packages"])
    return random.Random(7).sample(candidates, min(SAMPLE, len(candidates)))


def stdlib():
    return [path for path in files([STDLIB]) if "site-packages" not in path.parts]


def check(paths):
    compared = 0
    found = []
    for path in paths:
        text = read(path)
        report = None if text is None else differences(text)
        if report is not None:
            compared += 1
            found += [f"{path}: {line}" for line in report]
    assert not found, "\n".join(found[:50])
    return compared


@pytest.mark.parametrize("part", range(4))
def test_the_standard_library_is_read_as_ast_reads_it(part):
    assert check(stdlib()[part::4]) > 100


def test_files_of_other_interpreters_are_read_as_ast_reads_them():
    paths = sample()
    assert check(paths) > len(paths) / 2
