"""Documents of a decision and of the health of environments, as they are read."""

from pathlib import PurePosixPath

import pytest
from caret import PROJECT, broken, environment, global_python

from venvlens.core.editable import EditableHook
from venvlens.core.environment import Environment, Fault, FaultCode
from venvlens.core.findings import Code, Severity
from venvlens.core.health.checkup import Checkup
from venvlens.core.health.facts import StartUp
from venvlens.core.health.trouble import Trouble
from venvlens.core.markdown import code, line
from venvlens.core.markdown_reports import doctor, why
from venvlens.core.python_version import PythonVersion
from venvlens.core.search_path import Entry, EntryKind, SearchPath, Target
from venvlens.core.selection import Considered, Selection
from venvlens.core.settings import Settings
from venvlens.core.source import Span
from venvlens.core.survey import Survey

VENV = PROJECT / ".venv"
SITE = VENV / "lib" / "site-packages"
PATH = SearchPath(
    Target(PythonVersion(3, 12, 1), "linux"),
    (
        Entry(PROJECT, EntryKind.PROJECT_ROOT),
        Entry(PROJECT.parent / "lib`s", EntryKind.PTH, SITE / "_more.pth"),
    ),
    (),
    (EditableHook(modules={"shop": str(PROJECT)}),),
    opaque=("a_b.pth runs code *of its own*",),
)


def surveyed(
    found: Environment | None, *steps: Considered, fallback: Environment | None = None
) -> Survey:
    return Survey(PROJECT, PROJECT, Selection(found, fallback, steps), PATH, Settings())


def test_why_tells_the_whole_decision():
    steps = (
        Considered(PROJECT / "src", False, "no environment is in it"),
        Considered(VENV, True, f"it is the nearest environment, in {PROJECT}"),
    )
    report = why(PROJECT / "src" / "a_b.py", surveyed(environment(), *steps), ["You chose /x"])
    assert report.title == "src/a_b.py belongs to .venv (Python 3.12.1)"
    assert report.text == (
        "# src/a_b.py belongs to .venv (Python 3.12.1)\n"
        "\n"
        "That is because it is the nearest environment, in /work/shop.\n"
        "\n"
        "- **Problem:** You chose /x.\n"
        "\n"
        "- Prefix: `/work/shop/.venv`\n"
        "- Interpreter: `/work/shop/.venv/bin/python`\n"
        "- Version: 3.12.1\n"
        "- Kind: venv\n"
        "- State: can run\n"
        "- Project folder: `/work/shop`\n"
        "- Workspace folder: `/work/shop`\n"
        "\n"
        "## Considered, in this order\n"
        "\n"
        "1. not taken: `src`, no environment is in it\n"
        "2. **taken:** `.venv`, it is the nearest environment, in /work/shop\n"
        "\n"
        "## Imports are looked for in this order\n"
        "\n"
        "1. the project's folder: `/work/shop`\n"
        "2. a .pth file (\\_more.pth): ``/work/lib`s``\n"
        "3. an editable install: shop\n"
        "\n"
        "## What cannot be known without running Python\n"
        "\n"
        "- a_b.pth runs code \\*of its own\\*\n"
    )


def test_why_of_a_project_without_an_environment():
    step = Considered(PurePosixPath("/usr/bin/python3"), True, "no environment was found")
    report = why(PROJECT, surveyed(None, step, fallback=global_python()), [])
    assert report.title == "shop belongs to the global Python 3.13.0"
    assert "That is because no environment was found." in report.text
    nothing = why(PROJECT, surveyed(None), [])
    assert nothing.title == "shop has no environment"
    assert "\n\nNo Python was found on PATH.\n\n- Project folder: " in nothing.text


def test_doctor_tells_what_is_wrong_with_each_and_what_mends_it():
    trouble = Trouble(
        Code.DISTRIBUTION_REMAINS,
        Severity.WARNING,
        SITE / "~ip",
        "An installation of `pip` was interrupted",
        "Set it aside, or remove <it>",
        Span(2, 0, 2, 4),
    )
    start = StartUp(SITE / "x.pth", Span(0, 0, 0, 9), "import x", None)
    gone = Fault(FaultCode.BASE_GONE, PurePosixPath("/gone/bin/python3"))
    checked = (
        Checkup(environment(), (trouble,), (start,)),
        Checkup(broken(gone), (), ()),
    )
    report = doctor(surveyed(environment()), checked)
    assert report.title == "The environments of shop"
    assert report.text == (
        "# The environments of shop\n"
        "\n"
        "## .venv (Python 3.12.1)\n"
        "\n"
        "1 fault.\n"
        "\n"
        "- **warning** `distribution-remains` in `.venv/lib/site-packages/~ip:3`: "
        "An installation of `pip` was interrupted. Set it aside, or remove \\<it\\>.\n"
        "\n"
        "- Start-up code in `.venv/lib/site-packages/x.pth:1`, by somebody unknown\n"
        "\n"
        "## .venv (Python 3.12.1)\n"
        "\n"
        "Nothing is wrong.\n"
    )


def test_doctor_of_a_project_without_an_environment_says_what_judges_it():
    report = doctor(surveyed(None, fallback=global_python()), ())
    assert report.text == (
        "# The environments of shop\n"
        "\n"
        "This project has no environment of its own: the global Python 3.13.0 judges its imports.\n"
    )
    assert doctor(surveyed(None), ()).text.endswith("no environment of its own.\n")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("/a/b", "`/a/b`"),
        ("/a`b", "``/a`b``"),
        ("`a", "`` `a ``"),
        ("a``b`", "``` a``b` ```"),
        ("a\nb\x1b[1m", "`a\N{REPLACEMENT CHARACTER}b\N{REPLACEMENT CHARACTER}[1m`"),
    ],
)
def test_a_path_is_code_whatever_is_in_it(text: str, shown: str):
    assert code(text) == shown


def test_a_sentence_means_nothing_but_what_it_says():
    assert line("a_b *c* [d](e) <f>\n# g") == (
        "a_b \\*c\\* \\[d\\](e) \\<f\\>\N{REPLACEMENT CHARACTER}# g"
    )
    assert line("it is `a_b` and _c_") == "it is `a_b` and \\_c\\_"
