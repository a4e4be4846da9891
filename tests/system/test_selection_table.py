"""Which environment a file gets, and what is said of it: a table of layouts.

``selection_cases`` says how to read it. Numbers in brackets are those of complaints about
other tools that a case answers.
"""

import pytest
from selection_cases import Case, cases

LINUX = r"""
# the nearest environment of nested projects [13, 17, 32]
/ws/.venv: venv 3.12
/ws/pyproject.toml
/ws/sub/.venv: venv 3.11
/ws/sub/pyproject.toml
? /ws/sub/deep/a.py
= /ws/sub/.venv: it is the nearest environment, in /ws/sub

# an environment of a folder below is not that of the root [9]
/ws/sub/.venv: venv 3.12
/ws/sub/pyproject.toml
/ws/pyproject.toml
? /ws/a.py
= global /usr/bin/python3.12: no environment was found

# a nested project without an environment has that of the root
/ws/.venv: venv 3.12
/ws/sub/pyproject.toml
? /ws/sub/a.py
= /ws/.venv: it is the nearest environment, in /ws
! /ws/sub: no environment is in it, and no tool keeps one for it

# an environment beside the workspace is of somebody else [10, 11]
/.venv: venv 3.12
? /ws/a.py
= global /usr/bin/python3.12: no environment was found

# the environment of a sibling project is never taken [10]
/ws/one/pyproject.toml
/ws/one/.venv: venv 3.12
/ws/two/pyproject.toml
? /ws/two/a.py
= global /usr/bin/python3.12: no environment was found
! /ws/two: no environment is in it

# .venv comes first, whatever is newer beside it
/ws/.venv: venv 3.8
/ws/other: venv 3.13
? /ws/a.py
= /ws/.venv: it is the nearest environment, in /ws
! /ws/other: .venv comes first

# .venv comes first even if requires-python forbids its version
/ws/pyproject.toml = [project]; requires-python = ">=3.12"
/ws/.venv: venv 3.8
/ws/other: venv 3.13
? /ws/a.py
= /ws/.venv: it is the nearest environment

# without .venv the first that requires-python allows
/ws/pyproject.toml = [project]; requires-python = ">=3.11"
/ws/a-old: venv 3.8
/ws/b-new: venv 3.11
/ws/c-newest: venv 3.13
? /ws/a.py
= /ws/b-new: of the 3 environments in /ws it is the first that requires-python >=3.11 allows
! /ws/a-old: b-new comes first
! /ws/c-newest: b-new comes first

# without requires-python the first by name, never the newest
/ws/a-old: venv 3.8
/ws/b-new: venv 3.13
? /ws/a.py
= /ws/a-old: it is the first by name

# venv comes before env, and both before other names
/ws/a: venv 3.13
/ws/env: venv 3.12
/ws/venv: venv 3.11
? /ws/a.py
= /ws/venv: it is the first by name

# a broken .venv is taken, so that it can be reported [28]
/ws/.venv: venv 3.12 broken
/ws/other: venv 3.12
? /ws/a.py
= broken /ws/.venv: it is the nearest environment

# what was set aside is never taken
/ws/.venv.old: venv 3.12
/ws/venv.bak: venv 3.12
? /ws/a.py
= global /usr/bin/python3.12: no environment was found
! /ws/.venv.old: its name says that it was set aside
! /ws/venv.bak: its name says that it was set aside

# the user's choice for the workspace
/ws/.venv: venv 3.12
/envs/mine: venv 3.11
choose /ws = /envs/mine
? /ws/a.py
= /envs/mine: you chose it for /ws

# a choice for the workspace gives way to a nearer environment [12, 14]
/ws/sub/.venv: venv 3.12
/envs/mine: venv 3.11
choose /ws = /envs/mine
? /ws/sub/a.py
= /ws/sub/.venv: it is the nearest environment

# a choice for a nested project
/ws/sub/.venv: venv 3.12
/envs/mine: venv 3.11
choose /ws/sub = /envs/mine
? /ws/sub/a.py
= /envs/mine: you chose it for /ws/sub

# a choice that is gone is reported and passed over
/ws/.venv: venv 3.12
choose /ws = /envs/gone
? /ws/a.py
= /ws/.venv: it is the nearest environment
! /envs/gone: you chose it for /ws, but it is gone
! The environment /envs/gone was chosen for /ws, but it is gone

# a choice that cannot run is reported and passed over
/ws/.venv: venv 3.12
/envs/mine: venv 3.11 broken
choose /ws = /envs/mine
? /ws/a.py
= /ws/.venv: it is the nearest environment
! /envs/mine: you chose it for /ws, but it cannot run

# a global interpreter that was chosen
/ws/.venv: venv 3.12
choose /ws = /usr/bin/python3.12
? /ws/a.py
= global /usr/bin/python3.12: you chose it for /ws
"""

TABLE = [*cases(LINUX, "linux")]


@pytest.mark.parametrize("case", TABLE, ids=lambda case: f"{case.platform}: {case.title}")
def test_the_choice_and_its_reason(case: Case) -> None:
    selection, problems = case.decide()
    steps = [f"{step.place}: {step.reason}" for step in selection.considered]
    text = "\n".join([*steps, *problems])
    assert said(selection) == case.expected, text
    assert case.reason in (selection.open or selection.reason), text
    for words in case.told:
        assert words in text
    assert sum(step.taken for step in selection.considered) == (case.expected != "nothing"), text
    assert len(set(steps)) == len(steps), text


def said(selection) -> str:
    """The choice as the table has it."""
    opened = "open " if selection.open else ""
    found = selection.environment
    if found is not None:
        return f"{opened}{'' if found.runs else 'broken '}{found.prefix}"
    found = selection.fallback
    return f"{opened}global {found.executable}" if found else f"{opened}nothing"


def test_the_table_is_as_large_as_it_should_be() -> None:
    assert len({(case.platform, case.title) for case in TABLE}) == len(TABLE)
