import pytest
from hypothesis import given
from hypothesis import strategies as st

from venvlens.lsp.units import to_code_points, to_units

ENCODINGS = ("utf-8", "utf-16", "utf-32")
LINES = st.text(st.sampled_from("aé漢🐍\f\u2028\ud83d\udc0d "), max_size=12)


@pytest.mark.parametrize(
    ("encoding", "units"),
    [("utf-8", [0, 1, 3, 6, 10]), ("utf-16", [0, 1, 2, 3, 5]), ("utf-32", [0, 1, 2, 3, 4])],
)
def test_each_encoding_counts_its_own_units(encoding: str, units: list[int]):
    assert [to_units("aé漢🐍", column, encoding) for column in range(5)] == units


@pytest.mark.parametrize(
    ("encoding", "middle"), [("utf-8", (2, 4, 5, 7, 8, 9)), ("utf-16", (4,)), ("utf-32", ())]
)
def test_the_middle_of_a_character_is_its_start(encoding: str, middle: tuple[int, ...]):
    for unit in middle:
        column = to_code_points("aé漢🐍", unit, encoding)
        assert to_units("aé漢🐍", column, encoding) < unit
        assert to_units("aé漢🐍", column + 1, encoding) > unit


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("line", ["import a", "ïmport a", ""])
def test_a_place_behind_the_end_is_the_end(line: str, encoding: str):
    assert to_code_points(line, 10_000, encoding) == len(line)


@given(LINES, st.sampled_from(ENCODINGS), st.integers(0, 12))
def test_there_and_back_again(line: str, encoding: str, column: int):
    column = min(column, len(line))
    assert to_code_points(line, to_units(line, column, encoding), encoding) == column
