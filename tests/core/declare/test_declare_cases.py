"""Each file of the cases: the edit is the one that a careful person would make."""

import pytest
from declare_cases import cases
from packaging.requirements import Requirement

from venvlens.core.declare import Declared, Edited, add, apply, targets

CASES = cases()


def target_of(case):
    found = {target.place: target for target in targets(case.files) if target.cannot is None}
    assert case.place in found, sorted(found)
    return found[case.place]


def test_there_are_cases():
    assert len(CASES) > 60


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.what)
def test_the_edit_is_as_written(case):
    edited = add(case.before, target_of(case), Requirement(case.requirement))
    assert isinstance(edited, Edited), edited
    assert apply(case.before, edited.edits) == case.after


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.what)
def test_what_is_declared_is_not_declared_again(case):
    target = target_of(case)
    again = add(case.after, target, Requirement(Requirement(case.requirement).name.upper()))
    assert isinstance(again, Declared)
    assert case.file.name in again.message
