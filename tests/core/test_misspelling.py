import pytest
from hypothesis import given
from hypothesis import strategies as st

from venvlens.core.import_table import NO_TABLE, ImportTable
from venvlens.core.misspelling import Correction, correction, is_slip, suggestion
from venvlens.core.names import ImportName
from venvlens.core.source import Span

HERE = ("requests", "numpy", "matplotlib", "pandas", "json", "PIL", "psycopg2", "sklearn", "http")


def meant(written: str, *candidates: str, table: ImportTable = NO_TABLE) -> str | None:
    return suggestion(ImportName(written), candidates or HERE, table)


@pytest.mark.parametrize(
    ("written", "right"),
    [
        ("reqeusts", "requests"),  # swapped
        ("nunpy", "numpy"),  # wrong
        ("matplotlb.pyplot", "matplotlib.pyplot"),  # missing
        ("panddas.core.frame", "pandas.core.frame"),  # too many
        ("erquests", "requests"),  # swapped at the start
        ("pil.Image", "PIL.Image"),
        ("Numpy", "numpy"),
        ("request", "requests"),
    ],
)
def test_one_mistake_is_corrected(written: str, right: str):
    assert meant(written) == right


@pytest.mark.parametrize(
    "written",
    [
        "requests",  # right
        "rqeusets",  # two mistakes
        "jsn",  # short
        "httpx",  # "http" is short
        "psycopg",  # another digit is another thing
        "psycopg3",
        "sklearn2",
        "handas",  # hardly anybody mistakes the first letter
        "_numpy",
        "is",
    ],
)
def test_anything_else_is_left_alone(written: str):
    assert meant(written) is None


def test_of_two_that_fit_neither_is_meant():
    assert meant("tomlib", "tomllib", "tomlib2", "tomlibs") is None
    assert meant("tomlib", "tomllib", "tomlkit") == "tomllib"


def test_what_the_table_knows_is_no_misspelling():
    table = ImportTable("# a table\nrequest =p\n")
    assert meant("request", table=table) is None


def test_the_place_is_that_of_the_top_level_part():
    name, span = ImportName("matplotlb.pyplot"), Span(3, 7, 3, 23)
    found = correction(name, span, HERE, NO_TABLE)
    assert found == Correction(Span(3, 7, 3, 16), ImportName("matplotlib"))
    assert correction(ImportName("pandas"), Span(0, 0, 0, 6), HERE, NO_TABLE) is None


def distance(one: str, other: str) -> int:
    """The optimal string alignment distance, by the book."""
    rows = [
        [i + j if i * j == 0 else 0 for j in range(len(other) + 1)] for i in range(len(one) + 1)
    ]
    for i in range(1, len(one) + 1):
        for j in range(1, len(other) + 1):
            cost = one[i - 1] != other[j - 1]
            best = min(rows[i - 1][j] + 1, rows[i][j - 1] + 1, rows[i - 1][j - 1] + cost)
            if i > 1 and j > 1 and one[i - 1] == other[j - 2] and one[i - 2] == other[j - 1]:
                best = min(best, rows[i - 2][j - 2] + 1)
            rows[i][j] = best
    return rows[-1][-1]


LETTERS = st.text("abc", min_size=5, max_size=8)


@given(LETTERS, LETTERS)
def test_one_mistake_is_a_distance_of_one(one: str, other: str):
    starts_alike = one[0] in other[:2]
    assert is_slip(one, other) == (distance(one, other) == 1 and starts_alike)
