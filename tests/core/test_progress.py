"""What the tools' lines say of how far they are; the lines are those of the real tools."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from venvlens.core.plans.progress import Progress, overall, read

UV = """\
Using Python 3.11.7 environment at: v
Resolved 4 packages in 340ms
Downloading numpy (16.1MiB)
Downloading pygments (1.2MiB)
 Downloaded pygments
 Downloaded numpy
   Building badc @ file:///tmp/badc
      Built badc @ file:///tmp/badc
Prepared 4 packages in 385ms
Uninstalled 1 package in 1ms
Installed 4 packages in 40ms
 + certifi==2026.10.18
"""
PIP = """\
Looking in indexes: https://pypi.org/simple
Collecting certifi>=2023.5.7 (from requests)
  Downloading certifi-2026.10.18-py3-none-any.whl (134 kB)
     ━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━ 134.1/134.1 kB 174.9 MB/s eta 0:00:00
Installing collected packages: urllib3, numpy, requests
Successfully installed numpy-2.4.6 requests-2.34.2 urllib3-2.8.0
"""
POETRY = """\
Updating dependencies
Package operations: 3 installs, 1 update, 0 removals

  - Installing idna (3.20)
  - Updating six (1.15.0 -> 1.16.0)
"""
PDM = """\
STATUS: Resolving dependencies
Synchronizing working set with resolved packages: 2 to add, 0 to update, 0 to remove

  \N{HEAVY CHECK MARK} Install six 1.16.0 successful
"""


def told(output: str) -> list[tuple[str, int | None]]:
    """What is shown after each line that says something."""
    progress, found = Progress(), []
    for line in output.split("\n"):
        after = read(line, progress)
        if after is not progress:
            found.append((after.message, after.percentage))
        progress = after
    return found


def test_uv_tells_how_many_there_are_and_which_it_has():
    assert told(UV) == [
        ("Using Python 3.11.7 environment at: v", None),
        ("Resolved 4 packages in 340ms", 10),
        ("Downloading numpy (16.1MiB)", 10),
        ("Downloading pygments (1.2MiB)", 10),
        ("Downloaded pygments (1 of 4)", 27),
        ("Downloaded numpy (2 of 4)", 45),
        ("Building badc @ file:///tmp/badc", 45),
        ("Built badc @ file:///tmp/badc (3 of 4)", 62),
        ("Prepared 4 packages in 385ms", 80),
        ("Uninstalled 1 package in 1ms", 80),
        ("Installed 4 packages in 40ms", 99),
        ("+ certifi==2026.10.18", 99),
    ]


def test_pip_tells_words_until_it_installs():
    assert told(PIP) == [
        ("Looking in indexes: https://pypi.org/simple", None),
        ("Collecting certifi>=2023.5.7 (from requests)", None),
        ("Downloading certifi-2026.10.18-py3-none-any.whl (134 kB)", None),
        ("134.1/134.1 kB 174.9 MB/s eta 0:00:00", None),
        ("Installing 3 distributions: urllib3, numpy, requests", 80),
        ("Successfully installed numpy-2.4.6 requests-2.34.2 urllib3-2.8.0", 99),
    ]


def test_poetry_and_pdm_count_their_operations():
    assert told(POETRY)[1:] == [
        ("Package operations: 3 installs, 1 update, 0 removals", 10),
        ("- Installing idna (3.20) (1 of 4)", 27),
        ("- Updating six (1.15.0 -> 1.16.0) (2 of 4)", 45),
    ]
    assert [share for _, share in told(PDM)] == [None, 10, 45]


@pytest.mark.parametrize("line", ["", "   ", "\t", "\x1b[2K", "\x1b[1A\x1b[2K", "━━━━━━━━", "\x07"])
def test_a_line_without_words_changes_nothing(line):
    before = Progress("words", 30, 4, 2)
    assert read(line, before) is before


def test_colours_are_left_out_and_long_lines_cut():
    assert read("\x1b[32mDone\x1b[0m it", Progress()).message == "Done it"
    assert read("x" * 100_000, Progress()).message == "x" * 120


@pytest.mark.parametrize(
    ("step", "steps", "percentage", "share"),
    [
        (0, 1, None, None),
        (0, 1, 50, 50),
        (0, 2, 50, 25),
        (1, 2, None, 50),
        (1, 2, 50, 75),
        (2, 3, 99, 99),
        (0, 0, 10, 10),
    ],
)
def test_steps_share_the_percentage(step, steps, percentage, share):
    assert overall(step, steps, percentage) == share


LINES = st.lists(st.one_of(st.sampled_from((UV + PIP + POETRY + PDM).split("\n")), st.text()))


@given(LINES, st.integers(0, 4), st.integers(1, 5))
def test_a_share_never_falls_and_never_says_that_all_is_done(printed, step, steps):
    progress, last = Progress(), 0
    for line in printed:
        progress = read(line, progress)
        assert last <= (progress.percentage or 0) < 100
        last = progress.percentage or 0
        assert len(progress.message) <= 140
        assert not set(progress.message) & {"\n", "\r", "\x1b"}
        assert 0 <= (overall(min(step, steps - 1), steps, progress.percentage) or 0) < 100
