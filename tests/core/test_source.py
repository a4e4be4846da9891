import re

from hypothesis import given
from hypothesis import strategies as st

from venvlens.core.source import LineStarts, Span, lines

TEXTS = st.text(st.sampled_from("aé🐍\n\r\f\v\x1c\x85\u2028"), max_size=20)


def test_only_the_line_ends_of_editors_and_of_python_count():
    assert lines("a\nb\rc\r\nd\fe\vf\x1cg\x85h\u2028i") == [
        "a",
        "b",
        "c",
        "d\fe\vf\x1cg\x85h\u2028i",
    ]
    assert lines("") == [""]
    assert lines("a\n") == ["a", ""]


@given(TEXTS)
def test_every_offset_has_a_place_and_comes_back(text: str):
    starts = LineStarts(text)
    for offset in range(len(text) + 1):
        line, column = starts.place(offset)
        assert starts.offset(line, column) == offset
        before = re.split("\r\n|\r|\n", text[:offset])
        if text[offset - 1 : offset + 1] != "\r\n":  # between the two is no place of its own
            assert (line, column) == (len(before) - 1, len(before[-1]))


def test_a_place_behind_the_text_is_its_end():
    assert LineStarts("ab\ncd").offset(7, 0) == 5
    assert LineStarts("ab\ncd").offset(1, 99) == 5
    assert LineStarts("ab\ncd").offset(0, 99) == 3


def test_a_span_may_go_over_lines():
    assert LineStarts("ab\ncd").span(1, 4) == Span(0, 1, 1, 1)


def test_a_span_holds_its_ends():
    span = Span(1, 4, 1, 8)
    assert span.holds(1, 4)
    assert span.holds(1, 8)
    assert not span.holds(1, 9)
    assert not span.holds(0, 5)
