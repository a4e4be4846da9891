"""What a report looks like: from made-up findings, and on a real terminal."""

from __future__ import annotations

import io
import sys
from pathlib import Path, PurePath

import pytest
from world import install, site_packages

from venvlens.cli import progress, terminal
from venvlens.cli.printable import shown
from venvlens.cli.snippet import snippet
from venvlens.cli.terminal import Style, wants_colors
from venvlens.cli.text_report import Look, text_report
from venvlens.core.environment import Environment, Kind
from venvlens.core.findings import Code, Finding, Related, Severity
from venvlens.core.names import ImportName
from venvlens.core.python_version import PythonVersion
from venvlens.core.search_path import SearchPath, Target
from venvlens.core.selection import Considered, Selection
from venvlens.core.settings import Settings
from venvlens.core.source import Span
from venvlens.core.survey import Survey
from venvlens.system.results import Checked, Results

HERE = PurePath("/home/me/project")


def survey() -> Survey:
    environment = Environment(
        HERE / ".venv", Kind.VENV, "found here", HERE / ".venv/bin/python", PythonVersion(3, 12, 1)
    )
    step = Considered(environment.prefix, True, "it is the nearest environment")
    search_path = SearchPath(Target(PythonVersion(3, 12, 1), "linux"), (), (".so",))
    return Survey(HERE, HERE, Selection(environment, None, (step,)), search_path, Settings())


def finding(
    line: int,
    start: int,
    end: int,
    severity: Severity = Severity.ERROR,
    related: tuple[Related, ...] = (),
    message: str = "`nope` is not installed",
) -> Finding:
    span = Span(line, start, line, end)
    return Finding(Code.IMPORT_MISSING, severity, span, message, ImportName("nope"), related)


def report(text: str, *findings: Finding, path: str = "a.py", **look: object) -> list[str]:
    checked = Checked(Path(HERE / path), text, survey(), findings)
    results = Results((checked,), (), ())
    shown_as = Look(HERE, Style(colors=False), **look)
    return list(text_report(results, shown_as))


SUMMARY = [
    "1 error in 1 file",
    ".venv (Python 3.12.1): 1 file; chosen because it is the nearest environment",
]


def test_a_finding_takes_one_line_where_there_is_no_terminal():
    related = (Related(PurePath("/usr/lib/nope.py"), "nope 1.0 is installed for Python 3.13"),)
    lines = report("import nope\n", finding(0, 7, 11, related=related))
    assert lines == ["a.py:1:8: error[import-missing] `nope` is not installed", *SUMMARY]


def test_a_terminal_shows_the_line_with_carets_and_the_other_places():
    related = (
        Related(PurePath("/usr/lib/nope.py"), "nope 1.0 is installed for Python 3.13"),
        Related(HERE / "api/.venv/nope.py", "nope 1.1 is installed for api/.venv"),
    )
    text = "\n" * 9 + "import os, nope\n"
    assert report(text, finding(9, 11, 15, related=related), width=80) == [
        "a.py:10:12: error[import-missing] `nope` is not installed",
        "   |",
        "10 | import os, nope",
        "   |            ^^^^",
        "   = /usr/lib/nope.py: nope 1.0 is installed for Python 3.13",
        "   = api/.venv/nope.py: nope 1.1 is installed for api/.venv",
        "",
        *SUMMARY,
    ]


def test_counts_name_each_severity_and_hints_come_with_what_shows_them():
    found = [
        finding(0, 0, 1),
        finding(0, 0, 1, Severity.WARNING),
        finding(0, 0, 1, Severity.WARNING),
        finding(0, 0, 1, Severity.INFORMATION),
        finding(0, 0, 1, Severity.HINT),
        finding(0, 0, 1, Severity.HINT),
    ]
    lines = report("x\n", *found)
    assert len(lines) == 7
    assert lines[4:6] == [
        "1 error, 2 warnings, 1 note in 1 file",
        "2 hints not shown; --hints shows them",
    ]
    assert len(report("x\n", *found, hints=True)) == 8


def test_nothing_in_a_name_a_message_or_a_line_can_disturb_the_terminal():
    lines = report(
        "'\x1b[2J\u202e'; import nope\n",
        finding(0, 16, 20, message="`\x1b]0;title\x07`"),
        path="a\nb\x1b[0m.py",
        width=80,
    )
    assert lines[0] == "a␊b␛[0m.py:1:17: error[import-missing] `␛]0;title␇`"
    assert lines[2:4] == ["1 | '␛[2J\ufffd'; import nope", "  | " + " " * 16 + "^^^^"]


def test_a_span_over_several_lines_is_marked_to_the_end_of_the_first():
    span = Span(0, 7, 1, 4)
    found = Finding(Code.IMPORT_MISSING, Severity.ERROR, span, "no", ImportName("a.b"))
    assert report("import a.\\\n  b\n", found, width=80)[3] == "  |        ^^^"


def test_a_place_behind_the_text_shows_no_line():
    assert report("", finding(7, 0, 4), width=80)[1] == ""


@pytest.mark.parametrize(
    ("line", "name", "carets"),
    [
        ("import nope", "nope", "       ^^^^"),
        ("\timport nope", "nope", "           ^^^^"),
        ("if x:\timport nope", "nope", "                ^^^^"),
        ("'日本'; import nope", "nope", "               ^^^^"),
        ("import 日本", "日本", "       ^^^^"),
        ("'ｱ'; import nope", "nope", "            ^^^^"),
        ("'e\u0301'; import nope", "nope", "            ^^^^"),
        ("'👍'; import nope", "nope", "             ^^^^"),
        ("'\u200b'; import nope", "nope", "           ^^^^"),
    ],
)
def test_carets_stand_below_the_name_whatever_comes_before(line, name, carets):
    start = line.index(name, line.index("import"))
    text, below = snippet(line, start, start + len(name), 80)
    assert below == carets
    assert text == line.replace("\t", "    ")


def test_a_span_of_no_width_gets_one_caret():
    assert snippet("import ", 7, 7, 80) == ("import ", "       ^")
    assert snippet("", 0, 0, 80) == ("", "^")


@pytest.mark.parametrize("width", [20, 21, 30, 79])
@pytest.mark.parametrize("before", [0, 3, 40, 400])
@pytest.mark.parametrize("after", [0, 3, 40, 400])
def test_a_long_line_is_cut_around_the_name(width, before, after):
    line = "x" * before + "nope" + "y" * after
    text, carets = snippet(line, before, before + 4, width)
    assert len(text) <= width
    start = carets.index("^")
    assert text[start : start + 4] == "nope"
    assert carets == " " * start + "^^^^"
    assert text.startswith("…") == (not line.startswith(text[:start]))
    assert len(text) == min(width, len(line))


def test_a_cut_counts_columns_and_not_letters():
    line = "日" * 50 + "nope" + "本" * 50
    text, carets = snippet(line, 50, 54, 40)
    assert sum(2 if letter in "日本" else 1 for letter in text) <= 40
    assert carets.count("^") == 4
    assert len(carets) - 4 == 1 + 2 * text.count("日")


def test_a_name_that_is_wider_than_the_terminal_is_cut_too():
    text, carets = snippet("import " + "n" * 100, 7, 107, 30)
    assert len(text) <= 30
    assert len(carets) <= 30
    assert text.startswith("…n")


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("choice", "stream", "environ", "expected"),
    [
        ("auto", Terminal(), {}, True),
        ("auto", io.StringIO(), {}, False),
        ("auto", Terminal(), {"NO_COLOR": "1"}, False),
        ("auto", Terminal(), {"NO_COLOR": ""}, True),
        ("auto", Terminal(), {"TERM": "dumb"}, False),
        ("auto", io.StringIO(), {"FORCE_COLOR": "1"}, True),
        ("auto", io.StringIO(), {"FORCE_COLOR": ""}, False),
        ("auto", io.StringIO(), {"FORCE_COLOR": "1", "NO_COLOR": "1"}, False),
        ("always", io.StringIO(), {"NO_COLOR": "1"}, True),
        ("never", Terminal(), {"FORCE_COLOR": "1"}, False),
    ],
)
def test_colors_follow_the_option_then_the_user_then_the_stream(choice, stream, environ, expected):
    assert wants_colors(choice, stream, environ) is expected


def test_a_stream_without_a_terminal_has_the_usual_width():
    assert terminal.width(io.StringIO()) == 80


def test_text_without_control_characters_stays_as_it_is():
    assert shown("plain, ünï, 日本, 👍") == "plain, ünï, 日本, 👍"


@pytest.fixture
def clock(monkeypatch):
    now = [100.0]
    monkeypatch.setattr(progress.time, "monotonic", lambda: now[0])
    return now


def test_a_short_run_shows_no_progress(clock):
    stream = Terminal()
    for _ in progress.with_progress(range(3), stream):
        clock[0] += 0.1
    assert stream.getvalue() == ""


def test_a_long_run_shows_one_line_and_takes_it_away(clock):
    stream = Terminal()
    for _ in progress.with_progress(range(1200), stream):
        clock[0] += 0.01
    first, *more = stream.getvalue().split("\r")[1:]
    assert first == "checking 1200 files… 50 done"
    assert 100 < len(more) < 120
    assert more[-1] == ""
    assert more[-2].isspace()
    assert len(more[-2]) >= len(more[-3])


def test_an_interrupt_takes_the_progress_away_too(clock):
    stream = Terminal()
    files = progress.with_progress(range(10), stream)
    next(files)
    clock[0] += 1
    next(files)
    files.close()
    assert stream.getvalue().endswith(" \r")


def test_what_is_no_terminal_shows_no_progress(clock):
    stream = io.StringIO()
    for _ in progress.with_progress(range(10), stream):
        clock[0] += 1
    assert stream.getvalue() == ""


@pytest.fixture
def project(world):
    install(site_packages(world.make_environment()), "yaml")
    world.write({"pyproject.toml": "", "a.py": "'日本'; import nope\n"})
    return world


def test_a_real_terminal_gets_colors_and_carets(project):
    status, out = project.run_in_terminal("check")
    version = ".".join(map(str, sys.version_info[:3]))
    bold, blue, red, end = "\x1b[1m", "\x1b[1;34m", "\x1b[1;31m", "\x1b[0m"
    assert out.split("\n")[:5] == [
        f"{bold}a.py:1:14{end}: {red}error[import-missing]{end} "
        f"{bold}`nope` is not installed in .venv (Python {version}){end}",
        f"{blue}  |{end}",
        f"{blue}1 |{end} '日本'; import nope",
        f"{blue}  |{end} {red}               ^^^^{end}",
        "",
    ]
    assert status == 1


def test_a_terminal_without_colors_still_gets_carets(project):
    _, out = project.run_in_terminal("check", NO_COLOR="1")
    assert "\x1b" not in out
    assert "1 | '日本'; import nope\n  |                ^^^^\n" in out


def test_a_narrow_terminal_gets_cut_lines(project):
    project.write({"a.py": f"{'x = 1; ' * 30}import nope\n"})
    _, out = project.run_in_terminal("check", "--color", "never", columns=40)
    assert "1 | …" in out
    assert max(map(len, out.split("\n")[1:4])) <= 40


def test_colors_can_be_had_without_a_terminal(project):
    assert "\x1b[1;31merror" in project.run("check", "--color=always").stdout
    assert "\x1b[1;31merror" in project.run("check", FORCE_COLOR="1").stdout
