from pathlib import PurePosixPath

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lsprotocol import types

from venvlens.core.findings import Code, Finding, Related, Severity
from venvlens.core.names import ImportName
from venvlens.core.source import Span, lines
from venvlens.lsp import from_lsp, to_lsp

ENCODINGS = ("utf-8", "utf-16", "utf-32")
TEXTS = st.text(st.sampled_from("aé漢🐍\n\r\f\u2028"), max_size=20)


@st.composite
def spans(draw: st.DrawFn) -> tuple[str, Span]:
    text = draw(TEXTS)
    split = lines(text)
    places = sorted(
        (line := draw(st.integers(0, len(split) - 1)), draw(st.integers(0, len(split[line]))))
        for _ in range(2)
    )
    return text, Span(*places[0], *places[1])


@given(spans(), st.sampled_from(ENCODINGS))
def test_a_span_goes_to_the_editor_and_back(made: tuple[str, Span], encoding: str):
    text, span = made
    split = lines(text)
    sent = to_lsp.range_(span, split, encoding)
    received = types.Range(types.Position(**sent["start"]), types.Position(**sent["end"]))
    assert from_lsp.span(received, split, encoding) == span


def test_a_range_beyond_the_text_is_bounded():
    range_ = types.Range(start=types.Position(0, 99), end=types.Position(7, 3))
    assert from_lsp.span(range_, ["ab\n"], "utf-16") == Span(0, 2, 7, 0)


def finding(**more: object) -> Finding:
    facts = {
        "code": Code.IMPORT_MISSING,
        "severity": Severity.ERROR,
        "span": Span(0, 11, 0, 14),
        "message": "`näh` is gone",
        "name": ImportName("näh"),
        "related": (Related(PurePosixPath("/a b/näh.py"), "there"),),
    }
    return Finding(**(facts | more))


def diagnostic(found: Finding, *, related: bool = True) -> types.Diagnostic:
    return to_lsp.diagnostic(found, PurePosixPath("/work/shop/.venv"), related=related)


def test_a_range_is_in_the_units_of_the_editor():
    sent = to_lsp.range_(Span(0, 11, 0, 14), ["'🐍'; import näh"], "utf-16")
    assert sent == {"start": {"line": 0, "character": 12}, "end": {"line": 0, "character": 15}}


def test_a_diagnostic_has_all_that_an_editor_can_use():
    made = diagnostic(finding())
    assert made.source == "venvlens"
    assert made.code == "import-missing"
    assert made.code_description.href.endswith("RULES.md#import-missing")
    assert made.data == {"name": "näh", "environment": "/work/shop/.venv"}
    [related] = made.related_information
    assert (related.location.uri, related.message) == ("file:///a%20b/n%C3%A4h.py", "there")


def test_related_places_are_for_editors_that_show_them():
    assert diagnostic(finding(), related=False).related_information is None
    assert diagnostic(finding(related=())).related_information is None


@pytest.mark.parametrize(
    ("severity", "expected"),
    [
        (Severity.ERROR, types.DiagnosticSeverity.Error),
        (Severity.WARNING, types.DiagnosticSeverity.Warning),
        (Severity.INFORMATION, types.DiagnosticSeverity.Information),
        (Severity.HINT, types.DiagnosticSeverity.Hint),
    ],
)
def test_each_severity_has_its_counterpart(severity: Severity, expected: object):
    assert diagnostic(finding(severity=severity)).severity is expected
