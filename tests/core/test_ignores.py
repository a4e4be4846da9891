import pytest
from caret import environment, judge

from venvlens.core.findings import Code


@pytest.mark.parametrize(
    "comment",
    [
        "# venvlens: ignore",
        "#venvlens:ignore",
        "# because of X  # venvlens: ignore",
        "# venvlens: ignore[import-missing]",
        "# venvlens: ignore [ environment-broken , import-missing ]",
        "# type: ignore  # venvlens: ignore",
    ],
)
def test_a_comment_silences_its_line(comment: str):
    assert found(f"import nope  {comment}\n") == []


@pytest.mark.parametrize(
    "comment",
    [
        "# type: ignore",
        "# noqa",
        "# venvlens: ignored",
        "# venvlens ignore",
        "# venvlens: ignore[]",
        "# venvlens: ignore[import-missing-submodule]",
    ],
)
def test_other_comments_do_not(comment: str):
    assert found(f"import nope  {comment}\n") == [Code.IMPORT_MISSING]


def test_a_comment_is_for_its_own_line_only():
    text = "# venvlens: ignore\nimport nope\n# venvlens: ignore\n"
    assert found(text) == [Code.IMPORT_MISSING]


def found(text: str) -> list[Code]:
    return [finding.code for finding in judge(text, selected=environment()).findings]
